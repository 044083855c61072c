package io.mediafn.cli;

import io.mediafn.batch.Counts;
import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.operation.delete.DeleteItem;

/** Tells what became of objects that were to be deleted. Belongs to one thread. */
final class Deletions {
    private final Terminal terminal;
    private final ProgressLine progress;
    private final boolean json;
    private final Counts counts = new Counts();
    private long bytes;

    Deletions(Terminal terminal, ProgressLine progress, boolean json) {
        this.terminal = terminal;
        this.progress = progress;
        this.json = json;
    }

    void add(DeleteItem item) {
        progress.step();
        counts.add(item.outcome());
        if (item.outcome() != Outcome.FAILED) {
            bytes += item.size().orElse(0);
        }
        if (json) {
            terminal.out().println(Json.write(item.toJson()));
        } else if (item.outcome() == Outcome.PLANNED) {
            progress.hide();
            terminal.out().println(Table.printable(item.filepath().toString()));
        } else {
            item.error().ifPresent(this::print);
        }
        terminal.check();
    }

    private void print(ItemError error) {
        progress.hide();
        terminal.err().println(Table.printable("mediafn: " + error.kind() + " " + error.message()));
    }

    long failed() {
        return counts.of(Outcome.FAILED);
    }

    void sum() {
        progress.hide();
        boolean planned = counts.of(Outcome.PLANNED) > 0;
        long objects = counts.of(Outcome.DONE) + counts.of(Outcome.PLANNED);
        String size = bytes > 0 ? ", " + Texts.size(bytes) : "";
        String failures = failed() > 0 ? "; " + failed() + " failed" : "";
        terminal.err()
                .println("  " + Texts.count(objects, "object") + (planned ? " would be deleted" : " deleted") + size
                        + failures);
    }
}
