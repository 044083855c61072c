package io.mediafn.log;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The log of a function: JSON lines on stdout, where all three platforms read it. SLF4J reaches it by way of {@code
 * slf4j-jdk14}, and libraries that use java.util.logging directly. A function's process needs no end of it; whoever shares
 * the process with others, as tests do, closes it. Thread-safe.
 */
public final class LogLines implements AutoCloseable {
    /** What tells each request at this level is of no use beside our own lines. */
    private static final List<String> QUIET =
            List.of("software.amazon.awssdk", "org.mongodb.driver", "com.azure", "com.google", "org.eclipse.jetty");

    private final LineHandler handler;
    private final JsonFormatter formatter;
    private final String function;
    private final Logger root;
    private final List<Handler> before;
    private final @Nullable Level levelBefore;
    /** Held, since the log manager would forget loggers that nobody holds, and their levels with them. */
    private final List<Logger> quiet;

    private LogLines(LineHandler handler, JsonFormatter formatter, String function) {
        this.handler = handler;
        this.formatter = formatter;
        this.function = function;
        this.root = LogManager.getLogManager().getLogger("");
        this.before = List.of(root.getHandlers());
        this.levelBefore = root.getLevel();
        this.quiet = QUIET.stream().map(Logger::getLogger).toList();
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
        LogLines lines = new LogLines(handler, formatter, function);
        lines.before.forEach(lines.root::removeHandler);
        lines.root.addHandler(handler);
        lines.root.setLevel(Level.INFO);
        lines.quiet.forEach(logger -> logger.setLevel(Level.WARNING));
        return lines;
    }

    /** Writes numbers in the platform's form. */
    public void metrics(Metrics metrics) {
        handler.write(() -> formatter.format(function, metrics, Instant.now()));
    }

    /** Makes this process log as it did before; nothing, if somebody else has replaced these lines meanwhile. */
    @Override
    public void close() {
        if (!List.of(root.getHandlers()).contains(handler)) {
            return;
        }
        root.removeHandler(handler);
        before.forEach(root::addHandler);
        root.setLevel(levelBefore);
        quiet.forEach(logger -> logger.setLevel(null));
    }
}
