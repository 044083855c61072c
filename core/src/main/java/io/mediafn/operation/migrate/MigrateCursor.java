package io.mediafn.operation.migrate;

import io.mediafn.dataset.MediaField;
import io.mediafn.operation.MediaFieldNames;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a migration has come.
 *
 * @param failed whether something failed before, which forbids relinking where all or nothing is wanted
 * @param field whose media are being done; absent for deletions
 * @param after the id of the last sample that is done, or the key of the last source that was looked at; empty at the
 *     beginning
 */
record MigrateCursor(Step step, boolean failed, Optional<MediaField> field, String after) {
    /** What is done, one after the other. */
    enum Step {
        /** Media are copied and verified and, unless all or nothing is wanted, relinked at once. */
        COPY,
        /** What was copied before is relinked. */
        RELINK,
        /** Sources are deleted. */
        DELETE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String BAR = "|";

    static MigrateCursor start() {
        return new MigrateCursor(Step.COPY, false, Optional.empty(), "");
    }

    /** @throws IllegalArgumentException if it is none */
    static MigrateCursor parse(String text) {
        int first = text.indexOf(BAR);
        int second = text.indexOf(BAR, first + 1);
        if (first < 1 || second < 0) {
            throw new IllegalArgumentException("no cursor: " + text);
        }
        boolean failed = text.charAt(first - 1) == '!';
        String name = text.substring(0, failed ? first - 1 : first);
        String field = text.substring(first + 1, second);
        return new MigrateCursor(
                Step.valueOf(name.toUpperCase(Locale.ROOT)),
                failed,
                field.isEmpty() ? Optional.empty() : Optional.of(MediaFieldNames.of(field)),
                text.substring(second + 1));
    }

    static boolean isOne(String text) {
        try {
            return text.isEmpty() || !parse(text).step().text().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** As a later request brings it. */
    String text() {
        return step.text()
                + (failed ? "!" : "")
                + BAR
                + field.map(MediaField::text).orElse("")
                + BAR
                + after;
    }
}
