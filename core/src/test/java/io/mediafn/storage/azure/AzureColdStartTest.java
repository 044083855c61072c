package io.mediafn.storage.azure;

import static io.mediafn.storage.azure.ScriptedAzure.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process loads that asks Azure once. A function is cold most of its life, and pays for every class. */
final class AzureColdStartTest {
    @TempDir
    private Path folder;

    /** The process. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] arguments) {
            AzureCredentials credentials = arguments[1].equals("key")
                    ? new AzureCredentials.Key(ScriptedAzure.KEY)
                    : new AzureCredentials.Sas("sig=x");
            AzureSettings settings = new AzureSettings(
                    Optional.of(ScriptedAzure.ACCOUNT), Optional.of(URI.create(arguments[0])), credentials);
            try (ObjectStore store = AzureStores.open(settings)) {
                long size = store.stat(Location.of("az://container/key")).size();
                System.out.println("size " + size);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "sas"})
    void an_account_key_or_a_signature_loads_no_identity_no_json_and_no_client_for_blobs(String credentials)
            throws IOException, InterruptedException {
        Path classes = folder.resolve("classes.log");
        Path output = folder.resolve("output.log");
        try (ScriptedAzure server = new ScriptedAzure(answer(200, "", "Content-Length: 7"))) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xlog:class+load:file=" + classes,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Asking.class.getName(),
                            server.endpoint().toString(),
                            credentials)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(output).content().contains("size 7");
        List<String> loaded;
        try (Stream<String> lines = Files.lines(classes)) {
            loaded = lines.toList();
        }
        assertThat(loaded).anyMatch(line -> line.contains("io.mediafn.storage.azure.AzureTransport "));
        assertThat(loaded)
                .noneMatch(line -> line.contains(" com.azure.identity.")
                        || line.contains(" com.microsoft.")
                        || line.contains(" com.azure.storage.blob.")
                        || line.contains(" com.azure.json.")
                        || line.contains(" com.fasterxml.")
                        || line.contains(" software.amazon."));
    }
}
