package io.mediafn.dataset.fiftyone;

/**
 * Where FiftyOne's datasets are kept.
 *
 * @param uri MongoDB's, which may hold a password
 * @param database the name
 */
public record FiftyOneSettings(String uri, String database) {
    @Override
    public String toString() {
        return "FiftyOneSettings[" + database + "]";
    }
}
