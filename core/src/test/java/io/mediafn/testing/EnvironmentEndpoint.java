package io.mediafn.testing;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server that the environment names: PREFIX_ENDPOINT, and PREFIX_REGION, PREFIX_ACCESS_KEY, PREFIX_SECRET_KEY.
 * It is used without a look whether it answers: a test that fails beats one that silently ran somewhere else.
 */
record EnvironmentEndpoint(
        Map<String, String> environment,
        String prefix,
        @Nullable String defaultKey) implements Way {
    @Override
    public Found find() throws NotThisWayException {
        String endpoint = value("ENDPOINT", null);
        if (endpoint == null) {
            throw new NotThisWayException(prefix + "_ENDPOINT is not set");
        }
        TestServer server = new TestServer(
                URI.create(endpoint),
                required("REGION", "us-east-1"),
                required("ACCESS_KEY", defaultKey),
                required("SECRET_KEY", defaultKey));
        return new Found(server, "from " + prefix + "_ENDPOINT");
    }

    private @Nullable String value(String name, @Nullable String otherwise) {
        String value = environment.get(prefix + "_" + name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    private String required(String name, @Nullable String otherwise) {
        String value = value(name, otherwise);
        if (value == null) {
            throw new IllegalStateException(prefix + "_ENDPOINT is set without " + prefix + "_" + name);
        }
        return value;
    }
}
