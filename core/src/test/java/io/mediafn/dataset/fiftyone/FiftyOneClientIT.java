package io.mediafn.dataset.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.NewSample;
import io.mediafn.dataset.Sample;
import io.mediafn.dataset.Selection;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.metadata.MetadataRecord;
import io.mediafn.operation.metadata.MetadataRequest;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.NeedsServer.Server;
import io.mediafn.testing.TestServers;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * FiftyOne's own client makes datasets of every media type, we work on them, and a new process of the client finds
 * everything as if it had done it itself, and goes on.
 */
@NeedsServer({Server.MONGOD, Server.FIFTYONE, Server.FFPROBE})
final class FiftyOneClientIT {
    private static final String URI = TestServers.mongod();
    private static final Path PYTHON = TestServers.fiftyOne();
    private static final Path FFPROBE = TestServers.ffprobe();
    private static final long LIMIT_SECONDS = 240;

    @TempDir
    private Path folder;

    private final String database = "client_" + UUID.randomUUID().toString().replace('-', '_');

    private final FiftyOneDatasets datasets = new FiftyOneDatasets();

    @AfterEach
    void drop() {
        datasets.close();
        try (MongoClient client = MongoClients.create(URI)) {
            client.getDatabase(database).drop();
        }
    }

    /** Runs the client's script to its end and returns what it printed. */
    private String client(String command) throws IOException, InterruptedException, URISyntaxException {
        Path script = Path.of(
                Objects.requireNonNull(getClass().getResource("client.py")).toURI());
        Path home = Files.createDirectories(folder.resolve("home"));
        Path log = folder.resolve(command + ".log");
        ProcessBuilder builder = new ProcessBuilder(PYTHON.toString(), script.toString(), command, folder.toString());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("FIFTYONE_") || name.startsWith("PYTHON"));
        environment.put("FIFTYONE_DATABASE_URI", URI);
        environment.put("FIFTYONE_DATABASE_NAME", database);
        environment.put("FIFTYONE_DO_NOT_TRACK", "true");
        environment.put("FIFTYONE_SHOW_PROGRESS_BARS", "false");
        environment.put("FIFTYONE_PLUGINS_DIR", folder.resolve("plugins").toString());
        environment.put("HOME", home.toString());
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("PATH", FFPROBE.getParent() + ":" + environment.getOrDefault("PATH", ""));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String printed = Files.readString(log);
        assertThat(ended).as("%s ended in time: %s", command, printed).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, printed).isZero();
        return printed;
    }

    private static String locationOf(String path) {
        return "file://" + path;
    }

    /** What we read of files, by their paths. */
    private static Map<String, Map<String, Object>> metadata(List<String> paths) {
        Map<String, Map<String, Object>> metadata = new LinkedHashMap<>();
        try (MediaApp app = MediaApp.forCommandLine(Settings.from(Map.of()))) {
            List<MetadataRecord> records = new ArrayList<>();
            app.metadata()
                    .each(
                            MetadataRequest.of(paths.stream()
                                    .map(FiftyOneClientIT::locationOf)
                                    .map(Location::of)
                                    .toList()),
                            records::add);
            for (int i = 0; i < paths.size(); i++) {
                assertThat(records.get(i).error()).as(paths.get(i)).isEmpty();
                metadata.put(
                        paths.get(i),
                        records.get(i).found().orElseThrow().metadata().toJson());
            }
        }
        return metadata;
    }

    private EditableDataset open(String name) {
        return datasets.open(new FiftyOneSettings(URI, database), name, false);
    }

    private static List<Sample> samples(EditableDataset dataset) {
        List<Sample> samples = new ArrayList<>();
        dataset.samples(Selection.all(), MediaField.FILEPATH, true).forEachRemaining(samples::add);
        return samples;
    }

    /** The whole operation, as a request asks for it. */
    private void computeMetadata(String name) {
        Settings settings = Settings.from(Map.of("FIFTYONE_DATABASE_URI", URI, "FIFTYONE_DATABASE_NAME", database));
        try (MediaApp app = MediaApp.forCommandLine(settings)) {
            Map<String, Object> report = app.operations()
                    .run("metadata", Map.of("dataset", name), RunContext.unbounded())
                    .toJson();
            assertThat(report).as(name).containsEntry("state", "DONE");
            // Again there is nothing to be done.
            assertThat(app.operations()
                            .run("metadata", Map.of("dataset", name), RunContext.unbounded())
                            .items())
                    .isEmpty();
        }
    }

    private void work(String name) {
        computeMetadata(name);
        try (EditableDataset dataset = open(name)) {
            assertThat(samples(dataset)).isEmpty();
            for (MediaField field : dataset.mediaFields()) {
                ChangeCount moved = dataset.relinkPrefix(field, folder + "/media/", folder + "/moved/");
                assertThat(moved.changed()).as(field.text()).isPositive().isEqualTo(moved.matched());
            }
        }
    }

    private static void delete(EditableDataset dataset, String fileName) {
        List<String> ids = new ArrayList<>();
        dataset.samples(Selection.all(), MediaField.FILEPATH, false).forEachRemaining(sample -> {
            if (sample.path().endsWith("/" + fileName)) {
                ids.add(sample.id());
            }
        });
        assertThat(dataset.delete(ids)).isOne();
    }

    @Test
    void the_client_goes_on_with_what_we_have_written() throws Exception {
        client("make");
        Files.createDirectories(folder.resolve("moved"));
        try (Stream<Path> files = Files.list(folder.resolve("media"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("moved").resolve(file.getFileName()));
            }
        }
        Map<String, Map<String, Object>> done = new LinkedHashMap<>();
        for (String name : List.of("images", "videos", "groups", "scenes", "clouds", "unknowns", "empty")) {
            if (!name.equals("empty")) {
                work(name);
            }
            done.put(name, Map.of("declared", List.of(), "added", 0, "deleted", 0));
        }
        try (EditableDataset images = open("images")) {
            images.declareField("remote_path");
            Path added = Files.copy(folder.resolve("moved/turned.jpg"), folder.resolve("moved/added.jpg"));
            Map<String, Object> found =
                    metadata(List.of(added.toString())).values().iterator().next();
            images.insert(List.of(new NewSample(added.toString(), "image", List.of("added"), found)));
            delete(images, "c.gif");
        }
        try (EditableDataset videos = open("videos")) {
            delete(videos, "w.mp4");
        }
        done.put("images", Map.of("declared", List.of("remote_path"), "added", 1, "deleted", 1));
        done.put("videos", Map.of("declared", List.of(), "added", 0, "deleted", 1));
        Files.writeString(folder.resolve("done.json"), Json.write(done));

        assertThat(client("check"))
                .contains("CHECKED 7 datasets, 0 differences")
                .doesNotContain("DIFFERS");
    }
}
