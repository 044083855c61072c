package io.mediafn.storage.azure;

import static io.mediafn.storage.azure.ScriptedAzure.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
        try (ScriptedAzure server = new ScriptedAzure(answer(200, "", "Content-Length: 7"))) {
            ColdProcess process = ColdProcess.run(
                    folder, Asking.class, Map.of(), server.endpoint().toString(), credentials);

            assertThat(process.output()).contains("size 7");
            assertThat(process.classes()).anyMatch(line -> line.contains("io.mediafn.storage.azure.AzureTransport "));
            assertThat(process.classes())
                    .noneMatch(line -> line.contains(" com.azure.identity.")
                            || line.contains(" com.microsoft.")
                            || line.contains(" com.azure.storage.blob.")
                            || line.contains(" com.azure.json.")
                            || line.contains(" com.fasterxml.")
                            || line.contains(" software.amazon."));
        }
    }
}
