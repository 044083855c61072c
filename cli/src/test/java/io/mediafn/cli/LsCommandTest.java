package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void a_location_is_named() {
        assertThat(cli.run("ls").exit()).isEqualTo(2);
    }

    @Test
    void several_locations_come_in_their_order() {
        Path folder = home.resolve("s3/bucket/in");

        assertThat(locations(cli.run("ls", "s3://bucket/inner.png", folder.toString(), "s3://bucket/in/deep/")))
                .containsExactly(
                        "s3://bucket/inner.png",
                        "file://" + folder + "/b.png",
                        "file://" + folder + "/deep/",
                        "s3://bucket/in/deep/c.png");
    }

    @Test
    void nothing_is_listed_where_one_location_is_wrong() {
        Cli.Result result = cli.run("ls", "s3://bucket/", "nonsense://x/*[");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void folders_and_objects_come_in_the_order_of_their_names() throws IOException {
        lay("in-.png");

        assertThat(locations(cli.run("ls", "s3://bucket/")))
                .containsExactly(
                        "s3://bucket/a.png", "s3://bucket/in-.png", "s3://bucket/in/", "s3://bucket/inner.png");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3://bucket/*.png|a.png inner.png",
                "s3://bucket/?.png|a.png",
                "s3://bucket/i*|in/ inner.png",
                "s3://bucket/in/*|in/b.png in/deep/",
                "s3://bucket/**|a.png in/b.png in/deep/c.png inner.png",
                "s3://bucket/**/[a-b].png|a.png in/b.png",
                "s3://bucket/*/*.png|in/b.png",
                "s3://bucket/i*/|in/b.png",
                "s3://bucket/{a,inner}.png|a.png inner.png",
                "s3://bucket/z*|"
            })
    void globs_choose_among_objects(String glob, @Nullable String expected) {
        Cli.Result result = cli.run("ls", glob);

        assertThat(result.exit()).isZero();
        assertThat(String.join(" ", locations(result)).replace("s3://bucket/", ""))
                .isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void with_r_a_glob_means_what_is_below_its_matches_too() {
        assertThat(locations(cli.run("ls", "-r", "s3://bucket/i*")))
                .containsExactly("s3://bucket/in/b.png", "s3://bucket/in/deep/c.png", "s3://bucket/inner.png");
        assertThat(locations(cli.run("ls", "-r", "s3://bucket/i*/")))
                .containsExactly("s3://bucket/in/b.png", "s3://bucket/in/deep/c.png");
    }

    @Test
    void what_is_included_and_not_excluded_is_listed() {
        assertThat(locations(cli.run("ls", "-r", "--include", "**/*.png", "--exclude", "in/*", "s3://bucket/")))
                .containsExactly("s3://bucket/a.png", "s3://bucket/in/deep/c.png", "s3://bucket/inner.png");
        assertThat(locations(cli.run("ls", "--exclude", "in/**", "--exclude", "a*", "s3://bucket/")))
                .containsExactly("s3://bucket/inner.png");
        assertThat(cli.run("ls", "--include", "x", "s3://bucket/*").err()).contains("--include", "s3://bucket/*");
    }

    @Test
    void names_with_a_globs_characters_are_named_with_raw_or_escapes() throws IOException {
        lay("b[1].png");
        lay("b1.png");

        assertThat(locations(cli.run("ls", "s3://bucket/b[1].png"))).containsExactly("s3://bucket/b1.png");
        assertThat(locations(cli.run("ls", "--raw", "s3://bucket/b[1].png"))).containsExactly("s3://bucket/b[1].png");
        assertThat(locations(cli.run("ls", "s3://bucket/b\\[*"))).containsExactly("s3://bucket/b[1].png");
    }

    @Test
    void a_file_that_a_shell_has_found_is_no_glob() throws IOException {
        lay("b[1].png");
        lay("b1.png");
        Path folder = home.resolve("s3/bucket");

        assertThat(locations(cli.run("ls", folder + "/b[1].png"))).containsExactly("file://" + folder + "/b[1].png");
        assertThat(locations(cli.run("ls", "file://" + folder + "/b[1].png")))
                .containsExactly("file://" + folder + "/b[1].png");
        assertThat(locations(cli.run("ls", folder + "/b[0-1].png"))).containsExactly("file://" + folder + "/b1.png");
        assertThat(locations(cli.run("ls", folder + "/../bucket/?.png")))
                .containsExactly("file://" + folder + "/a.png");
    }

    @Test
    void a_broken_glob_is_explained() {
        Cli.Result result = cli.run("ls", "s3://bucket/[a.png");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("'[a.png'", "has no ] behind it", "--raw");
        assertThat(cli.run("ls", "--exclude", "{a", "s3://bucket/").err()).contains("--exclude '{a'", "has no }");
        assertThat(cli.run("ls", "s3://*/x").exit()).isEqualTo(2);
    }

    @Test
    void long_lines_have_the_etag_and_sizes_may_be_round() throws IOException {
        Files.write(home.resolve("s3/bucket/in/large.bin"), new byte[3 * 1024 * 1024 / 2]);

        assertThat(cli.run("ls", "-lH", "s3://bucket/in/large.bin").lines())
                .singleElement()
                .asString()
                .matches(" {5}1\\.5 MiB  [0-9TZ.:-]{24}  \"[^\"]+\" +s3://bucket/in/large\\.bin");
        assertThat(cli.run("ls", "s3://bucket/in/large.bin").out()).startsWith("     1572864  ");
    }

    @Test
    void a_terminal_shows_the_sum() {
        assertThat(cli.runInTerminal("ls", "s3://bucket/").out()).endsWith("\n  2 objects, 1 folder, 2 B\n");
        assertThat(cli.runInTerminal("ls", "-r", "s3://bucket/", "s3://bucket/in/")
                        .out())
                .endsWith("\n  6 objects, 6 B\n");
        assertThat(cli.runInTerminal("ls", "--quiet", "s3://bucket/").lines()).hasSize(3);
        assertThat(cli.runInTerminal("ls", "--json", "s3://bucket/").json()).hasSize(3);
    }

    @Test
    void a_start_of_names_is_allowed_only_where_its_folder_is() {
        Cli strict = cli.with("MEDIAFN_ALLOW", "s3://bucket/in");

        assertThat(strict.run("ls", "s3://bucket/in").exit()).isEqualTo(2);
        assertThat(strict.run("ls", "s3://bucket/in").out()).isEmpty();
        assertThat(locations(strict.run("ls", "s3://bucket/in/"))).hasSize(2);
        assertThat(locations(strict.run("ls", "s3://bucket/in/b*"))).containsExactly("s3://bucket/in/b.png");
        assertThat(strict.run("ls", "s3://bucket/in*").exit()).isEqualTo(2);
    }

    private static List<String> locations(Cli.Result result) {
        return result.lines().stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private void lay(String name) throws IOException {
        Path file = home.resolve("s3/bucket").resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, "x");
    }
}
