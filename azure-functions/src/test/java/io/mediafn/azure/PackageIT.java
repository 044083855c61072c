package io.mediafn.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Maven plugin staged, and the zip of it. */
final class PackageIT {
    private static final Path ZIP = Path.of("target", "mediafn-azure-functions.zip");
    private static final long LARGEST = 60L << 20;

    @ParameterizedTest
    @ValueSource(strings = {"http", "events", "eventGrid", "blob", "schedule"})
    void function_json_is_what_it_should_be(String function) throws IOException {
        try (InputStream golden =
                Objects.requireNonNull(PackageIT.class.getResourceAsStream("golden/" + function + ".json"))) {
            assertThat(StagedApp.functionJson(function)).isEqualTo(Json.readObject(golden.readAllBytes()));
        }
    }

    @Test
    void there_are_these_functions_and_no_others() throws IOException {
        try (Stream<Path> files = Files.walk(StagedApp.FOLDER)) {
            assertThat(files.filter(file -> file.endsWith("function.json"))
                            .map(file -> String.valueOf(StagedApp.FOLDER.relativize(file))))
                    .containsExactlyInAnyOrder(
                            "http/function.json",
                            "events/function.json",
                            "eventGrid/function.json",
                            "blob/function.json",
                            "schedule/function.json");
        }
    }

    @Test
    void host_json_is_that_of_the_sources_and_says_what_the_code_relies_on() throws IOException {
        byte[] staged = Files.readAllBytes(StagedApp.FOLDER.resolve("host.json"));
        assertThat(staged).isEqualTo(Files.readAllBytes(Path.of("host.json")));
        Map<String, Object> json = Json.readObject(staged);
        assertThat(json).containsEntry("functionTimeout", "00:10:00").containsKey("extensionBundle");
        Map<?, ?> extensions = (Map<?, ?>) Objects.requireNonNull(json.get("extensions"));
        assertThat(extensions.get("http")).isEqualTo(Map.of("routePrefix", ""));
        assertThat(((Map<?, ?>) Objects.requireNonNull(extensions.get("queues"))).get("messageEncoding"))
                .isEqualTo("none");
    }

    @Test
    void the_zip_has_the_folders_content_at_its_root_and_no_settings_of_a_machine() throws IOException {
        List<String> names = new ArrayList<>();
        long bytes = 0;
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                names.add(entry.getName());
                bytes += entry.getSize();
                assertThat(entry.getTimeLocal())
                        .as("the time of " + entry.getName() + ", for reproducible builds")
                        .isEqualTo(LocalDateTime.of(2026, 1, 1, 0, 0));
            }
        }
        assertThat(names)
                .contains("host.json", "http/function.json", "events/function.json")
                .doesNotContain("local.settings.json")
                .doesNotHaveDuplicates()
                .anyMatch(name -> name.matches("lib/mediafn-core-.*\\.jar"))
                .anyMatch(name -> name.matches("mediafn-azure-functions-[^/]*\\.jar"))
                .noneMatch(name -> name.startsWith("lib/netty"));
        assertThat(bytes).as("bytes unpacked").isBetween(5L << 20, LARGEST);
    }
}
