package io.mediafn.testing;

import java.net.URI;

/**
 * A server for tests, and who may use it.
 *
 * @param accessKey the user, or the account; empty where the server asks nobody
 */
public record TestServer(URI endpoint, String region, String accessKey, String secretKey) {
    /** Without the secret, which may be a real one. */
    @Override
    public String toString() {
        return "TestServer[" + endpoint + ", " + region + ", " + accessKey + "]";
    }
}
