package io.mediafn.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Amazon S3, or what speaks its protocol.
 *
 * @param endpoint of another service than Amazon's
 * @param region where absent, what AWS's own files say
 */
public record S3Service(Optional<URI> endpoint, Optional<String> region, Identity identity) implements Service {
    /** Who asks. */
    public sealed interface Identity {
        /** What the SDK's default chain finds, with this profile where one is named. */
        record Chain(Optional<String> profile) implements Identity {}

        record Anonymous() implements Identity {}

        /** A fixed access key. */
        record Keys(String id, Secret secret, Optional<Secret> sessionToken) implements Identity {}

        /**
         * A role that is assumed with what the default chain finds.
         *
         * @param stsEndpoint of the token service, absent for Amazon's own
         */
        record Role(String arn, Optional<URI> stsEndpoint) implements Identity {}

        /**
         * An access key in a JSON file, read when the first object is asked for; it may name endpoint and region too.
         *
         * @param bringsEndpoint whether the file has to name the endpoint, since nothing else does
         */
        record InFile(Path file, boolean bringsEndpoint) implements Identity {}
    }

    @Override
    public S3Service anonymous() {
        return withIdentity(new Identity.Anonymous());
    }

    S3Service withIdentity(Identity other) {
        return new S3Service(endpoint, region, other);
    }

    /**
     * This service with the access key itself where a file has it.
     *
     * @throws SettingsException naming the file and the rule that it breaks
     */
    public S3Service resolved() {
        return identity instanceof Identity.InFile inFile ? SecretFiles.accessKey(this, inFile) : this;
    }
}
