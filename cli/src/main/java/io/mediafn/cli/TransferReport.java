package io.mediafn.cli;

import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.operation.copy.CopyResult;
import io.mediafn.operation.copy.CopyWatcher;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Tells a person, or a program, what becomes of each object. Results come from one thread, progress from many. */
final class TransferReport {
    private final Terminal terminal;
    private final TransferOptions options;
    private final TransferProgress progress;
    private final String done;
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private long bytes;
    private double usd;

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
        counts.merge(result.outcome(), 1L, Long::sum);
        bytes += result.bytes();
        usd += result.usd();
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
        String what = switch (result.outcome()) {
            case DONE -> done;
            case PLANNED -> "would be " + done;
            case SKIPPED, NOT_ATTEMPTED ->
                result.outcome().text().replace('_', ' ') + " ("
                        + result.reason().orElse("") + ")";
            case FAILED -> "failed";
        };
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

    long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    boolean anyMissed() {
        return count(Outcome.FAILED) + count(Outcome.NOT_ATTEMPTED) > 0;
    }

    /**
     * The last line: what it came to.
     *
     * @param failed whether an error ended the run, which is told elsewhere
     */
    void finish(long requests, boolean failed) {
        progress.hide();
        if (options.quiet() || options.json()) {
            return;
        }
        if (counts.isEmpty() && failed) {
            return;
        }
        StringBuilder line = new StringBuilder("  ");
        if (options.dryRun()) {
            line.append(Texts.count(count(Outcome.PLANNED), "object"))
                    .append(" would be ")
                    .append(done);
        } else {
            line.append(Texts.count(count(Outcome.DONE), "object")).append(' ').append(done);
        }
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
