package io.mediafn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was left is done by the calls that follow: all of it, each once, and nobody else's. */
final class NextTokensTest {
    private static final int OBJECTS = 300;
    private static final RunContext SMALL = new RunContext(Deadline.never(), 7, Long.MAX_VALUE);
    private static final RunContext SHORT = new RunContext(Deadline.never(), 1_000, 25_000);

    @TempDir
    private Path folder;

    private MediaApp app;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("a/in"));
        Files.createDirectories(folder.resolve("b"));
        for (int i = 0; i < OBJECTS; i++) {
            Files.writeString(folder.resolve(String.format("a/in/%03d.txt", i)), "text " + i);
        }
        app = MediaApp.forFunction(
                Settings.from(Map.of("MEDIAFN_EMBEDDED_S3", folder.toString(), "MEDIAFN_CONCURRENCY", "16")));
    }

    @AfterEach
    void close() {
        app.close();
    }

    record Ask(String operation, Map<String, Object> fields) {
        @Override
        public String toString() {
            return operation + " " + fields.keySet();
        }
    }

    static Stream<Ask> requests() {
        List<String> paths = IntStream.range(0, OBJECTS)
                .mapToObj(i -> String.format("s3://a/in/%03d.txt", i))
                .toList();
        List<String> targets = paths.stream()
                .map(path -> path.replace("s3://a/in", "s3://b/out"))
                .toList();
        Map<String, Object> toFolder = Map.of("indir", "s3://a/in/", "outdir", "s3://b/out/", "overwrite", "fail");
        return Stream.of(
                new Ask("list", Map.of("dirpath", "s3://a/in/", "recursive", true)),
                new Ask("list", Map.of("dirpath", "s3://a/in/")),
                new Ask("stat", Map.of("paths", paths)),
                new Ask("metadata", Map.of("filepaths", paths)),
                new Ask("metadata", Map.of("dir", "s3://a/in/")),
                new Ask("copy", toFolder),
                new Ask("copy", Map.of("inpaths", paths, "outpaths", targets, "overwrite", "fail")),
                new Ask("move", toFolder),
                new Ask("move", Map.of("inpaths", paths, "outpaths", targets)),
                new Ask("delete", Map.of("dir", "s3://a/in/")),
                new Ask("delete", Map.of("paths", paths)));
    }

    /** Also what was on its way when a reply was full: a second call would not find what was moved. */
    @ParameterizedTest
    @MethodSource("requests")
    void every_item_is_reported_once_however_small_the_replies_are(Ask ask) {
        List<Object> outcomes = outcomes(ask, SMALL);

        assertThat(outcomes).hasSize(OBJECTS).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void every_item_is_reported_once_however_short_the_replies_are(Ask ask) {
        assertThat(outcomes(ask, SHORT)).hasSize(OBJECTS).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void without_any_time_nothing_is_done_and_the_next_call_does_all(Ask ask) throws IOException {
        RunContext over = new RunContext(Deadline.in(Duration.ofSeconds(-1)), 1_000, Long.MAX_VALUE);
        Report report = app.operations().run(ask.operation(), ask.fields(), over);

        assertThat(report.counts()).containsEntry("done", 0L).containsEntry("failed", 0L);
        assertThat(report.state()).isNotEqualTo("DONE");
        assertThat(report.next()).isPresent();
        try (Stream<Path> files = Files.list(folder.resolve("a/in"))) {
            assertThat(files).hasSize(OBJECTS);
        }
        Map<String, Object> again = new HashMap<>(ask.fields());
        report.next().ifPresent(next -> again.put("next", next));
        Report all = app.operations().run(ask.operation(), again, RunContext.unbounded());
        assertThat(all.items()).hasSize(OBJECTS);
        assertThat(all.next()).isEmpty();
    }

    private List<Object> outcomes(Ask ask, RunContext context) {
        List<Object> outcomes = new ArrayList<>();
        Map<String, Object> fields = new LinkedHashMap<>(ask.fields());
        for (int calls = 0; calls <= OBJECTS; calls++) {
            Report report = app.operations().run(ask.operation(), fields, context);
            for (Map<String, Object> item : report.items()) {
                assertThat(item).doesNotContainEntry("outcome", "failed").doesNotContainEntry("outcome", "skipped");
                outcomes.add(item.getOrDefault("inpath", item.get("filepath")));
            }
            if (report.next().isEmpty()) {
                return outcomes;
            }
            fields.put("next", report.next().get());
        }
        throw new AssertionError("it does not end");
    }

    @Test
    void a_token_is_for_its_request_alone() {
        Map<String, Object> fields = Map.of("dir", "s3://a/in/", "dry_run", true);
        String token = app.operations().run("delete", fields, SMALL).next().orElseThrow();

        assertThat(run("delete", Map.of("dry_run", true, "dir", "s3://a/in/", "next", token))
                        .items())
                .hasSize(7);
        assertThat(run("delete", Map.of("dir", "s3://a/in/", "dry_run", true, "next", token))
                        .next())
                .isPresent();
        refused("metadata", Map.of("dir", "s3://a/in/", "dry_run", true, "next", token));
        refused("delete", Map.of("dir", "s3://a/", "dry_run", true, "next", token));
        refused("delete", Map.of("dir", "s3://a/in/", "next", token));
        refused("delete", Map.of("dir", "s3://a/in/", "dry_run", true, "next", ""));
        refused("delete", Map.of("dir", "s3://a/in/", "dry_run", true, "next", "x" + token));
        refused("delete", Map.of("dir", "s3://a/in/", "dry_run", true, "next", "in/zzz"));
        assertThat(folder.resolve("a/in/000.txt")).exists();
    }

    /** What a request says by null it does not say. */
    @Test
    void fields_that_are_null_are_absent() {
        Map<String, Object> fields = new HashMap<>(Map.of("dir", "s3://a/in/", "deep", false));
        fields.put("dataset", null);
        fields.put("profile", null);
        fields.put("next", null);
        Report first = run("metadata", fields);
        assertThat(first.items()).hasSize(7);

        Map<String, Object> without = Map.of("next", first.next().orElseThrow(), "deep", false, "dir", "s3://a/in/");
        assertThat(run("metadata", without).items()).hasSize(7);
    }

    private Report run(String operation, Map<String, Object> fields) {
        return app.operations().run(operation, fields, SMALL);
    }

    private void refused(String operation, Map<String, Object> fields) {
        assertThatThrownBy(() -> run(operation, fields))
                .as(operation + " " + fields)
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("next: what the call before returned");
    }

    @Test
    void the_memory_of_a_function_is_no_place_for_objects() {
        Report report = app.operations()
                .run(
                        "copy",
                        Map.of("inpaths", List.of("s3://a/in/000.txt"), "outpaths", List.of("mem://b/x")),
                        RunContext.unbounded());

        assertThat(report.state()).isEqualTo("FAILED");
        assertThat(String.valueOf(report.items())).contains("no store is configured for mem://");
        assertThat(Optional.of(report.next())).contains(Optional.empty());
    }
}
