package io.mediafn.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The description of the API that it serves itself; read when it is first asked for. Thread-safe. */
final class OpenApi {
    private static final String RESOURCE = "openapi.json";

    private volatile String text = "";

    String text() {
        if (text.isEmpty()) {
            text = read();
        }
        return text;
    }

    private static String read() {
        try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
