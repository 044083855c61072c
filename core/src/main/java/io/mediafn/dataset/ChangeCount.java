package io.mediafn.dataset;

/**
 * What a change came to.
 *
 * @param matched documents (samples or frames) that it was for
 * @param changed those that are another now
 */
public record ChangeCount(long matched, long changed) {
    public static final ChangeCount NONE = new ChangeCount(0, 0);

    public ChangeCount plus(ChangeCount other) {
        return new ChangeCount(matched + other.matched, changed + other.changed);
    }
}
