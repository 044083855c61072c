package io.mediafn.location;

/** A text that is no location: the message quotes the text and names the rule that it breaks. */
public final class IllegalLocationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int QUOTED_CHARACTERS = 200;

    private final String rule;

    IllegalLocationException(String text, String rule) {
        super("not a location: '" + shortened(text) + "': " + rule);
        this.rule = rule;
    }

    /** The rule alone, for reports that carry the value in a field of its own. */
    public String rule() {
        return rule;
    }

    private static String shortened(String text) {
        return text.length() <= QUOTED_CHARACTERS
                ? text
                : text.substring(0, QUOTED_CHARACTERS) + "... (" + text.length() + " characters)";
    }
}
