package io.mediafn.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.config.Settings;
import io.mediafn.location.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process pays at its start for the services that it uses, not for those that the settings only name. */
final class NothingTooEarlyTest {
    private static final String EMBEDDED = "embedded";

    @TempDir
    private Path folder;

    /** Opens the stores of the locations that are its arguments. */
    static final class Start {
        private Start() {}

        public static void main(String[] locations) {
            Map<String, String> variables = new HashMap<>(Map.of(
                    "AWS_ACCESS_KEY_ID", "a",
                    "AWS_SECRET_ACCESS_KEY", "b",
                    "AWS_REGION", "eu-west-1",
                    "AZURE_STORAGE_ACCOUNT", "mine",
                    "AZURE_STORAGE_KEY", "a2V5",
                    "MINIO_ENDPOINT_URL", "http://localhost:1",
                    "MINIO_ACCESS_KEY", "a",
                    "MINIO_SECRET_ACCESS_KEY", "b",
                    "FIFTYONE_DATABASE_URI", "mongodb://localhost:1",
                    "MEDIAFN_ANONYMOUS", "gs://public/,s3://public/"));
            variables.put("MEDIAFN_EMBEDDED_S3", System.getProperty(EMBEDDED, ""));
            try (MediaApp app = MediaApp.forFunction(Settings.from(variables))) {
                for (String location : locations) {
                    Location at = app.policy().check(Location.of(location));
                    if (app.stores().forLocation(at) == null) {
                        throw new IllegalStateException(location);
                    }
                }
            }
        }
    }

    /** The names of the classes that a process of its own loads. */
    private List<String> loaded(String... locations) throws IOException, InterruptedException {
        Path log = folder.resolve("loaded.log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load=info:file=" + log + "::filecount=0",
                "-D" + EMBEDDED + "=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Start.class.getName());
        builder.command().addAll(List.of(locations));
        Process process = builder.inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        List<String> classes = Files.readAllLines(log).stream()
                .filter(line -> line.contains(" source: "))
                .map(line -> line.substring(line.lastIndexOf(']') + 1).strip())
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        assertThat(classes).contains("io.mediafn.app.MediaApp", "io.mediafn.config.Services");
        return classes;
    }

    private static void assertLoaded(List<String> classes, List<String> some, List<String> none) {
        assertThat(some).allSatisfy(name -> assertThat(classes).anyMatch(loaded -> loaded.startsWith(name)));
        assertThat(classes.stream().filter(loaded -> none.stream().anyMatch(loaded::startsWith)))
                .isEmpty();
    }

    @Test
    void what_uses_no_cloud_loads_none() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("embedded"));
        assertLoaded(
                loaded("s3://embedded/k"),
                List.of("io.mediafn.storage.local."),
                List.of(
                        "software.amazon.",
                        "com.google.",
                        "com.azure.",
                        "com.microsoft.",
                        "org.apache.hc.",
                        "org.yaml.",
                        "com.fasterxml.",
                        "com.mongodb.",
                        "org.bson.",
                        "io.mediafn.storage.s3.",
                        "io.mediafn.storage.gcs.",
                        "io.mediafn.storage.azure.",
                        "io.mediafn.storage.http."));
    }

    @Test
    void what_uses_s3_loads_nothing_of_another_cloud() throws IOException, InterruptedException {
        assertLoaded(
                loaded("s3://b/k", "s3://public/k"),
                List.of("io.mediafn.storage.s3.S3"),
                List.of(
                        "com.google.",
                        "com.azure.",
                        "com.microsoft.",
                        "org.apache.hc.",
                        "org.yaml.",
                        "com.mongodb.",
                        "org.bson.",
                        "io.mediafn.dataset.fiftyone.",
                        "io.mediafn.storage.gcs.",
                        "io.mediafn.storage.azure.",
                        "io.mediafn.storage.http."));
    }
}
