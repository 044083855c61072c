package io.mediafn.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every operation that names a place, with one that a deployment does not allow. */
final class AllowListTest {
    private static final String OUT = "s3://other/x";
    private static final String FOLDER = "s3://other/";
    private static final String IN = "s3://open/in/x.png";
    private static final String DATASET = "s3://open/data/";

    @TempDir
    private Path folder;

    private MediaApp app;

    @BeforeEach
    void open() throws IOException {
        write("open/in/x.png", "x");
        write("open/data/segments/0.ndjson", "");
        write("open/links.csv", "inpath,outpath\n" + IN + "," + OUT + "\n");
        write("open/sources.txt", OUT + "\n");
        write("open/map.ndjson", "{\"filepath\":\"" + IN + "\",\"new_filepath\":\"" + OUT + "\"}\n");
        write("other/x", "secret");
        app = MediaApp.forFunction(
                Settings.from(Map.of("MEDIAFN_EMBEDDED_S3", folder.toString(), "MEDIAFN_ALLOW", "s3://open/")));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @AfterEach
    void close() {
        app.close();
    }

    record Ask(String operation, Map<String, Object> fields) {}

    static Stream<Ask> requests() {
        Map<String, Object> map = Map.of("dataset", DATASET, "map_location", "s3://open/map.ndjson");
        return Stream.of(
                        Stream.of("copy", "move")
                                .flatMap(operation -> Stream.of(
                                        new Ask(
                                                operation,
                                                Map.of("inpaths", List.of(OUT), "outpaths", List.of("s3://open/y"))),
                                        new Ask(operation, Map.of("inpaths", List.of(IN), "outpaths", List.of(OUT))),
                                        new Ask(operation, Map.of("indir", FOLDER, "outdir", "s3://open/y/")),
                                        new Ask(operation, Map.of("indir", "s3://open/in/", "outdir", FOLDER)),
                                        new Ask(operation, Map.of("links_location", OUT)),
                                        new Ask(operation, Map.of("links_location", "s3://open/links.csv")),
                                        new Ask(
                                                operation,
                                                Map.of(
                                                        "links_location",
                                                        "s3://open/sources.txt",
                                                        "outdir",
                                                        "s3://open/y/")),
                                        new Ask(
                                                operation,
                                                Map.of("links_location", "s3://open/sources.txt", "outdir", FOLDER)))),
                        Stream.of(
                                new Ask("delete", Map.of("paths", List.of(IN, OUT))),
                                new Ask("delete", Map.of("dir", "s3://other/folder/")),
                                new Ask("list", Map.of("dirpath", FOLDER)),
                                new Ask("stat", Map.of("paths", List.of(IN, OUT))),
                                new Ask("metadata", Map.of("filepaths", List.of(OUT))),
                                new Ask("metadata", Map.of("dir", FOLDER)),
                                new Ask("metadata", Map.of("dataset", FOLDER)),
                                new Ask("compact", Map.of("dataset", FOLDER)),
                                new Ask("upload-media", Map.of("dataset", FOLDER, "remote_dir", "s3://open/y/")),
                                new Ask("upload-media", Map.of("dataset", DATASET, "remote_dir", FOLDER)),
                                new Ask("migrate", prefixes(FOLDER, "s3://open/in/", "s3://open/y/")),
                                new Ask("migrate", prefixes(DATASET, FOLDER, "s3://open/y/")),
                                new Ask("migrate", prefixes(DATASET, "s3://open/in/", FOLDER)),
                                new Ask("relink", prefixes(FOLDER, "s3://open/in/", "s3://open/y/")),
                                new Ask("relink", prefixes(DATASET, "s3://open/in/", FOLDER)),
                                new Ask("relink", Map.of("dataset", DATASET, "map_location", OUT)),
                                new Ask("relink", with(map, Map.of("undo_location", OUT))),
                                new Ask("relink", with(map, Map.of("render", "encord", "render_location", FOLDER)))))
                .flatMap(asks -> asks);
    }

    private static Map<String, Object> prefixes(String dataset, String from, String to) {
        return Map.of("dataset", dataset, "from_prefix", from, "to_prefix", to);
    }

    private static Map<String, Object> with(Map<String, Object> first, Map<String, Object> more) {
        Map<String, Object> all = new java.util.HashMap<>(first);
        all.putAll(more);
        return all;
    }

    @ParameterizedTest
    @MethodSource("requests")
    void no_request_reads_or_writes_outside_of_what_is_allowed(Ask ask) throws IOException {
        byte[] body = Json.write(ask.fields()).getBytes(UTF_8);
        ApiReply reply = app.api(() -> "id", System::nanoTime)
                .handle(new ApiRequest("POST", "/" + ask.operation(), Map.of(), body), Deadline.never());

        assertThat(reply.status()).as(reply.body()).isEqualTo(403);
        assertThat(reply.body()).contains("location-refused").contains("MEDIAFN_ALLOW");
        try (Stream<Path> files = Files.walk(folder.resolve("other"))) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(folder.resolve("other/x"));
        }
        assertThat(folder.resolve("open/y")).doesNotExist();
        assertThat(folder.resolve("open/in/x.png")).exists();
    }
}
