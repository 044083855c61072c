package io.mediafn.cli;

import io.mediafn.batch.Outcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What transfers came to, and how that is told. For one thread. */
final class TransferTotals {
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private long bytes;
    private double usd;

    void add(Outcome outcome, long moreBytes, double moreUsd) {
        counts.merge(outcome, 1L, Long::sum);
        bytes += moreBytes;
        usd += moreUsd;
    }

    long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    boolean anyMissed() {
        return count(Outcome.FAILED) + count(Outcome.NOT_ATTEMPTED) > 0;
    }

    /**
     * The last line.
     *
     * @param what happened, in numbers
     * @param requests that were sent to stores
     */
    String line(String what, long requests, boolean dryRun, String elapsed) {
        StringBuilder line = new StringBuilder("  ").append(what);
        line.append(", ").append(Texts.size(bytes));
        append(line, Outcome.SKIPPED, " skipped");
        append(line, Outcome.FAILED, " failed");
        append(line, Outcome.NOT_ATTEMPTED, " not attempted");
        line.append("; ").append(Texts.count(requests, "request"));
        line.append(String.format(Locale.ROOT, dryRun ? " now, then about %.4f USD" : ", about %.4f USD", usd));
        return line.append(", ").append(elapsed).toString();
    }

    private void append(StringBuilder line, Outcome outcome, String words) {
        if (count(outcome) > 0) {
            line.append(", ").append(count(outcome)).append(words);
        }
    }

    /**
     * What became of one, in a few words.
     *
     * @param done what happens to it where all goes well, such as "copied"
     * @param reason why it was passed over
     */
    static String became(Outcome outcome, String done, Optional<String> reason) {
        return switch (outcome) {
            case DONE -> done;
            case PLANNED -> "would be " + done;
            case SKIPPED, NOT_ATTEMPTED -> outcome.text().replace('_', ' ') + " (" + reason.orElse("") + ")";
            case FAILED -> "failed";
        };
    }
}
