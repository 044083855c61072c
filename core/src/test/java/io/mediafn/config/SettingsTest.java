package io.mediafn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
    @Test
    void nothing_is_needed() {
        Settings settings = Settings.from(Map.of());

        assertThat(settings.dataset()).isEmpty();
        assertThat(settings.allow()).isEmpty();
        assertThat(settings.inFlight()).isEqualTo(16);
        assertThat(settings.embeddedS3()).isEmpty();
        assertThat(settings.transfer()).isEqualTo(new Settings.Transfer(8 << 20, 64 << 20));
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.services().aws())
                .isEqualTo(new S3Service(
                        Optional.empty(), Optional.empty(), new S3Service.Identity.Chain(Optional.empty())));
        assertThat(settings.services().google())
                .isEqualTo(new GcsService(Optional.empty(), new GcsService.Identity.Default(), Optional.empty()));
        assertThat(settings.services().azure())
                .isEqualTo(new AzureService(Optional.empty(), Optional.empty(), new AzureService.Identity.Default()));
        assertThat(settings.services().aliasNames()).isEmpty();
        assertThat(settings.fiftyOne()).isEmpty();
    }

    @Test
    void the_database_of_fiftyone_is_named_by_its_own_variables() {
        String uri = "mongodb://me:secret@h/?authSource=admin";
        assertThat(Settings.from(Map.of("FIFTYONE_DATABASE_URI", uri)).fiftyOne())
                .contains(new FiftyOneDatabase(new Secret(uri), "fiftyone"));
        Settings other =
                Settings.from(Map.of("FIFTYONE_DATABASE_URI", "mongodb+srv://h", "FIFTYONE_DATABASE_NAME", "mine"));
        assertThat(other.fiftyOne()).contains(new FiftyOneDatabase(new Secret("mongodb+srv://h"), "mine"));
        assertThatThrownBy(() -> Settings.from(
                        Map.of("FIFTYONE_DATABASE_URI", "postgres://me:secret@h", "FIFTYONE_DATABASE_NAME", "a.b")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("FIFTYONE_DATABASE_URI: must start with mongodb://")
                .hasMessageContaining("FIFTYONE_DATABASE_NAME: must be the name of a database")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void every_variable_has_its_setting() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "MEDIAFN_DATASET", "s3://d/traffic",
                "MEDIAFN_ALLOW", "s3://a/in, s3://b/",
                "MEDIAFN_CONCURRENCY", "3",
                "MEDIAFN_EMBEDDED_S3", "/srv/buckets",
                "MEDIAFN_PART_SIZE_MIB", "16",
                "MEDIAFN_BUFFER_MIB", "48",
                "MEDIAFN_FS", "photos=/srv/photos, other=/srv/../data",
                "FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "-1"));
        environment.putAll(Map.of(
                "MEDIAFN_PIPELINE", " {\"rules\":[]}",
                "MEDIAFN_JOBS", "s3://d/jobs",
                "MEDIAFN_OPERATIONS", "copy, upload-media",
                "MEDIAFN_TIMEOUT_SECONDS", "540"));
        Settings settings = Settings.from(environment);

        assertThat(settings.dataset()).contains("s3://d/traffic/");
        assertThat(settings.deployment())
                .isEqualTo(new Deployment(
                        Optional.of("{\"rules\":[]}"),
                        Optional.of(Location.of("s3://d/jobs/")),
                        Optional.of(Set.of("copy", "upload-media")),
                        Optional.of(Duration.ofMinutes(9))));
        assertThat(settings.allow()).containsExactly(Location.of("s3://a/in"), Location.of("s3://b/"));
        assertThat(settings.inFlight()).isEqualTo(3);
        assertThat(settings.embeddedS3()).contains(Path.of("/srv/buckets"));
        assertThat(settings.transfer()).isEqualTo(new Settings.Transfer(16 << 20, 48 << 20));
        assertThat(settings.services().folders())
                .isEqualTo(Map.of("photos", Path.of("/srv/photos"), "other", Path.of("/data")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"34359738368", "0", "1", "-2", "none"})
    void a_media_cache_is_refused(String size) {
        assertThatThrownBy(() -> Settings.from(Map.of("FIFTYONE_MEDIA_CACHE_SIZE_BYTES", size)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("FIFTYONE_MEDIA_CACHE_SIZE_BYTES: must be absent or -1")
                .hasMessageContaining("keeps no media cache")
                .hasMessageContaining(size);
    }

    @Test
    void all_problems_are_told_at_once() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "MEDIAFN_DATASET", "traffic",
                "MEDIAFN_ALLOW", "s3://a,nowhere",
                "MEDIAFN_CONCURRENCY", "0",
                "MEDIAFN_ALOW", "s3://a",
                "MEDIAFN_HOMES", "/h",
                "AWS_ENDPOINT_URL", "http://a b",
                "FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "5"));
        environment.putAll(Map.of(
                "AWS_ENDPOINT_URL_STS", "sts",
                "MEDIAFN_ANONYMOUS", "s3://a,file:///b/",
                "MEDIAFN_FS", "photos=relative",
                "MEDIAFN_PART_SIZE_MIB", "4",
                "MEDIAFN_REMOTE_LINKS", "/no/such/links.yml",
                "MEDIAFN_SECRETS_DIR", "/no/such/folder",
                "STORAGE_EMULATOR_HOST", "http://",
                "AZURE_STORAGE_CONNECTION_STRING", "AccountName=a",
                "MINIO_ALIAS", "s3",
                "AZURE_STORAGE_ACCOUNT_URL", "https://a.example.com/?sv=1"));
        environment.putAll(Map.of(
                "MEDIAFN_PIPELINE", "pipeline.json",
                "MEDIAFN_JOBS", "jobs",
                "MEDIAFN_OPERATIONS", "copy,,move",
                "MEDIAFN_TIMEOUT_SECONDS", "0"));
        environment.put("MINIO_ENDPOINT_URL", "minio:9000");

        assertThatThrownBy(() -> Settings.from(environment))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                                .containsExactlyInAnyOrderElementsOf(environment.keySet()));
    }

    @Test
    void events_may_write_to_a_dataset_of_fiftyone() {
        Settings settings =
                Settings.from(Map.of("MEDIAFN_DATASET", "traffic", "FIFTYONE_DATABASE_URI", "mongodb://localhost"));
        assertThat(settings.dataset()).contains("traffic");
    }

    @Test
    void an_empty_list_of_operations_is_not_all_of_them() {
        assertThatThrownBy(() -> Settings.from(Map.of("MEDIAFN_OPERATIONS", " ")))
                .hasMessageContaining("MEDIAFN_OPERATIONS: must name an operation, or be absent");
    }

    @Test
    void empty_variables_are_absent() {
        assertThat(Settings.from(
                        Map.of("MEDIAFN_DATASET", "", "FIFTYONE_MEDIA_CACHE_SIZE_BYTES", " ", "AWS_REGION", "")))
                .isEqualTo(Settings.from(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void a_limit_that_is_blank_is_not_no_limit(String blank) {
        assertThatThrownBy(() -> Settings.from(Map.of("MEDIAFN_ALLOW", blank)))
                .hasMessageContaining("MEDIAFN_ALLOW: must name a prefix, or be absent");
    }

    @Test
    void half_a_key_and_an_impossible_endpoint_are_refused_at_once() {
        assertThatThrownBy(
                        () -> Settings.from(Map.of("AWS_ACCESS_KEY_ID", "AKIA", "AWS_ENDPOINT_URL", "localhost:4566")))
                .hasMessageContaining("AWS_SECRET_ACCESS_KEY")
                .hasMessageContaining("AWS_ENDPOINT_URL: must be http://HOST");
    }

    @Test
    void ffprobe_must_be_a_program_that_is_there(@TempDir Path folder) throws IOException {
        Path program = Files.createFile(folder.resolve("ffprobe"));
        assertThatThrownBy(() -> Settings.from(Map.of("MEDIAFN_FFPROBE", program.toString())))
                .hasMessageContaining("MEDIAFN_FFPROBE: must be the absolute path of a program that can be executed");
        assertThatThrownBy(() -> Settings.from(Map.of("MEDIAFN_FFPROBE", "ffprobe")))
                .hasMessageContaining("it is 'ffprobe'");
        assertThatThrownBy(() -> Settings.from(Map.of("MEDIAFN_FFPROBE", folder.toString())))
                .hasMessageContaining("MEDIAFN_FFPROBE");

        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(Settings.from(Map.of("MEDIAFN_FFPROBE", program.toString())).ffprobe())
                .hasValue(program);
        assertThat(Settings.from(Map.of()).ffprobe()).isEmpty();
    }

    @Test
    void what_launcher_and_tests_read_is_not_refused() {
        Settings.from(Map.of("MEDIAFN_HOME", "/h", "MEDIAFN_TEST_CORPUS", "/c", "MEDIAFN_REQUIRE_SERVERS", "true"));
    }
}
