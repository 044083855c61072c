package io.mediafn.batch;

/** What can become of an item; the text of a constant is its name in JSON. */
public enum Outcome {
    DONE("done"),
    SKIPPED("skipped"),
    FAILED("failed"),
    /** There was no time left, or an earlier failure stopped the run. */
    NOT_ATTEMPTED("not_attempted"),
    /** A dry run would have done it. */
    PLANNED("planned");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
