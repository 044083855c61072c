package io.mediafn.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Google Cloud Storage.
 *
 * @param endpoint of another service than Google's
 * @param userProject the project that pays where the requester does
 */
public record GcsService(Optional<URI> endpoint, Identity identity, Optional<String> userProject) implements Service {
    /** Who asks. */
    public sealed interface Identity {
        /** Application default credentials. */
        record Default() implements Identity {}

        record Anonymous() implements Identity {}

        /** A key file, read when the first object is asked for. */
        record KeyFile(Path file) implements Identity {
            /**
             * The text of the file.
             *
             * @throws SettingsException naming the file and the rule that it breaks
             */
            public Secret read() {
                return SecretFiles.googleKey(file);
            }
        }
    }

    @Override
    public GcsService anonymous() {
        return withIdentity(new Identity.Anonymous());
    }

    GcsService withIdentity(Identity other) {
        return new GcsService(endpoint, other, userProject);
    }
}
