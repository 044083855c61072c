package io.mediafn.log;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.slf4j.MDC;

/**
 * The log of a function: JSON lines on stdout, where all three platforms read it. SLF4J reaches it by way of {@code
 * slf4j-jdk14}, and libraries that use java.util.logging directly. Thread-safe.
 */
public final class LogLines {
    /** What tells each request at this level is of no use beside our own lines. */
    private static final List<String> QUIET =
            List.of("software.amazon.awssdk", "org.mongodb.driver", "com.azure", "com.google", "org.eclipse.jetty");

    private final LineHandler handler;
    private final JsonFormatter formatter;
    private final String function;
    /** Held, since the log manager would forget loggers that nobody holds, and their levels with them. */
    @SuppressWarnings("unused")
    private final List<Logger> quiet;

    private LogLines(LineHandler handler, JsonFormatter formatter, String function, List<Logger> quiet) {
        this.handler = handler;
        this.formatter = formatter;
        this.function = function;
        this.quiet = quiet;
    }

    /**
     * Makes this process log in lines of JSON, instead of whatever way it had.
     *
     * @param function its name, for metrics
     */
    public static LogLines install(LogForm form, String function) {
        return install(form, function, System.out);
    }

    static LogLines install(LogForm form, String function, PrintStream out) {
        JsonFormatter formatter = new JsonFormatter(form, MDC::getCopyOfContextMap);
        LineHandler handler = new LineHandler(out, formatter);
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler other : root.getHandlers()) {
            root.removeHandler(other);
        }
        root.addHandler(handler);
        root.setLevel(Level.INFO);
        List<Logger> quiet = QUIET.stream().map(Logger::getLogger).toList();
        quiet.forEach(logger -> logger.setLevel(Level.WARNING));
        return new LogLines(handler, formatter, function, quiet);
    }

    /** Writes numbers in the platform's form. */
    public void metrics(Metrics metrics) {
        handler.write(formatter.format(function, metrics, Instant.now()));
    }
}
