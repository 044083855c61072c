package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.testing.TinyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quickstart with a person's own files, which it must leave as they are. */
final class QuickstartFolderTest {
    @TempDir
    private Path temporary;

    private Path home = Path.of("/");
    private Path folder = Path.of("/");
    private Cli cli = Cli.inHome(home);

    @BeforeEach
    void start() throws IOException {
        home = temporary.resolve("home");
        folder = Files.createDirectory(temporary.resolve("my pictures"));
        cli = Cli.inHome(home);
    }

    @Test
    void names_and_folders_are_kept() throws IOException {
        List<String> names = List.of(
                "a b+c é%25#?.png",
                "deep/er/still/x.png",
                "it's \"quoted\".png",
                "plain.png",
                "line\nbreak.png",
                "çığ/雪 🦊.png",
                "é-decomposed.png");
        for (String name : names) {
            lay(name, TinyImages.png(3, 2));
        }

        Cli.Result result = cli.run("quickstart", folder.toString(), "--json");

        assertThat(result.exit()).isZero();
        assertThat(result.json())
                .extracting(record -> record.get("filepath"))
                .containsExactlyInAnyOrderElementsOf(names.stream()
                        .map(name -> "s3://mediafn-quickstart/" + name)
                        .toList());
        assertThat(result.json()).allSatisfy(record -> assertThat(record).containsEntry("outcome", "done"));
        for (String name : names) {
            assertThat(cli.run("metadata", "s3://mediafn-quickstart/" + name).exit())
                    .as(name)
                    .isZero();
        }
    }

    @Test
    void what_it_suggests_is_quoted_for_the_shell_and_holds_no_escape() throws IOException {
        lay("a\u001B[31m.png", TinyImages.png(3, 2));
        lay("b's.png", TinyImages.png(3, 2));

        Cli.Result result = cli.run("quickstart", folder.toString());

        assertThat(result.out())
                .contains("mediafn metadata 's3://mediafn-quickstart/b'\\''s.png' --json", "a\uFFFD[31m.png")
                .doesNotContain("\u001B");
    }

    @Test
    void hidden_files_are_left_out() throws IOException {
        lay("seen.png", TinyImages.png(3, 2));
        lay(".hidden.png", TinyImages.png(3, 2));
        lay(".git/objects/x.png", TinyImages.png(3, 2));

        assertThat(cli.run("quickstart", folder.toString(), "--json").json())
                .extracting(record -> record.get("filepath"))
                .containsExactly("s3://mediafn-quickstart/seen.png");
    }

    @Test
    void a_hidden_folder_may_be_named() throws IOException {
        lay(".pictures/x.png", TinyImages.png(3, 2));

        assertThat(cli.run("quickstart", folder.resolve(".pictures").toString(), "--json")
                        .json())
                .hasSize(1);
    }

    @Test
    void links_to_files_are_files_and_links_to_folders_are_not_followed() throws IOException {
        lay("real/x.png", TinyImages.png(3, 2));
        Files.createSymbolicLink(folder.resolve("relative.png"), Path.of("real/x.png"));
        Files.createSymbolicLink(folder.resolve("dangling.png"), Path.of("nothing"));
        Files.createSymbolicLink(folder.resolve("circle"), folder);

        Cli.Result result = cli.run("quickstart", folder.toString(), "--json");

        assertThat(result.exit()).isZero();
        assertThat(result.json())
                .extracting(record -> record.get("filepath"))
                .containsExactly("s3://mediafn-quickstart/real/x.png", "s3://mediafn-quickstart/relative.png");
    }

    @Test
    void a_file_that_cannot_be_read_is_a_row_and_the_exit_code() throws IOException {
        lay("fine.png", TinyImages.png(3, 2));
        lay("page.png", "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        lay("empty.jpg", new byte[0]);
        lay("notes.txt", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        Cli.Result result = cli.run("quickstart", folder.toString());

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.lines())
                .anyMatch(line -> line.matches("  page\\.png  .*  CORRUPT: .*"))
                .anyMatch(line -> line.matches("  empty\\.jpg  .*  CORRUPT: .*"))
                .anyMatch(line -> line.matches("  fine\\.png  .*  image/png, 3 x 2, 3 channels"))
                .anyMatch(line -> line.matches("  notes\\.txt  .*  text/plain"))
                .anyMatch(line -> line.contains("4 objects, 2 failed"));
    }

    @Test
    void the_persons_files_are_left_as_they_are() throws IOException {
        Path file = lay("nested/x.png", TinyImages.png(3, 2));
        byte[] before = Files.readAllBytes(file);
        Object modified = Files.getLastModifiedTime(file);

        cli.run("quickstart", folder.toString());
        cli.run("quickstart", folder.toString());
        cli.run("quickstart");

        assertThat(home.resolve("s3/mediafn-quickstart/nested")).doesNotExist();
        assertThat(file).hasBinaryContent(before);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(modified);
        assertThat(folder).isDirectoryRecursivelyContaining("glob:**/x.png");
    }

    @Test
    void files_are_linked_and_deleting_the_bucket_leaves_them() throws IOException {
        Path file = lay("x.png", TinyImages.png(3, 2));
        cli.run("quickstart", folder.toString());
        Path laid = home.resolve("s3/mediafn-quickstart/x.png");

        assertThat(Files.isSameFile(file, laid)).isTrue();
        Files.delete(laid);
        assertThat(file).hasBinaryContent(TinyImages.png(3, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"empty", "only-hidden", "missing", "file.png", "home", "holds-home", "in-home", "link-to-home"})
    void a_folder_that_cannot_serve_is_refused_and_nothing_is_laid(String name) throws IOException {
        cli.run("quickstart");
        Path bucket = home.resolve("s3/mediafn-quickstart");
        Path named = folderThatCannotServe(name);

        Cli.Result result = cli.run("quickstart", named.toString());

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("FOLDER: must ", "(is " + named + ")").doesNotContain("\tat ");
        // What an earlier run laid stands.
        assertThat(bucket).isDirectoryContaining("glob:**/bitmap.bmp");
        assertThat(cli.run("metadata", "s3://mediafn-quickstart/bitmap.bmp").exit())
                .isZero();
    }

    private Path folderThatCannotServe(String name) throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        Files.writeString(
                Files.createDirectory(temporary.resolve("only-hidden")).resolve(".x"), "");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), home);
        return Map.of(
                        "empty", empty,
                        "only-hidden", temporary.resolve("only-hidden"),
                        "missing", temporary.resolve("missing"),
                        "file.png", lay("file.png", TinyImages.png(1, 1)),
                        "home", home,
                        "holds-home", temporary,
                        "in-home", home.resolve("s3/mediafn-quickstart"),
                        "link-to-home", link.resolve("s3/mediafn-quickstart"))
                .getOrDefault(name, empty);
    }

    /** A home that is named through a link is still the home. */
    @Test
    void a_home_behind_a_link_is_recognised() throws IOException {
        Path real = Files.createDirectories(temporary.resolve("real"));
        Cli linked = Cli.inHome(Files.createSymbolicLink(temporary.resolve("linked"), real));
        linked.run("quickstart");

        Cli.Result result = linked.run("quickstart", real.toString());

        assertThat(result.exit()).isEqualTo(2);
        assertThat(real.resolve("s3/mediafn-quickstart/bitmap.bmp")).exists();
    }

    @Test
    void two_folders_are_one_too_many() {
        assertThat(cli.run("quickstart", folder.toString(), folder.toString()).exit())
                .isEqualTo(2);
    }

    @Test
    void a_file_named_like_a_list_of_arguments_is_a_file() throws IOException {
        Path file = lay("@x.png", TinyImages.png(3, 2));

        assertThat(cli.run("metadata", file.toString(), "--json").exit()).isZero();
    }

    private Path lay(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        return Files.write(file, content);
    }
}
