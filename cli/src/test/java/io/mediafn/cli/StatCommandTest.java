package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatCommandTest {
    @TempDir
    private Path home;

    private Cli cli = Cli.inHome(Path.of("/"));
    private Path bucket = Path.of("/");

    @BeforeEach
    void lay() throws IOException {
        cli = Cli.inHome(home);
        bucket = Files.createDirectories(home.resolve("s3/bucket/folder"));
        bucket = home.resolve("s3/bucket");
        Files.writeString(bucket.resolve("a.txt"), "12345");
        Files.writeString(bucket.resolve("folder/b.txt"), "1");
    }

    @Test
    void a_table_for_people() {
        Cli.Result result = cli.run("stat", "s3://bucket/a.txt", "s3://bucket/folder/", bucket + "/folder/b.txt");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches(" +BYTES  MODIFIED +TYPE +CHECKSUM +LOCATION"),
                        line -> assertThat(line).matches(" +5  [0-9TZ.:-]{24} .*  s3://bucket/a\\.txt"),
                        line -> assertThat(line).matches(" +folder +s3://bucket/folder/"),
                        line -> assertThat(line).matches(" +1  [0-9TZ.:-]{24} .*  file:///.*/folder/b\\.txt"));
    }

    @Test
    void what_is_missing_is_told_and_is_the_exit_status() {
        Cli.Result result = cli.run("stat", "s3://bucket/a.txt", "s3://bucket/gone", "s3://bucket/nothing/");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.lines().get(2)).matches(" +missing +s3://bucket/gone");
        assertThat(result.lines().get(3)).matches(" +missing +s3://bucket/nothing/");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void an_error_is_told_beside_the_others() {
        Cli.Result result = cli.run("stat", "s3://bucket/a//b", "s3://bucket/a.txt");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.lines().get(1)).matches(" +failed +INVALID s3://bucket/a//b: .*");
        assertThat(result.lines().get(2)).endsWith("s3://bucket/a.txt");
    }

    @Test
    void json_has_everything() {
        Cli.Result result = cli.run(
                "stat", "--json", "s3://bucket/a.txt", "s3://bucket/gone", "s3://bucket/folder/", "s3://bucket/a//b");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.json())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .containsEntry("filepath", "s3://bucket/a.txt")
                                .containsEntry("exists", true)
                                .containsEntry("size_bytes", 5)
                                .containsKeys("etag", "last_modified"),
                        line -> assertThat(line)
                                .containsOnlyKeys("filepath", "outcome", "exists")
                                .containsEntry("exists", false),
                        line -> assertThat(line)
                                .containsEntry("directory", true)
                                .containsEntry("exists", true),
                        line -> assertThat(line)
                                .containsEntry("outcome", "failed")
                                .containsKey("error")
                                .doesNotContainKey("exists"));
    }

    @Test
    void many_locations_are_read_from_a_pipe_and_keep_their_order() throws IOException {
        String lines = IntStream.range(0, 11_000)
                .mapToObj(i -> "s3://bucket/" + (i == 10_500 ? "a.txt" : "gone" + i))
                .collect(Collectors.joining("\n"));

        Cli.Result result = cli.runWithInput(lines, "stat", "--json", "-");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.json().stream().map(line -> line.get("filepath") + "").collect(Collectors.joining("\n")))
                .isEqualTo(lines);
        assertThat(result.json().get(10_500)).containsEntry("exists", true);
        assertThat(cli.runWithInput("s3://bucket/a.txt\n", "stat", "-").exit()).isZero();
    }

    @Test
    void names_cannot_steer_the_terminal() {
        assertThat(cli.run("stat", "s3://bucket/\u001B[31m").out())
                .contains("s3://bucket/\uFFFD[31m")
                .doesNotContain("\u001B");
    }

    @Test
    void a_wrong_location_is_told_before_anything_is_asked() {
        Cli.Result result = cli.run("stat", "s3://bucket/a.txt", "s3://");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(cli.with("MEDIAFN_ALLOW", "s3://bucket/folder/")
                        .run("stat", "s3://bucket/folder/b.txt", "s3://bucket/a.txt"))
                .satisfies(refused -> {
                    assertThat(refused.exit()).isEqualTo(2);
                    assertThat(refused.out()).isEmpty();
                    assertThat(refused.err()).contains("MEDIAFN_ALLOW");
                });
    }
}
