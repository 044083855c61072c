package io.mediafn.cli;

import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.operation.ItemResult;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.CopyWatcher;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Tells a person, or a program, what becomes of each medium of a dataset. Results come from one thread. */
final class MediaReport {
    private final Terminal terminal;
    private final MediaReportOptions options;
    private final TransferProgress progress;
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private long bytes;
    private double usd;

    MediaReport(Terminal terminal, MediaReportOptions options) {
        this.terminal = terminal;
        this.options = options;
        this.progress = new TransferProgress(terminal, options.quiet() || options.json());
    }

    CopyWatcher watcher() {
        return progress.isVisible() ? progress : CopyWatcher.NOBODY;
    }

    /**
     * Takes the next result.
     *
     * @param done what has happened to it, such as "uploaded"
     * @param more what else is to be said of it, if anything
     */
    void add(ItemResult result, CopyResult medium, String done, String more) {
        counts.merge(result.outcome(), 1L, Long::sum);
        bytes += result.bytes();
        usd += result.usd();
        progress.step();
        boolean failed = result.outcome() == Outcome.FAILED;
        if (options.json()) {
            terminal.out().println(Json.write(result.toJson()));
        } else if (options.verbose() || options.dryRun() || failed || !more.isEmpty()) {
            progress.hide();
            (failed ? terminal.err() : terminal.out()).println(line(medium, done, more));
        }
        terminal.check();
    }

    private static String line(CopyResult medium, String done, String more) {
        String what = switch (medium.outcome()) {
            case DONE -> done;
            case PLANNED -> "would be " + done;
            case SKIPPED, NOT_ATTEMPTED ->
                medium.outcome().text().replace('_', ' ') + " ("
                        + medium.reason().orElse("") + ")";
            case FAILED -> "failed";
        };
        String why = medium.error()
                .map(error -> ": " + error.kind() + " " + error.message())
                .orElse("");
        String place = medium.in().equals(medium.out())
                ? medium.in().display()
                : medium.in().display() + " -> " + medium.out().display();
        return "  " + Table.printable(place + "  " + what + why + (more.isEmpty() ? "" : "; " + more));
    }

    boolean anyMissed() {
        return count(Outcome.FAILED) + count(Outcome.NOT_ATTEMPTED) > 0;
    }

    private long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /**
     * The last line: what it came to.
     *
     * @param what happened, in numbers
     * @param requests that were sent to stores
     */
    void finish(String what, long requests) {
        progress.hide();
        if (options.quiet() || options.json()) {
            return;
        }
        StringBuilder line = new StringBuilder("  ").append(what);
        line.append(", ").append(Texts.size(bytes));
        append(line, Outcome.SKIPPED, " skipped");
        append(line, Outcome.FAILED, " failed");
        append(line, Outcome.NOT_ATTEMPTED, " not attempted");
        line.append("; ").append(Texts.count(requests, "request"));
        line.append(
                String.format(Locale.ROOT, options.dryRun() ? " now, then about %.4f USD" : ", about %.4f USD", usd));
        line.append(", ").append(progress.elapsed());
        terminal.err().println(line);
    }

    private void append(StringBuilder line, Outcome outcome, String words) {
        if (count(outcome) > 0) {
            line.append(", ").append(count(outcome)).append(words);
        }
    }
}
