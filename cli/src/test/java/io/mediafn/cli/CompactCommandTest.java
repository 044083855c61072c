package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.testing.TinyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest in a local folder: its samples get metadata, and its segments are folded. */
final class CompactCommandTest {
    @TempDir
    private Path home;

    private Path manifest() throws IOException {
        Path segments = Files.createDirectories(home.resolve("m/segments"));
        for (int i = 0; i < 3; i++) {
            Path image = Files.write(home.resolve(i + ".png"), TinyImages.png(10 + i, 20));
            Files.writeString(
                    segments.resolve("%024x.ndjson".formatted(i)),
                    "{\"id\":\"%024x\",\"filepath\":\"file://%s\",\"media_type\":\"image\",\"tags\":[\"t%d\"],"
                                    .formatted(i, image, i)
                            + "\"sequence\":\"\",\"observed_at\":\"2026-01-01T00:00:00.000Z\",\"deleted\":false}\n");
        }
        return home.resolve("m");
    }

    private static List<String> segments(Path manifest) throws IOException {
        try (Stream<Path> files = Files.list(manifest.resolve("segments"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void samples_of_a_manifest_get_metadata_once() throws IOException {
        Path manifest = manifest();
        Cli cli = Cli.inHome(home);
        String name = "file://" + manifest + "/";

        Cli.Result dry = cli.run("metadata", "--dataset", name, "--dry-run", "--json");
        assertThat(dry.json()).hasSize(3).allMatch(line -> "planned".equals(line.get("outcome")));
        assertThat(segments(manifest)).hasSize(3);

        Cli.Result result = cli.run("metadata", "--dataset", name, "--tags", "t0,t1", "--json");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.json()).hasSize(2).allMatch(line -> "done".equals(line.get("outcome")));
        assertThat(segments(manifest)).hasSize(4);
        Cli.Result again = cli.run("metadata", "--dataset", name);
        assertThat(again.exit()).isZero();
        assertThat(again.out()).contains("  1 sample changed");
        assertThat(cli.run("metadata", "--dataset", name).out()).contains("  0 samples changed");
        assertThat(segments(manifest)).hasSize(5);

        assertThat(cli.run("compact", manifest.toString(), "--quiet")).isEqualTo(new Cli.Result(0, "", ""));
        assertThat(segments(manifest))
                .singleElement()
                .satisfies(segment -> assertThat(
                                Files.readString(manifest.resolve("segments").resolve(segment)))
                        .contains("\"width\":10", "\"width\":11", "\"width\":12"));
        assertThat(cli.run("metadata", "--dataset", name).out()).contains("  0 samples changed");
    }

    @Test
    void segments_are_folded_and_a_dry_run_only_says_so() throws IOException {
        Path manifest = manifest();
        Cli cli = Cli.inHome(home);
        List<String> before = segments(manifest);

        Cli.Result dry = cli.run("compact", "--dry-run", manifest.toString());
        assertThat(dry.exit()).isZero();
        assertThat(dry.out()).contains("3 segments (3 records", "would become 1 segment (3 records");
        assertThat(segments(manifest)).isEqualTo(before);

        Map<String, Object> done =
                cli.run("compact", "--json", manifest.toString()).json().getFirst();
        assertThat(done)
                .containsEntry("outcome", "done")
                .containsEntry("segments_before", 3)
                .containsEntry("segments_after", 1)
                .containsEntry("records_before", 3)
                .containsEntry("records_after", 3);
        assertThat(segments(manifest)).hasSize(1);
        assertThat(cli.run("compact", manifest.toString()).out()).contains("nothing to fold, 1 segment");
    }

    @Test
    void what_is_no_manifest_is_told() throws IOException {
        Cli cli = Cli.inHome(home);
        Cli.Result none = cli.run("compact", home.resolve("none") + "/");
        assertThat(none.exit()).isZero();
        assertThat(none.out()).contains("no manifest is here");
        Cli.Result missing = cli.run("metadata", "--dataset", "file://" + home + "/none/");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no manifest", "/none/segments/");

        Files.writeString(manifest().resolve("segments/bad.ndjson"), "{\"id\":1}\n");
        Cli.Result bad = cli.run("metadata", "--dataset", "file://" + home + "/m/");
        assertThat(bad.exit()).isEqualTo(2);
        assertThat(bad.err()).contains("bad.ndjson: line 1 is no manifest record");
        assertThat(cli.run("compact").exit()).isEqualTo(2);
        assertThat(cli.with("MEDIAFN_ALLOW", "s3://other/")
                        .run("compact", "s3://bucket/m/")
                        .err())
                .contains("MEDIAFN_ALLOW");
    }
}
