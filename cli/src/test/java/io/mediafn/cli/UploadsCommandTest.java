package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files have no unfinished uploads: what a service has of them is tested with that service. */
final class UploadsCommandTest {
    @TempDir
    private Path home;

    @Test
    void none_is_no_error() throws IOException {
        Files.createDirectories(home.resolve("s3/bucket"));
        Cli cli = Cli.inHome(home);

        Cli.Result result = cli.run("uploads", "s3://bucket/");
        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("  0 uploads unfinished\n");
        assertThat(cli.run("uploads", "--abort", "--older-than", "2d", "s3://bucket/")
                        .err())
                .isEqualTo("  0 uploads aborted\n");
        assertThat(cli.run("uploads", "--json", "s3://bucket/", home.toString()))
                .isEqualTo(new Cli.Result(0, "", ""));
    }

    @Test
    void what_can_not_be_meant_is_told() {
        Cli cli = Cli.inHome(home);

        assertThat(cli.run("uploads", "--all", "s3://bucket/").err()).contains("--all goes with --abort");
        assertThat(cli.run("uploads", "--older-than", "soon", "s3://bucket/").err())
                .contains("--older-than soon: an age");
        assertThat(cli.run("uploads").exit()).isEqualTo(2);
        Cli.Result refused = cli.with("MEDIAFN_ALLOW", "s3://other/").run("uploads", "s3://bucket/");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("MEDIAFN_ALLOW");
    }
}
