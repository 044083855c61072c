package io.mediafn.log;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Writes each line in one piece and in UTF-8, whatever the locale of the process is: a platform that frames what is written
 * would else take one line for several. Thread-safe.
 */
final class LineHandler extends Handler {
    private final PrintStream out;

    LineHandler(PrintStream out, Formatter formatter) {
        this.out = out;
        setFormatter(formatter);
    }

    @Override
    public void publish(LogRecord logged) {
        if (!isLoggable(logged)) {
            return;
        }
        try {
            write(getFormatter().format(logged));
        } catch (RuntimeException e) {
            reportError("a line could not be written", e, ErrorManager.FORMAT_FAILURE);
        }
    }

    void write(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
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
