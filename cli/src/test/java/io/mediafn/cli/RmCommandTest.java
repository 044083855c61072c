package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RmCommandTest {
    private static final List<String> ALL =
            List.of("1.jpg", "2.jpg", "test/a.jpg", "test/b.txt", "test/sub/c.jpg", "test2/d.jpg");

    @TempDir
    private Path home;

    private Cli cli = Cli.inHome(Path.of("/"));

    @BeforeEach
    void lay() throws IOException {
        cli = Cli.inHome(home);
        lay(ALL.toArray(String[]::new));
    }

    @Test
    void objects_are_deleted_and_missing_ones_succeed() throws IOException {
        Cli.Result result = cli.run("rm", "s3://bucket/1.jpg", "s3://bucket/gone.jpg", path("test/a.jpg"));

        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("  3 objects deleted\n");
        assertThat(left()).containsExactly("2.jpg", "test/b.txt", "test/sub/c.jpg", "test2/d.jpg");
        assertThat(cli.run("rm", "--quiet", "s3://bucket/1.jpg")).isEqualTo(new Cli.Result(0, "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/test", "s3://bucket/test/"})
    void a_folder_is_refused_without_r_and_then_nothing_is_deleted(String folder) throws IOException {
        for (String[] args : new String[][] {
            {"rm", folder},
            {"rm", "s3://bucket/1.jpg", folder},
            {"rm", "s3://bucket/*.jpg", folder},
            {"rm", "--dry-run", folder}
        }) {
            Cli.Result result = cli.run(args);
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("s3://bucket/test/ is a folder", "-r");
        }
        assertThat(cli.run("rm", path("test")).exit()).isEqualTo(2);
        assertThat(cli.run("rm", "s3://bucket/te*/").exit()).isEqualTo(2);
        assertThat(cli.run("rm", "s3://bucket").exit()).isEqualTo(2);
        assertThat(left()).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/test", "s3://bucket/test/", "HOME/s3/bucket/test", "HOME/s3/bucket/test/"})
    void with_r_a_folder_goes_up_to_its_slash(String folder) throws IOException {
        Cli.Result result = cli.run("rm", "-r", folder.replace("HOME", home.toString()));

        assertThat(result.exit()).isZero();
        assertThat(left()).containsExactly("1.jpg", "2.jpg", "test2/d.jpg");
    }

    @Test
    void a_folder_of_this_machine_is_gone_as_a_whole() throws IOException {
        Files.createDirectories(Path.of(path("test/empty/deep")));
        Files.createSymbolicLink(Path.of(path("test2/link")), Path.of(path("1.jpg")));

        cli.run("rm", "-r", "--dry-run", path("test"));
        cli.run("rm", "-r", "--exclude", "none", path("test/sub"));
        assertThat(Path.of(path("test/sub"))).isEmptyDirectory();
        assertThat(cli.run("rm", "-r", path("test"), path("test2")).exit()).isZero();
        assertThat(Path.of(path("test"))).doesNotExist();
        assertThat(Path.of(path("test2"))).doesNotExist();
        assertThat(left()).containsExactly("1.jpg", "2.jpg");
        // A bucket is there whether or not anything is in it.
        cli.run("rm", "-r", "s3://bucket/");
        assertThat(Path.of(path(""))).isEmptyDirectory();
    }

    @Test
    void what_a_link_leads_to_is_not_deleted_through_it() throws IOException {
        Path link = Files.createSymbolicLink(home.resolve("link"), Path.of(path("test")));

        Cli.Result result = cli.run("rm", "-r", path("1.jpg"), link.toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains(link + "/ is a link");
        assertThat(left()).isEqualTo(ALL);
    }

    @Test
    void with_r_a_name_is_the_object_and_what_is_below_it() throws IOException {
        assertThat(cli.run("rm", "-r", "s3://bucket/1.jpg", "s3://bucket/test2").exit())
                .isZero();
        assertThat(left()).containsExactly("2.jpg", "test/a.jpg", "test/b.txt", "test/sub/c.jpg");
        assertThat(cli.run("rm", "-r", "s3://bucket/").err()).isEqualTo("  4 objects deleted, 4 B\n");
        assertThat(left()).isEmpty();
        assertThat(cli.run("rm", "-r", "s3://bucket/").err()).isEqualTo("  0 objects deleted\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.jpg|test/a.jpg test/b.txt test/sub/c.jpg test2/d.jpg",
                "test/*|1.jpg 2.jpg test/sub/c.jpg test2/d.jpg",
                "**/*.jpg|test/b.txt",
                "test*/*.jpg|1.jpg 2.jpg test/b.txt test/sub/c.jpg",
                "[!1].jpg|1.jpg test/a.jpg test/b.txt test/sub/c.jpg test2/d.jpg",
                "{1,test/a}.jpg|2.jpg test/b.txt test/sub/c.jpg test2/d.jpg",
                "x*|1.jpg 2.jpg test/a.jpg test/b.txt test/sub/c.jpg test2/d.jpg"
            })
    void globs_choose_objects(String glob, String left) throws IOException {
        assertThat(cli.run("rm", "s3://bucket/" + glob).exit()).isZero();
        assertThat(String.join(" ", left())).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(strings = {"te?t", "te?t/", "t*t"})
    void with_r_globs_choose_folders(String glob) throws IOException {
        cli.run("rm", "-r", path("") + glob);
        assertThat(left()).containsExactly("1.jpg", "2.jpg", "test2/d.jpg");
    }

    @Test
    void what_is_excluded_stays() throws IOException {
        cli.run("rm", "-r", "--exclude", "sub/**", "--exclude", "*.txt", "s3://bucket/test", "s3://bucket/test2/");
        assertThat(left()).containsExactly("1.jpg", "2.jpg", "test/b.txt", "test/sub/c.jpg");
        cli.run("rm", "-r", "--include", "**/*.txt", "s3://bucket/");
        assertThat(left()).containsExactly("1.jpg", "2.jpg", "test/sub/c.jpg");
        Cli.Result result = cli.run("rm", "--exclude", "1*", "s3://bucket/1.jpg");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("--exclude", "s3://bucket/1.jpg");
        assertThat(cli.run("rm", "--exclude", "1*", "s3://bucket/*.jpg").exit()).isZero();
        assertThat(left()).containsExactly("1.jpg", "test/sub/c.jpg");
    }

    @Test
    void names_with_a_globs_characters_are_deleted_with_raw() throws IOException {
        lay("x[1].jpg", "x1.jpg", "x*.jpg", "xx.jpg", "y\\z.jpg", "yz.jpg");

        cli.run("rm", "--raw", "s3://bucket/x[1].jpg");
        cli.run("rm", "s3://bucket/x\\*.jpg");
        cli.run("rm", "s3://bucket/y\\z.jpg");
        assertThat(left()).contains("x1.jpg", "xx.jpg", "yz.jpg").doesNotContain("x[1].jpg", "x*.jpg", "y\\z.jpg");
    }

    @Test
    void a_file_that_a_shell_has_found_is_no_glob() throws IOException {
        lay("x[1].jpg", "x1.jpg");

        cli.run("rm", path("x[1].jpg"));
        assertThat(left()).contains("x1.jpg").doesNotContain("x[1].jpg");
    }

    @Test
    void a_dry_run_lists_and_deletes_nothing() throws IOException {
        Cli.Result result = cli.run("rm", "-r", "--dry-run", "s3://bucket/");

        assertThat(result.exit()).isZero();
        assertThat(result.lines())
                .isEqualTo(ALL.stream().map(name -> "s3://bucket/" + name).toList());
        assertThat(result.err()).isEqualTo("  6 objects would be deleted, 6 B\n");
        assertThat(left()).isEqualTo(ALL);
    }

    @Test
    void json_has_a_line_for_each_object() throws IOException {
        assertThat(cli.run("rm", "-r", "--json", "--dry-run", "s3://bucket/test")
                        .json())
                .extracting(line -> line.get("filepath") + " " + line.get("outcome") + " " + line.get("size_bytes"))
                .containsExactly(
                        "s3://bucket/test planned null",
                        "s3://bucket/test/a.jpg planned 1",
                        "s3://bucket/test/b.txt planned 1",
                        "s3://bucket/test/sub/c.jpg planned 1");
        Cli.Result result = cli.run("rm", "--json", "s3://bucket/1.jpg");
        assertThat(result.json())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).containsOnlyKeys("filepath", "outcome").containsEntry("outcome", "done"));
        assertThat(result.err()).isEmpty();
    }

    @Test
    void a_failure_keeps_none_of_the_others() throws IOException {
        Cli.Result result = cli.run("rm", "s3://bucket/a//b", "s3://bucket/1.jpg");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("mediafn: INVALID s3://bucket/a//b: ")
                .endsWith("  1 object deleted; 1 failed\n");
        assertThat(left()).doesNotContain("1.jpg").hasSize(5);
        assertThat(cli.run("rm", "--json", "s3://bucket/a//b").json().getFirst())
                .containsEntry("outcome", "failed")
                .containsKey("error");
    }

    @Test
    void locations_are_read_from_a_pipe() throws IOException {
        Cli.Result result = cli.runWithInput(
                "s3://bucket/1.jpg\n\n" + path("test/a.jpg") + "\r\ns3://bucket/gone*.jpg\ns3://bucket/2.jpg",
                "rm",
                "-");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEqualTo("  4 objects deleted\n");
        assertThat(left()).containsExactly("test/b.txt", "test/sub/c.jpg", "test2/d.jpg");
        assertThat(cli.runWithInput("", "rm", "-").exit()).isZero();
    }

    @Test
    void what_one_command_lists_another_deletes() throws IOException {
        Cli.Result list = cli.run("rm", "--dry-run", "s3://bucket/**/*.jpg");
        cli.runWithInput(list.out(), "rm", "-");

        assertThat(left()).containsExactly("test/b.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense:x://y", "s3://bucket/test/", "s3:///x"})
    void a_line_that_is_no_object_deletes_nothing(String line) throws IOException {
        Cli.Result result = cli.runWithInput("s3://bucket/1.jpg\n" + line + "\n", "rm", "-");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("stdin");
        assertThat(left()).isEqualTo(ALL);
    }

    @Test
    void a_pipe_that_is_not_utf_8_deletes_nothing() throws IOException {
        Cli.Result result = cli.runWithInput(
                "s3://bucket/1.jpg\ns3://bucket/\u00e9".getBytes(StandardCharsets.ISO_8859_1), "rm", "-");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("stdin", "UTF-8");
        assertThat(left()).isEqualTo(ALL);
    }

    @Test
    void a_pipe_goes_alone() throws IOException {
        for (String[] args :
                new String[][] {{"rm", "-", "s3://bucket/1.jpg"}, {"rm", "-r", "-"}, {"rm", "--exclude", "x", "-"}}) {
            Cli.Result result = cli.runWithInput("s3://bucket/2.jpg\n", args);
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.err()).contains("- reads");
        }
        assertThat(left()).isEqualTo(ALL);
    }

    @Test
    void what_is_not_allowed_keeps_everything() throws IOException {
        Cli strict = cli.with("MEDIAFN_ALLOW", "s3://bucket/test");

        for (String[] args : new String[][] {
            {"rm", "s3://bucket/test/a.jpg", "s3://bucket/1.jpg"},
            {"rm", "-r", "s3://bucket/test", "s3://bucket/test2"},
            {"rm", "s3://bucket/test*"},
            {"rm", "-r", "s3://bucket"}
        }) {
            Cli.Result result = strict.run(args);
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.err()).contains("MEDIAFN_ALLOW");
        }
        assertThat(strict.runWithInput("s3://bucket/test/a.jpg\ns3://bucket/1.jpg\n", "rm", "-")
                        .exit())
                .isEqualTo(2);
        assertThat(left()).isEqualTo(ALL);
        assertThat(strict.run("rm", "-r", "s3://bucket/test").exit()).isZero();
        assertThat(left()).containsExactly("1.jpg", "2.jpg", "test2/d.jpg");
    }

    @Test
    void the_root_of_the_machine_is_not_deleted() {
        for (String root : List.of("/", "file:///", "/*", "/tmp/..")) {
            Cli.Result result = cli.run("rm", "-r", "--dry-run", root);
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("root");
        }
    }

    private String path(String name) {
        return home.resolve("s3/bucket") + "/" + name;
    }

    private void lay(String... names) throws IOException {
        for (String name : names) {
            Path file = home.resolve("s3/bucket").resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, "x");
        }
    }

    private List<String> left() throws IOException {
        Path bucket = home.resolve("s3/bucket");
        try (Stream<Path> files = Files.walk(bucket)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> bucket.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
