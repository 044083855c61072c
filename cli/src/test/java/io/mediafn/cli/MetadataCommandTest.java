package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.testing.TinyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetadataCommandTest {
    @TempDir
    private Path home;

    private Cli cli = Cli.inHome(Path.of("/"));

    @BeforeEach
    void lay() throws IOException {
        cli = Cli.inHome(home);
        lay("s3/bucket/a.png", TinyImages.png(3, 2));
        lay("s3/bucket/in/b.png", TinyImages.png(70, 50));
        lay("s3/bucket/in/deep/c.jpg", TinyImages.jpegWithLongHeader(100, 640, 480));
        lay("local/d.png", TinyImages.png(5, 4));
    }

    @Test
    void a_table_for_people() {
        Cli.Result result = cli.run("metadata", "s3://bucket/");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .containsExactly(
                        "  OBJECT                      SIZE  REQUESTS   READ  FOUND",
                        "  s3://bucket/a.png           57 B         1   57 B  image/png, 3 x 2, 3 channels",
                        "  s3://bucket/in/b.png        57 B         1   57 B  image/png, 70 x 50, 3 channels",
                        "  s3://bucket/in/deep/c.jpg  300 B         1  300 B  image/jpeg, 640 x 480, 3 channels",
                        "",
                        "  3 objects, 0 failed; 3 requests, 414 B read");
    }

    @Test
    void json_is_the_record() {
        Cli.Result result = cli.run("metadata", "--json", "s3://bucket/a.png");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.json()).singleElement().satisfies(record -> {
            assertThat(record)
                    .containsOnlyKeys(
                            "filepath",
                            "media_type",
                            "outcome",
                            "metadata",
                            "details",
                            "source",
                            "provenance",
                            "problems")
                    .containsEntry("filepath", "s3://bucket/a.png")
                    .containsEntry("outcome", "done")
                    .containsEntry(
                            "metadata",
                            Map.of(
                                    "_cls",
                                    "ImageMetadata",
                                    "size_bytes",
                                    57,
                                    "mime_type",
                                    "image/png",
                                    "width",
                                    3,
                                    "height",
                                    2,
                                    "num_channels",
                                    3));
        });
    }

    @Test
    void several_locations_of_several_kinds() {
        Path local = home.resolve("local");

        Cli.Result result = cli.run(
                "metadata",
                "--json",
                "s3://bucket/in/",
                "s3://bucket/a.png",
                local.toString(),
                "file://" + local + "/d.png",
                local.resolve("d.png").toString());

        assertThat(result.exit()).isZero();
        assertThat(result.json())
                .extracting(record -> record.get("filepath"))
                .containsExactlyInAnyOrder(
                        "s3://bucket/in/b.png",
                        "s3://bucket/in/deep/c.jpg",
                        "s3://bucket/a.png",
                        "file://" + local + "/d.png",
                        "file://" + local + "/d.png",
                        "file://" + local + "/d.png");
    }

    @Test
    void a_missing_object_is_a_failure_among_the_others() {
        Cli.Result table = cli.run("metadata", "s3://bucket/gone.png", "s3://bucket/a.png");
        assertThat(table.exit()).isEqualTo(1);
        assertThat(table.lines())
                .anyMatch(line -> line.matches("  s3://bucket/gone\\.png  .*  NOT_FOUND: .*"))
                .anyMatch(line -> line.contains("3 x 2"))
                .anyMatch(line -> line.contains("2 objects, 1 failed"));

        Cli.Result json = cli.run("metadata", "--json", "s3://bucket/gone.png", home + "/gone.png");
        assertThat(json.exit()).isEqualTo(1);
        assertThat(json.json()).hasSize(2).allSatisfy(record -> {
            assertThat(record)
                    .containsEntry("outcome", "failed")
                    .doesNotContainKey("metadata")
                    .extractingByKey("error")
                    .asString()
                    .contains("kind=NOT_FOUND", "retryable=false");
        });
    }

    @Test
    void a_prefix_without_objects_is_no_failure() {
        assertThat(cli.run("metadata", "s3://bucket/nothing/").exit()).isZero();
        assertThat(cli.run("metadata", "--json", "s3://bucket/nothing/")).satisfies(result -> {
            assertThat(result.exit()).isZero();
            assertThat(result.out()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gopher://bucket/a.png",
                "s3://",
                "s3:///a.png",
                "S3://bucket/a.png",
                "s3://bück/a",
                "://",
                "file://x"
            })
    void what_is_no_location_is_named_before_anything_is_read(String location) {
        Cli.Result result = cli.run("metadata", "s3://bucket/a.png", location);

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(location).doesNotContain("\tat ");
    }

    @Test
    void a_dry_run_reads_nothing() {
        Cli.Result json = cli.run("metadata", "--dry-run", "--json", "s3://bucket/in/", "s3://bucket/gone.png");
        assertThat(json.exit()).isZero();
        assertThat(json.json())
                .containsExactly(
                        planned("s3://bucket/gone.png"),
                        planned("s3://bucket/in/b.png"),
                        planned("s3://bucket/in/deep/c.jpg"));

        assertThat(cli.run("metadata", "--dry-run", "s3://bucket/in/").lines())
                .anyMatch(line -> line.matches("  s3://bucket/in/b\\.png +0 +0 B  planned"))
                .anyMatch(line -> line.contains("2 objects, 0 failed; 0 requests, 0 B read"));
    }

    private static Map<String, Object> planned(String filepath) {
        return Map.of("filepath", filepath, "media_type", "image", "outcome", "planned");
    }

    @Test
    void usage() {
        for (List<String> args : List.of(
                List.of("metadata"),
                List.of("metadata", "--nope", "s3://bucket/a.png"),
                List.of("metadata", "--json=maybe", "s3://bucket/a.png"))) {
            Cli.Result result = cli.run(args.toArray(String[]::new));
            assertThat(result.exit()).as("%s", args).isEqualTo(2);
            assertThat(result.out()).as("%s", args).isEmpty();
            assertThat(result.err()).as("%s", args).contains("Usage: mediafn");
        }
        assertThat(cli.run("metadata", "--nope", "s3://bucket/a.png").err()).contains("--nope");
        assertThat(cli.run("metdata", "s3://bucket/a.png")).satisfies(result -> {
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.err()).contains("metdata", "Did you mean: mediafn metadata");
        });
    }

    @Test
    void only_what_is_allowed() {
        Cli limited = cli.with("MEDIAFN_ALLOW", "s3://bucket/in");
        assertThat(limited.run("metadata", "s3://bucket/in/").exit()).isZero();

        for (String other : List.of("s3://bucket/a.png", "s3://bucket/", home + "/local/d.png", "s3://bucket/inner/")) {
            Cli.Result refused = limited.run("metadata", "s3://bucket/in/b.png", other);
            assertThat(refused.exit()).as(other).isEqualTo(2);
            assertThat(refused.out()).as(other).isEmpty();
            assertThat(refused.err()).as(other).contains(other, "MEDIAFN_ALLOW");
        }
    }

    @Test
    void every_bad_setting_is_named() {
        Cli.Result result = cli.with("FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "1")
                .with("MEDIAFN_ALOW", "s3://bucket/")
                .run("metadata", "--json", "s3://bucket/a.png");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("mediafn can't start:\n")
                .contains("FIFTYONE_MEDIA_CACHE_SIZE_BYTES: must be absent or -1", "it is 1", "MEDIAFN_ALOW")
                .doesNotContain("\tat ");
    }

    @Test
    void names_cannot_steer_the_terminal() throws IOException {
        lay("s3/bucket/esc/\u001B[2J\r\n.png", TinyImages.png(3, 2));
        lay("s3/bucket/esc/\u001B[3J.png", new byte[] {'<'});

        Cli.Result result = cli.run("metadata", "s3://bucket/esc/", "s3://bucket/esc/\u001B[gone");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out() + result.err()).doesNotContain("\u001B", "\r");
    }

    @Test
    void rows_do_not_run_into_the_progress() throws IOException {
        for (int i = 0; i < 2_500; i++) {
            lay("s3/bucket/many/%04d.png".formatted(i), TinyImages.png(3, 2));
        }

        String screen = cli.runInTerminal("metadata", "s3://bucket/many/").out();

        assertThat(screen.lines().filter(line -> line.contains(".png"))).hasSize(2_500);
        // A row starts a line, or comes after the progress was wiped from it.
        assertThat(screen.lines().filter(line -> line.contains("OBJECT") || line.contains(".png")))
                .allSatisfy(line -> assertThat(
                                line.substring(line.lastIndexOf("\u001B[K") + 1).replace("[K", ""))
                        .matches("  (OBJECT|s3://).*"));
        assertThat(screen).contains("2500 objects, 0 failed");
        assertThat(cli.runInTerminal("metadata", "--quiet", "s3://bucket/many/").out())
                .doesNotContain("\u001B");
    }

    @Test
    void the_reads_are_explained() throws IOException {
        byte[] jpeg = TinyImages.png(3, 2);
        lay("s3/bucket/why.png", jpeg);

        List<String> lines =
                cli.run("metadata", "--explain", "s3://bucket/why.png").lines();
        assertThat(lines)
                .containsExactly(
                        "  s3://bucket/why.png",
                        "      image/png, 3 x 2, 3 channels",
                        "      from byte 0: " + Texts.size(jpeg.length) + ", the start, as of image/png",
                        "",
                        "  1 object, 0 failed; 1 request, " + Texts.size(jpeg.length) + " read");
        assertThat(cli.run("metadata", "--explain", "--json", "s3://bucket/why.png")
                        .out())
                .contains("\"reads\":[{\"offset\":0,\"length\":" + jpeg.length
                        + ",\"why\":\"the start, as of image/png\"}]");
    }

    @Test
    void profiles_and_depth_are_options() throws IOException {
        lay("s3/bucket/x.png", TinyImages.png(3, 2));

        assertThat(cli.run("metadata", "--deep", "--profile", "display", "--json", "s3://bucket/x.png")
                        .out())
                .contains("\"sha256\":\"", "\"field\":\"image_statistics\"", "\"profile\":\"display\"");
        Cli.Result wrong = cli.run("metadata", "--profile", "other", "s3://bucket/x.png");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("--profile", "'other' is none of fiftyone, fiftyone-strict");
    }

    @Test
    void an_empty_location_is_no_folder() {
        for (String command : List.of("metadata", "rm")) {
            Cli.Result result = cli.run(command, "");
            assertThat(result.exit()).as(command).isEqualTo(2);
            assertThat(result.err()).contains("a LOCATION is empty");
        }
    }

    @Test
    void a_dataset_needs_a_database() {
        Cli.Result result = cli.run("metadata", "--dataset", "traffic");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("FIFTYONE_DATABASE_URI", "'traffic'");
        assertThat(cli.run("metadata", "--dataset", "traffic", "s3://bucket/a.png")
                        .exit())
                .isEqualTo(2);
        assertThat(cli.run("metadata", "--dataset", "traffic", "--limit", "0").err())
                .contains("--limit");
    }

    private void lay(String name, byte[] content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, content);
    }
}
