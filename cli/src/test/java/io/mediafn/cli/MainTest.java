package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "metadata", "ls", "rm", "stat", "uploads"})
    void every_command_has_help(String command) {
        Cli.Result result = Cli.inHome(home).run(command, "--help");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("Usage: mediafn " + command, "--json", "--help", "Examples:\n  mediafn " + command)
                .doesNotContain("\u001B");
        assertThat(result.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void the_root_has_help() {
        Cli.Result result = Cli.inHome(home).run("--help");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains(
                        "Usage: mediafn",
                        "--help",
                        "--version",
                        "quickstart",
                        "metadata",
                        "ls",
                        "rm",
                        "stat",
                        "uploads",
                        "Exit status: 0")
                .contains("mediafn quickstart");
    }

    @Test
    void help_needs_no_settings() {
        assertThat(Cli.inHome(home)
                        .with("FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "1")
                        .run("metadata", "--help")
                        .exit())
                .isZero();
    }

    @Test
    void no_command_is_a_question_of_usage() {
        Cli.Result result = Cli.inHome(home).run();

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("name a command", "quickstart");
    }

    @Test
    void credentials_of_other_tools_are_looked_for_below_the_home_directory() throws IOException {
        Path file = home.resolve(".cloudfiles/secrets/b-aws-secret.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Cli.Result result =
                Cli.inHome(home.resolve("own")).with("HOME", home.toString()).run("ls", "s3://b/");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("mediafn: warning: secrets: every user of this machine can read 1 secret files")
                .contains("mediafn: INVALID s3://b/: " + file + " has no \"AWS_ACCESS_KEY_ID\"");
    }

    @Test
    void version() {
        assertThat(Cli.inHome(home).run("--version").out()).matches("mediafn \\d+\\.\\d+\\.\\d+\\R");
    }

    @Test
    void nothing_is_written_by_what_only_reads() {
        Path untouched = home.resolve("untouched");
        Cli cli = Cli.inHome(untouched);
        cli.run("--help");
        cli.run("ls", home.toString());
        cli.run("metadata", home.toString());
        cli.run("stat", home.toString(), "s3://bucket/x");

        assertThat(untouched).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "metadata", "stat"})
    void a_full_disk_is_not_taken_for_success(String command) throws IOException {
        Files.writeString(home.resolve("x.txt"), "x");
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exit = Main.run(
                Map.of("MEDIAFN_HOME", home.toString()),
                Terminal.of(new Refusing("No space left on device"), err),
                command,
                "--json",
                home.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("mediafn: the output could not be written: No space left on device\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "metadata", "quickstart"})
    void a_reader_that_has_left_is_told_nothing(String command) throws IOException {
        Path folder = Files.createDirectory(home.resolve("folder"));
        Files.writeString(folder.resolve("x.txt"), "x");
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int exit = Main.run(
                Map.of("MEDIAFN_HOME", home.resolve("own").toString()),
                Terminal.of(new Refusing("Broken pipe"), err),
                command,
                "--json",
                folder.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static final class Refusing extends OutputStream {
        private final String reason;

        Refusing(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(reason);
        }
    }
}
