package io.mediafn.cli;

import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.CopyWatcher;

/** Tells a person, or a program, what becomes of each object. Results come from one thread, progress from many. */
final class TransferReport {
    private final Terminal terminal;
    private final TransferOptions options;
    private final TransferProgress progress;
    private final String done;
    private final TransferTotals totals = new TransferTotals();

    /** @param done what has happened to an object, such as "copied" */
    TransferReport(Terminal terminal, TransferOptions options, TransferProgress progress, String done) {
        this.terminal = terminal;
        this.options = options;
        this.progress = progress;
        this.done = done;
    }

    CopyWatcher watcher() {
        return progress.isVisible() ? progress : CopyWatcher.NOBODY;
    }

    void add(CopyResult result) {
        totals.add(result.outcome(), result.bytes(), result.usd());
        progress.step();
        if (options.json()) {
            terminal.out().println(Json.write(result.toJson()));
        } else if (options.verbose() || !result.notKept().isEmpty() || isMissed(result)) {
            progress.hide();
            (isMissed(result) ? terminal.err() : terminal.out()).println(line(result));
        }
        terminal.check();
    }

    private static boolean isMissed(CopyResult result) {
        return result.outcome() == Outcome.FAILED;
    }

    private String line(CopyResult result) {
        String what = TransferTotals.became(result.outcome(), done, result.reason());
        String details = result.error()
                .map(error -> ": " + error.kind() + " " + error.message())
                .orElseGet(() -> result.method()
                        .map(method -> ", " + method.text() + ", " + Texts.size(result.size())
                                + result.verdict()
                                        .map(verdict -> ", " + verdict.level().text())
                                        .orElse("")
                                + (result.notKept().isEmpty()
                                        ? ""
                                        : ", without " + String.join(", ", result.notKept())))
                        .orElse(""));
        return "  "
                + Table.printable(result.in().display() + " -> " + result.out().display() + "  " + what + details);
    }

    boolean anyMissed() {
        return totals.anyMissed();
    }

    /**
     * The last line: what it came to.
     *
     * @param failed whether an error ended the run, which is told elsewhere
     */
    void finish(long requests, boolean failed) {
        progress.hide();
        boolean nothingToTell = failed && totals.isEmpty();
        if (options.quiet() || options.json() || nothingToTell) {
            return;
        }
        String what = options.dryRun()
                ? Texts.count(totals.count(Outcome.PLANNED), "object") + " would be " + done
                : Texts.count(totals.count(Outcome.DONE), "object") + " " + done;
        terminal.err().println(totals.line(what, requests, options.dryRun(), progress.elapsed()));
    }
}
