package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.cli.Cli.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CpCommandTest {
    @TempDir
    private Path disk;

    @TempDir
    private Path home;

    private Path source;
    private Path target;

    @BeforeEach
    void files() throws IOException {
        source = Files.createDirectories(disk.resolve("source"));
        target = disk.resolve("target");
        Files.createDirectories(source.resolve("sub/deep"));
        Files.writeString(source.resolve("a ü%.jpg"), "a");
        Files.writeString(source.resolve("b.png"), "bb");
        Files.writeString(source.resolve("sub/c.jpg"), "ccc");
        Files.writeString(source.resolve("sub/deep/d.jpg"), "dddd");
    }

    @Test
    void copies_a_folder_and_sends_nothing_again() throws IOException {
        Result first = cli().run("cp", "-r", source.toString(), target.toString());
        Result second = cli().run("cp", "-r", source.toString(), target.toString());

        assertThat(first.exit()).isZero();
        assertThat(first.out()).isEmpty();
        assertThat(first.err()).contains("4 objects copied, 10 B");
        assertThat(below(target)).containsExactly("a ü%.jpg", "b.png", "sub/c.jpg", "sub/deep/d.jpg");
        assertThat(target.resolve("sub/c.jpg")).hasContent("ccc");
        assertThat(second.err()).contains("0 objects copied").contains("4 skipped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "*.jpg;a ü%.jpg",
                "**.jpg;a ü%.jpg|sub/c.jpg|sub/deep/d.jpg",
                "sub/*.jpg;c.jpg",
                "sub/**/*.jpg;c.jpg|deep/d.jpg",
                "{b,sub/c}.*;b.png|sub/c.jpg"
            })
    void a_glob_keeps_what_is_behind_its_last_plain_slash(String glob, String expected) throws IOException {
        assertThat(cli().run("cp", source + "/" + glob, target + "/").exit()).isZero();

        assertThat(String.join("|", below(target))).isEqualTo(expected);
    }

    @Test
    void one_object_goes_to_a_name_or_into_a_folder() throws IOException {
        cli().run("cp", source + "/b.png", disk + "/new name.png");
        cli().run("cp", source + "/b.png", target + "/");
        cli().run("cp", source + "/b.png", source + "/sub/c.jpg", disk + "/both/");

        assertThat(disk.resolve("new name.png")).hasContent("bb");
        assertThat(below(target)).containsExactly("b.png");
        assertThat(below(disk.resolve("both"))).containsExactly("b.png", "c.jpg");
    }

    @Test
    void include_and_exclude_choose() throws IOException {
        cli().run("cp", "-r", source + "/", target + "/", "--include", "**.jpg", "--exclude", "sub/deep/*");

        assertThat(below(target)).containsExactly("a ü%.jpg", "sub/c.jpg");
    }

    @Test
    void a_dry_run_tells_the_plan_and_writes_nothing() {
        Result result = cli().run("cp", "-r", "--dry-run", source + "/", target + "/");

        assertThat(result.exit()).isZero();
        assertThat(result.lines()).hasSize(4).allMatch(line -> line.contains("would be copied"));
        assertThat(result.err()).contains("4 objects would be copied").contains("USD");
        assertThat(target).doesNotExist();
    }

    @Test
    void json_is_one_object_a_line() {
        Result result = cli().run("cp", "-r", "--json", source + "/", target + "/");

        assertThat(result.err()).isEmpty();
        assertThat(result.json())
                .hasSize(4)
                .allSatisfy(item ->
                        assertThat(item).containsEntry("outcome", "done").containsEntry("verdict", "verified"));
    }

    @Test
    void pipes_in_and_out() throws IOException {
        byte[] bytes = new byte[20_000_000];
        new java.util.Random(1).nextBytes(bytes);
        Result in = cli().runWithInput(bytes, "cp", "-", disk + "/piped.bin");
        Result out = cli().run("cp", source + "/b.png", source + "/sub/c.jpg", "-");

        assertThat(in.exit()).isZero();
        assertThat(disk.resolve("piped.bin")).hasBinaryContent(bytes);
        assertThat(out.out()).isEqualTo("bbccc");
    }

    @Test
    void a_file_of_links_names_what_goes_where() throws IOException {
        Path links = Files.writeString(
                disk.resolve("links.csv"),
                "inpath,outpath\nfile://" + source + "/b.png,file://" + target + "/x.png\n",
                StandardCharsets.UTF_8);

        assertThat(cli().run("cp", "--links", links.toString()).exit()).isZero();
        assertThat(target.resolve("x.png")).hasContent("bb");
    }

    @Test
    void what_does_not_fit_together_is_said_before_anything_is_written() throws IOException {
        String folder = source.toString();
        for (List<String> wrong : List.of(
                List.of("cp", folder, target.toString()),
                List.of("cp", folder + "/b.png"),
                List.of("cp", folder + "/b.png", folder + "/sub/c.jpg", disk + "/one"),
                List.of("cp", folder + "/b.png", target + "/*"),
                List.of("cp", "-r", folder, folder + "/sub/"),
                List.of("cp", "-r", folder, folder),
                List.of("cp", folder + "/b.png", target + "/", "--overwrite", "perhaps"),
                List.of("cp", folder + "/b.png", target + "/", "-c", "br"),
                List.of("cp", folder + "/b.png", target + "/", "--concurrency", "0"),
                List.of("cp", folder + "/b.png", "nowhere://bucket/"),
                List.of("cp", "-", target + "/"),
                List.of("mv", "-", disk + "/x"))) {
            Result result = cli().run(wrong.toArray(String[]::new));

            assertThat(result.exit()).as(wrong + " " + result.err()).isEqualTo(2);
            assertThat(result.err()).isNotBlank();
        }
        assertThat(target).doesNotExist();
        assertThat(below(source)).hasSize(4);
    }

    @Test
    void a_failure_is_told_and_ends_the_run_unless_it_may_be_skipped() throws IOException {
        Files.createDirectories(target.resolve("b.png/in the way"));
        Result stopped = cli().run("cp", "-r", source + "/", target + "/", "--concurrency", "1");
        Result whole = cli().run("cp", "-r", "--skip-failures", source + "/", target + "/");

        assertThat(stopped.exit()).isEqualTo(1);
        assertThat(stopped.err()).contains("b.png").contains("INVALID").contains("1 failed");
        assertThat(target.resolve("sub/c.jpg")).exists();
        assertThat(whole.exit()).isEqualTo(1);
        assertThat(target.resolve("sub/deep/d.jpg")).hasContent("dddd");
    }

    @Test
    void moves_and_leaves_what_can_not_be_moved() throws IOException {
        Result result = cli().run("mv", source + "/sub/*.jpg", target + "/");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("1 object moved");
        assertThat(source.resolve("sub/c.jpg")).doesNotExist();
        assertThat(target.resolve("c.jpg")).hasContent("ccc");
        assertThat(source.resolve("sub/deep/d.jpg")).exists();
    }

    @Test
    void a_person_sees_how_far_it_is() {
        Result result = cli().runInTerminal("cp", "-r", source + "/", target + "/");

        assertThat(result.out()).contains("4 objects copied");
    }

    @Test
    void a_link_that_leads_out_of_the_target_is_not_followed() throws IOException {
        Path outside = Files.createDirectories(disk.resolve("outside"));
        Files.createDirectories(target);
        Files.createSymbolicLink(target.resolve("sub"), outside);

        Result result = cli().run("cp", "-r", "--skip-failures", source + "/", target + "/");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("leads out of");
        assertThat(below(outside)).isEmpty();
        assertThat(target.resolve("b.png")).hasContent("bb");
    }

    private Cli cli() {
        return Cli.inHome(home);
    }

    private static List<String> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
