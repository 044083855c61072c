package io.mediafn.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** What operators read, taken apart again by a JSON parser. */
final class LogLinesTest {
    private static final Instant TIME = Instant.parse("2026-11-21T09:00:00.123Z");
    private static final Metrics METRICS = metrics();

    private static Metrics metrics() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("matched", 3L);
        counts.put("done", 2L);
        counts.put("failed", 1L);
        return new Metrics("copy", counts, 1_048_576, 7, 0.12345);
    }

    private static LogRecord logged(Level level, String message) {
        LogRecord logged = new LogRecord(level, message);
        logged.setInstant(TIME);
        logged.setLoggerName("io.mediafn.Some");
        return logged;
    }

    private static JsonFormatter formatter(LogForm form) {
        return new JsonFormatter(form, () -> Map.of("correlation_id", "c-1"));
    }

    private static Map<String, Object> line(LogForm form, LogRecord logged) {
        return Json.readObject(formatter(form).format(logged));
    }

    @ParameterizedTest
    @CsvSource({
        "AWS, timestamp, level, ERROR, WARN, INFO, DEBUG, TRACE",
        "GOOGLE, time, severity, ERROR, WARNING, INFO, DEBUG, DEBUG",
        "AZURE, timestamp, level, Error, Warning, Information, Debug, Trace"
    })
    void each_platform_finds_its_own_fields(
            LogForm form,
            String time,
            String level,
            String error,
            String warn,
            String info,
            String debug,
            String trace) {
        List<Level> levels = List.of(Level.SEVERE, Level.WARNING, Level.INFO, Level.FINE, Level.FINEST);
        List<String> names = List.of(error, warn, info, debug, trace);
        for (int i = 0; i < levels.size(); i++) {
            assertThat(line(form, logged(levels.get(i), "hello {0} %s")))
                    .containsExactly(
                            entry(time, "2026-11-21T09:00:00.123Z"),
                            entry(level, names.get(i)),
                            entry("message", "hello {0} %s"),
                            entry("logger", "io.mediafn.Some"),
                            entry("correlation_id", "c-1"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_message_stays_on_its_line_whatever_is_in_it(LogForm form) {
        String message = "s3://b/a\n{\"severity\":\"ERROR\"}\r\u0000\u001b[31m\u0085\u2028\u2029\u007f\"é𝄞";
        String text = formatter(form).format(logged(Level.INFO, message));

        assertThat(text).endsWith("\n");
        assertThat(text.substring(0, text.length() - 1).chars().filter(c -> c < 0x20 || (c >= 0x7F && c <= 0x9F)))
                .isEmpty();
        assertThat(text).doesNotContain("\u2028", "\u2029").contains("é𝄞");
        assertThat(Json.readObject(text)).containsEntry("message", message);
    }

    @Test
    void a_stack_trace_is_one_field() {
        LogRecord logged = logged(Level.SEVERE, "failed");
        logged.setThrown(new IllegalStateException("outer", new IllegalArgumentException("inner")));
        String text = formatter(LogForm.GOOGLE).format(logged);

        assertThat(text.lines()).hasSize(1);
        assertThat(Json.readObject(text).get("stack_trace"))
                .asString()
                .contains(
                        "IllegalStateException: outer",
                        "LogLinesTest",
                        "Caused by: java.lang.IllegalArgumentException");
    }

    @Test
    void fields_of_the_thread_never_replace_those_of_the_line() {
        JsonFormatter formatter = new JsonFormatter(LogForm.AWS, () -> Map.of("message", "mine", "level", "NONE"));
        assertThat(Json.readObject(formatter.format(logged(Level.INFO, "theirs"))))
                .containsEntry("message", "theirs")
                .containsEntry("level", "INFO");
    }

    @Test
    void without_fields_of_the_thread_there_are_none() {
        assertThat(Json.readObject(new JsonFormatter(LogForm.AWS, () -> null).format(logged(Level.INFO, "x"))))
                .hasSize(4);
    }

    @Test
    void a_long_message_is_cut_and_says_so() {
        Object message =
                line(LogForm.AWS, logged(Level.INFO, "x".repeat(1_000_000))).get("message");
        assertThat(String.valueOf(message)).hasSizeLessThan(25_000).endsWith("(1000000 characters)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET https://b.s3.amazonaws.com/k?X-Amz-Date=1&X-Amz-Signature=SECRET123&x=1",
                "https://storage.googleapis.com/b/k?X-Goog-Signature=SECRET123",
                "https://a.blob.core.windows.net/c/k?sv=1&sig=SECRET123%3D",
                "{authorization=[Bearer SECRET123.x-y_z]}",
                "Authorization: SharedKey SECRET123:abc=",
                "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=SECRET123==;EndpointSuffix=x",
                "mongodb://user:SECRET123@host:27017/db",
                "aws_secret_access_key = SECRET123",
                "{\"client_secret\":\"SECRET123\"}"
            })
    void secrets_are_masked_wherever_they_come_from(String message) {
        LogRecord logged = logged(Level.SEVERE, message);
        logged.setThrown(new IllegalStateException(message));
        String text = new JsonFormatter(LogForm.AZURE, () -> Map.of("url", message)).format(logged);
        assertThat(text).doesNotContain("SECRET123").contains("[secret]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/a b@c:d/é.png",
                "http://127.0.0.1:8080/path?size=3&signed=no",
                "done gs://b/signature=1.png",
                "basic facts about sig=nals"
            })
    void what_is_no_secret_stays(String message) {
        assertThat(line(LogForm.AZURE, logged(Level.INFO, message))).containsEntry("message", message);
    }

    @Test
    void metrics_of_aws_are_in_the_embedded_metric_format() {
        Map<String, Object> line = Json.readObject(formatter(LogForm.AWS).format("traffic", METRICS, TIME));

        assertThat(line)
                .containsEntry("function", "traffic")
                .containsEntry("operation", "copy")
                .containsEntry("done", 2)
                .containsEntry("seconds", 0.123)
                .containsEntry("correlation_id", "c-1");
        Map<?, ?> aws = (Map<?, ?>) Objects.requireNonNull(line.get("_aws"));
        assertThat(aws.get("Timestamp")).isEqualTo(TIME.toEpochMilli());
        Map<?, ?> directive = (Map<?, ?>) ((List<?>) Objects.requireNonNull(aws.get("CloudWatchMetrics"))).getFirst();
        assertThat(directive.get("Namespace")).isEqualTo("mediafn");
        assertThat(directive.get("Dimensions")).isEqualTo(List.of(List.of("function", "operation")));
        // What a directive names must be a number at the root, and what a dimension names a text.
        List<?> definitions = (List<?>) Objects.requireNonNull(directive.get("Metrics"));
        assertThat(definitions).hasSize(6).allSatisfy(definition -> {
            Map<?, ?> named = (Map<?, ?>) definition;
            assertThat(line.get(String.valueOf(named.get("Name")))).isInstanceOf(Number.class);
            assertThat(named.get("Unit")).isIn("Count", "Bytes", "Seconds");
        });
    }

    @ParameterizedTest
    @CsvSource({"GOOGLE, severity, INFO", "AZURE, level, Information"})
    void metrics_of_the_others_are_fields_of_a_line(LogForm form, String level, String name) {
        Map<String, Object> line = Json.readObject(formatter(form).format("traffic", METRICS, TIME));
        assertThat(line)
                .containsEntry(level, name)
                .containsEntry("message", "metrics of copy")
                .containsEntry("function", "traffic")
                .containsEntry("correlation_id", "c-1")
                .containsEntry(
                        "metrics",
                        Map.of(
                                "operation",
                                "copy",
                                "matched",
                                3,
                                "done",
                                2,
                                "failed",
                                1,
                                "bytes",
                                1_048_576,
                                "requests",
                                7,
                                "seconds",
                                0.123));
    }

    @Test
    void once_installed_every_logger_writes_lines_and_libraries_are_quiet_until_it_is_closed() {
        Logger root = LogManager.getLogManager().getLogger("");
        Handler[] before = root.getHandlers();
        Level level = root.getLevel();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Logger ours = Logger.getLogger("io.mediafn.log.test");
        Logger library = Logger.getLogger("software.amazon.awssdk.request");
        // A stream that could not write é: a process may have any locale.
        try (LogLines lines =
                LogLines.install(LogForm.GOOGLE, "traffic", new PrintStream(out, false, StandardCharsets.US_ASCII))) {
            assertThat(root.getHandlers()).hasSize(1).doesNotContain(before);
            ours.info("é");
            ours.fine("not said");
            library.info("not said either");
            library.warning("but this");
            lines.metrics(METRICS);
        }
        ours.info("to whoever was there before");

        assertThat(messages(out)).containsExactly("é", "but this", "metrics of copy");
        assertThat(root.getHandlers()).containsExactly(before);
        assertThat(root.getLevel()).isEqualTo(level);
        assertThat(library.isLoggable(Level.INFO)).isEqualTo(root.isLoggable(Level.INFO));
    }

    @Test
    @SuppressWarnings("try") // closed before the other, not after it
    void what_was_installed_later_outlives_what_it_replaced() {
        Handler[] before = LogManager.getLogManager().getLogger("").getHandlers();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LogLines first = LogLines.install(LogForm.AZURE, "first", new PrintStream(out));
        try (LogLines second = LogLines.install(LogForm.AZURE, "second", new PrintStream(out))) {
            first.close();
            Logger.getLogger("io.mediafn.log.test").info("once");
            second.metrics(METRICS);
        }
        first.close();

        assertThat(messages(out)).containsExactly("once", "metrics of copy");
        assertThat(LogManager.getLogManager().getLogger("").getHandlers()).containsExactly(before);
    }

    /** As where an app is loaded by a class loader of its own, which is closed, and its handler stays behind. */
    @Test
    void a_handler_whose_class_loader_is_closed_harms_nobody_who_logs() throws Exception {
        Logger root = LogManager.getLogManager().getLogger("");
        List<Handler> before = List.of(root.getHandlers());
        Level level = root.getLevel();
        try {
            URL[] classPath = Stream.of(LogLines.class, MDC.class)
                    .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                    .toArray(URL[]::new);
            try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
                Class<?> form = loader.loadClass(LogForm.class.getName());
                loader.loadClass(LogLines.class.getName())
                        .getMethod("install", form, String.class)
                        .invoke(null, form.getField("AZURE").get(null), "gone");
            }
            assertThat(root.getHandlers()).singleElement().isNotInstanceOf(LineHandler.class);
            assertThatCode(() -> Logger.getLogger("io.mediafn.log.test").info("nobody reads this"))
                    .doesNotThrowAnyException();
        } finally {
            for (Handler handler : root.getHandlers()) {
                root.removeHandler(handler);
            }
            before.forEach(root::addHandler);
            root.setLevel(level);
        }
    }

    private static Stream<Object> messages(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> Objects.requireNonNull(Json.readObject(line).get("message")));
    }
}
