package io.mediafn.storage.s3;

import io.mediafn.testing.S3Server;
import java.util.Optional;

final class S3Fixtures {
    private S3Fixtures() {}

    static S3Settings settings(S3Server server) {
        return settings(server, server.secretKey());
    }

    static S3Settings settings(S3Server server, String secretKey) {
        return new S3Settings(
                Optional.of(server.endpoint()),
                Optional.of(server.region()),
                new S3Credentials.Keys(server.accessKey(), secretKey, Optional.empty()));
    }
}
