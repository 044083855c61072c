package io.mediafn.cli;

import static io.mediafn.testing.NeedsServer.Server.MONGOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.cli.Cli.Result;
import io.mediafn.dataset.fiftyone.TestDatabase;
import io.mediafn.json.Json;
import io.mediafn.testing.NeedsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command relink with a dataset in the real MongoDB, media on a disk, and processes that are killed. */
@NeedsServer(MONGOD)
final class RelinkCommandIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path disk;

    private TestDatabase database;
    private Cli cli;

    @BeforeEach
    void open() {
        database = new TestDatabase();
        cli = Cli.inHome(disk.resolve("home"))
                .with("FIFTYONE_DATABASE_URI", database.uri())
                .with("FIFTYONE_DATABASE_NAME", database.name());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static String[] words(String command) {
        return command.split(" ", -1);
    }

    private Result relink(String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "relink";
        all[1] = "--dataset";
        all[2] = "images";
        System.arraycopy(options, 0, all, 3, options.length);
        return cli.run(all);
    }

    private List<String> media(int count) throws IOException {
        Files.createDirectories(disk.resolve("old"));
        Files.createDirectories(disk.resolve("new"));
        List<String> paths = IntStream.range(0, count)
                .mapToObj(i -> disk.resolve("old/" + i + ".jpg").toString())
                .toList();
        StringBuilder map = new StringBuilder();
        for (String path : paths) {
            String target = path.replace("/old/", "/new/");
            byte[] content = path.getBytes(StandardCharsets.UTF_8);
            Files.write(Path.of(path), content);
            Files.write(Path.of(target), content);
            map.append(Json.write(Map.of(
                            "filepath",
                            path,
                            "new_filepath",
                            target,
                            "size_bytes",
                            content.length,
                            "crc32c",
                            Hasher.of(ChecksumAlgorithm.CRC32C, content).hex())))
                    .append('\n');
        }
        Files.writeString(disk.resolve("map.ndjson"), map);
        database.images(paths);
        return paths;
    }

    @Test
    void a_prefix_is_relinked_and_the_printed_command_undoes_it() {
        database.images(List.of("/data/a/1.jpg", "/data/a/it's 2.jpg", "/data/ab/3.jpg"));
        List<String> before = database.documents();
        Result dry = relink("--from-prefix", "/data/a", "--to-prefix", "s3://b/n", "--dry-run");
        assertThat(dry.exit()).as(dry.err()).isZero();
        assertThat(dry.lines()).contains("  filepath  2 would be relinked");
        assertThat(dry.err()).contains("2 links would be changed").doesNotContain("Undo");
        assertThat(database.documents()).isEqualTo(before);

        Result done = relink("--from-prefix", "/data/a", "--to-prefix", "s3://b/n");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.lines()).contains("  filepath  2 relinked");
        assertThat(database.countUnder("s3://b/n/")).isEqualTo(2);
        String undo = done.err()
                .lines()
                .filter(line -> line.startsWith("  Undo: mediafn "))
                .findFirst()
                .orElseThrow();
        assertThat(undo)
                .isEqualTo("  Undo: mediafn relink --dataset images --from-prefix s3://b/n --to-prefix /data/a");
        assertThat(cli.run(words(undo.substring("  Undo: mediafn ".length()))).exit())
                .isZero();
        assertThat(database.documents()).isEqualTo(before);
    }

    @Test
    void both_prefixes_with_samples_are_refused_with_their_numbers() {
        database.images(List.of("/data/a/1.jpg", "s3://b/n/2.jpg"));
        Result refused = relink("--from-prefix", "/data/a", "--to-prefix", "s3://b/n");
        assertThat(refused.exit()).isEqualTo(Main.USAGE);
        assertThat(refused.err()).contains("filepath has 1 under /data/a and 1 under s3://b/n", "resume");
        Result resumed = relink("--from-prefix", "/data/a", "--to-prefix", "s3://b/n", "--resume", "--json");
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(resumed.json().getFirst())
                .containsEntry("media_field", "filepath")
                .containsEntry("outcome", "done")
                .containsEntry("changed", 1);
        assertThat(resumed.err()).doesNotContain("Undo");
    }

    @Test
    void a_map_is_relinked_and_the_printed_command_undoes_it() throws IOException {
        List<String> paths = media(5);
        List<String> before = database.documents();
        Files.writeString(Path.of(paths.get(2).replace("/old/", "/new/")), "wrong");
        Result done = relink("--map", disk.resolve("map.ndjson").toString());
        assertThat(done.exit()).isEqualTo(Main.SOME_FAILED);
        assertThat(done.err()).contains("2.jpg  failed: CORRUPT", "4 links changed", "1 line failed");
        assertThat(database.countUnder(disk + "/new/")).isEqualTo(4);
        String undo = "mediafn relink --dataset images --map " + "file://" + disk.resolve("map.undo.ndjson");
        assertThat(done.err()).contains("  Undo: " + undo);
        Result undone = cli.run(words(undo.substring("mediafn ".length())));
        assertThat(undone.exit()).as(undone.err()).isZero();
        assertThat(database.documents()).isEqualTo(before);
    }

    @Test
    void payloads_are_rendered_without_a_dataset() throws IOException {
        media(2);
        Path map = disk.resolve("map.ndjson");
        Files.writeString(map, Files.readString(map).replace("{", "{\"supervisely_id\":7,"));
        Result done = cli.run(
                "relink",
                "--map",
                map.toString(),
                "--render",
                "supervisely",
                "--render-location",
                disk.resolve("payloads") + "/");
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.err()).contains("1 payload in file://");
        assertThat(Files.readString(disk.resolve("payloads/images/payload-000001.json")))
                .startsWith("{\"images\":[{\"id\":7,\"link\":\"");
        assertThat(database.countUnder(disk + "/old/")).isEqualTo(2);
    }

    @Test
    void what_breaks_a_rule_is_told_before_anything_is_done() throws IOException {
        media(1);
        Path bad = Files.writeString(disk.resolve("bad.ndjson"), "{\"filepath\":\"/a.jpg\"}\n");
        for (String[] options : new String[][] {
            {"--from-prefix", "/a"},
            {"--from-prefix", "/a", "--to-prefix", "/b", "--map", "m"},
            {"--map", bad.toString()},
            {"--map", bad.toString(), "--policy", "some"},
            {"--from-prefix", "/a", "--to-prefix", "/b", "--limit", "1"}
        }) {
            assertThat(relink(options).exit()).as(String.join(" ", options)).isEqualTo(Main.USAGE);
        }
        assertThat(relink("--map", bad.toString()).err()).contains("map_location: line 1: new_filepath: a location");
        assertThat(cli.run("relink", "--map", bad.toString()).err()).contains("--dataset is given, or --render");
        assertThat(cli.run("relink", "--help").out()).contains("Examples:", "--policy", "all_or_nothing");
    }

    @Test
    void a_process_that_is_killed_is_finished_by_the_next_or_undone_by_it() throws Exception {
        int count = 6000;
        for (boolean broken : List.of(false, true)) {
            List<String> paths = media(count);
            List<String> before = database.documents();
            Path undo = disk.resolve("undo-" + broken + ".ndjson");
            String[] options = {
                "--map", disk.resolve("map.ndjson").toString(), "--policy", "all_or_nothing", "--undo", undo.toString()
            };
            long changed = kill(options);
            assertThat(changed).as("killed in the middle").isBetween(1L, count - 1L);
            if (broken) {
                Files.delete(Path.of(paths.get(count - 1).replace("/old/", "/new/")));
            }
            Result again = relink(options);
            if (broken) {
                assertThat(again.exit()).isEqualTo(Main.SOME_FAILED);
                assertThat(again.err()).contains("NOT_FOUND", "0 links changed");
                assertThat(database.documents()).isEqualTo(before);
            } else {
                assertThat(again.exit()).as(again.err()).isZero();
                assertThat(database.countUnder(disk + "/new/")).isEqualTo(count);
                Result undone = relink("--map", undo.toString(), "--policy", "all_or_nothing");
                assertThat(undone.exit()).as(undone.err()).isZero();
                assertThat(database.documents()).isEqualTo(before);
            }
        }
    }

    /** Kills the process when some links have changed; how many that are in the end. */
    private long kill(String... options) throws Exception {
        Path log = disk.resolve("killed.log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "relink",
                "--dataset",
                "images");
        builder.command().addAll(List.of(options));
        builder.environment().put("FIFTYONE_DATABASE_URI", database.uri());
        builder.environment().put("FIFTYONE_DATABASE_NAME", database.name());
        builder.environment().put("MEDIAFN_HOME", disk.resolve("home").toString());
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (database.countUnder(disk + "/new/") == 0 && process.isAlive() && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        // What the server had begun may still be going on.
        long changed = -1;
        while (changed != database.countUnder(disk + "/new/") && System.nanoTime() < end) {
            changed = database.countUnder(disk + "/new/");
            Thread.sleep(200);
        }
        assertThat(changed).as("it said: " + Files.readString(log)).isPositive();
        return changed;
    }
}
