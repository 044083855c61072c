package io.mediafn.log;

import io.mediafn.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, whatever is logged: a key with a line break, or a stack trace, can't make a second one.
 * Thread-safe.
 */
final class JsonFormatter extends Formatter {
    /** So that a line stays below what the platforms take as one: 256 KB, where a character may take four bytes. */
    private static final int LONGEST_TEXT = 24_000;

    private final LogForm form;
    private final Supplier<@Nullable Map<String, String>> context;

    /**
     * Makes a formatter.
     *
     * @param context the fields that every line of this thread has; null for none, as SLF4J has it
     */
    JsonFormatter(LogForm form, Supplier<@Nullable Map<String, String>> context) {
        this.form = form;
        this.context = context;
    }

    @Override
    public String format(LogRecord logged) {
        Map<String, Object> line = form.line(logged.getInstant(), logged.getLevel());
        line.put("message", text(formatMessage(logged)));
        line.put("logger", String.valueOf(logged.getLoggerName()));
        addContext(line);
        Throwable thrown = logged.getThrown();
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            line.put("stack_trace", text(trace.toString()));
        }
        return oneLine(line);
    }

    String format(String function, Metrics metrics, Instant time) {
        Map<String, Object> line = form.metrics(function, metrics, time);
        addContext(line);
        return oneLine(line);
    }

    private void addContext(Map<String, Object> line) {
        Map<String, String> fields = context.get();
        if (fields != null) {
            fields.forEach((name, value) -> line.putIfAbsent(name, text(String.valueOf(value))));
        }
    }

    private static String text(@Nullable String text) {
        String masked = Secrets.masked(String.valueOf(text));
        return masked.length() <= LONGEST_TEXT
                ? masked
                : masked.substring(0, LONGEST_TEXT) + "... (" + masked.length() + " characters)";
    }

    /** JSON escapes control characters below a space; what else a terminal or a reader of lines obeys is escaped too. */
    private static String oneLine(Map<String, Object> line) {
        String json = Json.write(line);
        StringBuilder escaped = new StringBuilder(json.length() + 1);
        json.chars().forEach(c -> {
            if ((c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029) {
                escaped.append("\\u").append(String.format(Locale.ROOT, "%04x", c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.append('\n').toString();
    }
}
