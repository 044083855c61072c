package io.mediafn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
    @Test
    void nothing_is_needed() {
        assertThat(Settings.from(Map.of()))
                .isEqualTo(new Settings(
                        Optional.empty(),
                        List.of(),
                        16,
                        Optional.empty(),
                        new Settings.S3(Optional.empty(), Optional.empty(), Optional.empty())));
    }

    @Test
    void every_variable_has_its_setting() {
        Settings settings = Settings.from(Map.of(
                "MEDIAFN_DATASET", "s3://d/traffic",
                "MEDIAFN_ALLOW", "s3://a/in, s3://b/",
                "MEDIAFN_CONCURRENCY", "3",
                "MEDIAFN_EMBEDDED_S3", "/srv/buckets",
                "FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "-1",
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:4566",
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "AKIA",
                "AWS_SECRET_ACCESS_KEY", "hush",
                "AWS_SESSION_TOKEN", "token"));

        assertThat(settings)
                .isEqualTo(new Settings(
                        Optional.of(Location.of("s3://d/traffic/")),
                        List.of(Location.of("s3://a/in"), Location.of("s3://b/")),
                        3,
                        Optional.of(Path.of("/srv/buckets")),
                        new Settings.S3(
                                Optional.of(URI.create("http://127.0.0.1:4566")),
                                Optional.of("eu-west-1"),
                                Optional.of(new Settings.AccessKey(
                                        "AKIA", new Secret("hush"), Optional.of(new Secret("token")))))));
        assertThat(settings.toString()).doesNotContain("hush").doesNotContain("token");
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
        Map<String, String> environment = Map.of(
                "MEDIAFN_DATASET", "traffic",
                "MEDIAFN_ALLOW", "s3://a,nowhere",
                "MEDIAFN_CONCURRENCY", "0",
                "MEDIAFN_ALOW", "s3://a",
                "MEDIAFN_HOMES", "/h",
                "AWS_ENDPOINT_URL", "http://a b",
                "FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "5");

        assertThatThrownBy(() -> Settings.from(environment))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                                .containsExactlyInAnyOrderElementsOf(environment.keySet()));
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
    void what_launcher_and_tests_read_is_not_refused() {
        Settings.from(Map.of("MEDIAFN_HOME", "/h", "MEDIAFN_TEST_CORPUS", "/c", "MEDIAFN_REQUIRE_SERVERS", "true"));
    }
}
