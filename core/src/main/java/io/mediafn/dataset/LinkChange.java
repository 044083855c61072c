package io.mediafn.dataset;

/**
 * A medium that lies elsewhere now. Changes what is still linked to the old place, and nothing else.
 *
 * @param from as it is written in the dataset
 * @param to likewise
 */
public record LinkChange(String from, String to) {
    /** What undoes it. */
    public LinkChange undo() {
        return new LinkChange(to, from);
    }
}
