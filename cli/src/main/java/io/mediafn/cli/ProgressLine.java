package io.mediafn.cli;

import java.io.PrintWriter;

/** One line on a person's terminal that is redrawn; nothing at all elsewhere. Thread-safe. */
public final class ProgressLine implements AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000;
    /** Before this, the pace is that of starting up. */
    private static final long SETTLED_NANOS = 1_000_000_000;

    private final PrintWriter err;
    private final boolean visible;
    private final String noun;
    private final long total;
    private final long started = System.nanoTime();
    private long drawn = started;
    private boolean shown;
    private long done;

    /** @param total 0 where it is not known */
    public ProgressLine(Terminal terminal, boolean quiet, String noun, long total) {
        this.err = terminal.err();
        this.visible = terminal.interactive() && !quiet;
        this.noun = noun;
        this.total = total;
    }

    public synchronized void step() {
        done++;
        long now = System.nanoTime();
        if (visible && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            long perSecond = done * 1_000_000_000L / Math.max(1, now - started);
            String left = total > done && perSecond > 0 && now - started >= SETTLED_NANOS
                    ? ", " + (total - done) / perSecond + " s left"
                    : "";
            err.print("\r\u001B[K  " + done + (total > 0 ? " of " + total : "") + " " + noun + ", " + perSecond + "/s"
                    + left);
            err.flush();
            shown = true;
        }
    }

    /** Takes the line away until it is drawn again, to make room for what else the terminal shows. */
    public synchronized void hide() {
        if (shown) {
            err.print("\r\u001B[K");
            err.flush();
            shown = false;
        }
    }

    @Override
    public void close() {
        hide();
    }
}
