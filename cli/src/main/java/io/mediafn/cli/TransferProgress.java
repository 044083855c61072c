package io.mediafn.cli;

import io.mediafn.operation.copy.CopyWatcher;
import java.io.PrintWriter;
import java.util.Locale;

/** One line on a person's terminal with objects, bytes, rate and time left; nothing at all elsewhere. Thread-safe. */
final class TransferProgress implements CopyWatcher {
    private static final long REDRAW_NANOS = 100_000_000;
    /** Before this, the pace is that of starting up. */
    private static final long SETTLED_NANOS = 1_000_000_000;

    private final PrintWriter err;
    private final boolean visible;
    private final long started = System.nanoTime();
    private long drawn = started;
    private boolean shown;
    private long done;
    private long moved;
    private long objects;
    private long bytes;
    private boolean all;

    TransferProgress(Terminal terminal, boolean quiet) {
        this.err = terminal.err();
        this.visible = terminal.interactive() && !quiet;
    }

    boolean isVisible() {
        return visible;
    }

    @Override
    public synchronized void expected(long foundObjects, long foundBytes, boolean isAll) {
        objects = foundObjects;
        bytes = foundBytes;
        all = isAll;
        draw();
    }

    @Override
    public synchronized void moved(long more) {
        moved += more;
        draw();
    }

    synchronized void step() {
        done++;
        draw();
    }

    private void draw() {
        long now = System.nanoTime();
        if (!visible || now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        double seconds = (now - started) / 1e9;
        err.print("\r\u001B[K  " + done + (objects > 0 ? " of " + objects + (all ? "" : "+") : "") + " objects, "
                + Texts.size(moved) + ", " + Texts.size((long) (moved / seconds)) + "/s" + left(seconds, now));
        err.flush();
        shown = true;
    }

    /** By bytes, or by objects where those are so small that bytes tell nothing. */
    private String left(double seconds, long now) {
        if (!all || now - started < SETTLED_NANOS || (moved == 0 && done == 0)) {
            return "";
        }
        double byBytes = bytes > 0 && moved > 0 ? seconds * Math.max(0, bytes - moved) / moved : 0;
        double byObjects = objects > 0 && done > 0 ? seconds * Math.max(0, objects - done) / done : 0;
        return ", "
                + duration((long) Math.ceil(Math.max(byBytes, done == 0 ? 0 : Math.min(byObjects, byBytes * 4 + 60))))
                + " left";
    }

    synchronized void hide() {
        if (shown) {
            err.print("\r\u001B[K");
            err.flush();
            shown = false;
        }
    }

    String elapsed() {
        double seconds = (System.nanoTime() - started) / 1e9;
        return seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds) : duration(Math.round(seconds));
    }

    private static String duration(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3600
                        ? seconds / 60 + " min " + seconds % 60 + " s"
                        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
