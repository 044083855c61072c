package io.mediafn.cli;

import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.operation.ItemResult;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.CopyWatcher;

/** Tells a person, or a program, what becomes of each medium of a dataset. Results come from one thread. */
final class MediaReport {
    private final Terminal terminal;
    private final MediaReportOptions options;
    private final TransferProgress progress;
    private final TransferTotals totals = new TransferTotals();

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
        totals.add(result.outcome(), result.bytes(), result.usd());
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
        String what = TransferTotals.became(medium.outcome(), done, medium.reason());
        String why = medium.error()
                .map(error -> ": " + error.kind() + " " + error.message())
                .orElse("");
        String place = medium.in().equals(medium.out())
                ? medium.in().display()
                : medium.in().display() + " -> " + medium.out().display();
        return "  " + Table.printable(place + "  " + what + why + (more.isEmpty() ? "" : "; " + more));
    }

    boolean anyMissed() {
        return totals.anyMissed();
    }

    /**
     * The last line: what it came to.
     *
     * @param what happened, in numbers
     * @param requests that were sent to stores
     */
    void finish(String what, long requests) {
        progress.hide();
        if (!options.quiet() && !options.json()) {
            terminal.err().println(totals.line(what, requests, options.dryRun(), progress.elapsed()));
        }
    }
}
