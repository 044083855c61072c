package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LsCommandTest {
    @TempDir
    private Path home;

    private Cli cli = Cli.inHome(Path.of("/"));

    @BeforeEach
    void lay() throws IOException {
        cli = Cli.inHome(home);
        lay("a.png");
        lay("in/b.png");
        lay("in/deep/c.png");
        lay("inner.png");
    }

    @Test
    void one_level() {
        Cli.Result result = cli.run("ls", "s3://bucket/");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).matches(" {38}  s3://bucket/in/"),
                        line -> assertThat(line)
                                .matches(" {11}1  [0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z  s3://bucket/a\\.png"),
                        line -> assertThat(line).endsWith("s3://bucket/inner.png"));
    }

    @Test
    void everything_below() {
        assertThat(cli.run("ls", "-r", "s3://bucket/").lines())
                .extracting(line -> line.substring(line.indexOf("s3://")))
                .containsExactly(
                        "s3://bucket/a.png",
                        "s3://bucket/in/b.png",
                        "s3://bucket/in/deep/c.png",
                        "s3://bucket/inner.png");
        assertThat(cli.run("ls", "--recursive", "s3://bucket").lines()).hasSize(4);
    }

    @Test
    void json_has_objects_and_prefixes() {
        Cli.Result result = cli.run("ls", "s3://bucket/in", "--json");

        assertThat(result.json())
                .satisfiesExactly(
                        prefix -> assertThat(prefix).isEqualTo(Map.of("prefix", "s3://bucket/in/")), object -> {
                            assertThat(object)
                                    .containsOnlyKeys("filepath", "size_bytes", "last_modified", "etag")
                                    .containsEntry("filepath", "s3://bucket/inner.png")
                                    .containsEntry("size_bytes", 1);
                            assertThat(object.get("last_modified"))
                                    .asString()
                                    .matches("[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z");
                        });
    }

    @Test
    void nothing_is_an_empty_list() {
        for (String location : new String[] {"s3://bucket/nothing/", "s3://bucket/in/b.png/", "/no/such/folder/"}) {
            Cli.Result result = cli.run("ls", location);
            assertThat(result.exit()).as(location).isZero();
            assertThat(result.out() + result.err()).as(location).isEmpty();
        }
    }

    @Test
    void a_local_folder_needs_no_slash() {
        Path folder = home.resolve("s3/bucket");

        assertThat(cli.run("ls", folder.toString(), "-r", "--json").json())
                .extracting(line -> line.get("filepath"))
                .containsExactly(
                        "file://" + folder + "/a.png",
                        "file://" + folder + "/in/b.png",
                        "file://" + folder + "/in/deep/c.png",
                        "file://" + folder + "/inner.png");
        assertThat(cli.run("ls", folder.resolve("a.png").toString()).lines())
                .singleElement()
                .asString()
                .endsWith("/a.png");
        assertThat(cli.run("ls", folder.resolve("in/../in/deep").toString()).lines())
                .singleElement()
                .asString()
                .endsWith("/bucket/in/deep/c.png");
    }

    @Test
    void many_objects_come_page_by_page_and_each_once() throws IOException {
        for (int i = 0; i < 2_345; i++) {
            lay("many/%04d.png".formatted(i));
        }

        assertThat(cli.run("ls", "s3://bucket/many/", "--json").json())
                .extracting(line -> line.get("filepath"))
                .hasSize(2_345)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void names_cannot_steer_the_terminal() throws IOException {
        lay("x\u001B[2J\u009B31m\r\n\u0007.png");
        lay("f\u001B[2J/x.png");

        assertThat(cli.run("ls", "s3://bucket/").lines())
                .hasSize(5)
                .noneMatch(line -> line.chars().anyMatch(Character::isISOControl))
                .anyMatch(line -> line.endsWith("s3://bucket/x\uFFFD[2J\uFFFD31m\uFFFD\uFFFD\uFFFD.png"))
                .anyMatch(line -> line.endsWith("s3://bucket/f\uFFFD[2J/"));
        assertThat(cli.run("ls", "s3://bucket/x", "--json").json())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).containsEntry("filepath", "s3://bucket/x\u001B[2J\u009B31m\r\n\u0007.png"));
    }

    @Test
    void what_is_not_allowed_is_not_listed() {
        Cli.Result result = cli.with("MEDIAFN_ALLOW", "s3://bucket/in/").run("ls", "s3://bucket/");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("s3://bucket/", "MEDIAFN_ALLOW");
    }

    @Test
    void what_is_no_location_is_named() {
        Cli.Result result = cli.run("ls", "gopher://x/\u001B[31m");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("gopher://x/\uFFFD[31m").doesNotContain("\u001B");
    }

    @Test
    void one_location_is_named() {
        assertThat(cli.run("ls").exit()).isEqualTo(2);
        assertThat(cli.run("ls", "s3://bucket/", "s3://bucket/").exit()).isEqualTo(2);
    }

    private void lay(String name) throws IOException {
        Path file = home.resolve("s3/bucket").resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, "x");
    }
}
