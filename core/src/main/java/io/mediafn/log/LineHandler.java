package io.mediafn.log;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Writes each line in one piece and in UTF-8, whatever the locale of the process is: a platform that frames what is written
 * would else take one line for several. It never throws into whoever logs: what can't be written is reported on stderr, the
 * first time. Thread-safe.
 */
final class LineHandler extends Handler {
    private final PrintStream out;

    LineHandler(PrintStream out, Formatter formatter) {
        this.out = out;
        setFormatter(formatter);
    }

    @Override
    public void publish(LogRecord logged) {
        if (isLoggable(logged)) {
            write(() -> getFormatter().format(logged));
        }
    }

    /** Writes what ends in a line break. */
    void write(Supplier<String> line) {
        try {
            byte[] bytes = line.get().getBytes(StandardCharsets.UTF_8);
            out.write(bytes, 0, bytes.length);
            out.flush();
        } catch (RuntimeException e) {
            reportError("a line could not be written", e, ErrorManager.FORMAT_FAILURE);
        } catch (LinkageError e) {
            // The loader of these classes is closed, in a process that goes on.
            reportError("a line could not be written", new IllegalStateException(e), ErrorManager.FORMAT_FAILURE);
        }
    }

    @Override
    public void flush() {
        out.flush();
    }

    /** What it writes to belongs to the process. */
    @Override
    public void close() {
        flush();
    }
}
