package io.mediafn.config;

import java.net.URI;
import java.util.Optional;

/** Google's variables. GOOGLE_APPLICATION_CREDENTIALS is read by the application default credentials themselves. */
final class GoogleVariables {
    static final String USER_PROJECT = "MEDIAFN_GCS_USER_PROJECT";

    private final Variables variables;

    GoogleVariables(Variables variables) {
        this.variables = variables;
    }

    GcsService read() {
        // As in Google's own clients: HOST:PORT or a URL, and an emulator asks for no credentials.
        Optional<URI> emulator = variables.parsed(
                "STORAGE_EMULATOR_HOST", text -> Urls.endpoint(text.contains("://") ? text : "http://" + text));
        return new GcsService(
                emulator,
                emulator.isPresent() ? new GcsService.Identity.Anonymous() : new GcsService.Identity.Default(),
                variables.text(USER_PROJECT));
    }

    /** Whether the variables say who asks, rather than leaving it to the machine. */
    boolean nameIdentity() {
        return variables.has("GOOGLE_APPLICATION_CREDENTIALS") || variables.has("STORAGE_EMULATOR_HOST");
    }
}
