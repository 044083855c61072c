package io.mediafn.testing;

import java.nio.charset.StandardCharsets;

/** A whole answer, for a fault to give or to change. The length that goes out is that of the body. Immutable. */
public final class WireAnswer {
    private final int status;
    private final WireHeaders headers;
    private final byte[] body;

    public WireAnswer(int status, WireHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body.clone();
    }

    public int status() {
        return status;
    }

    public WireHeaders headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public WireAnswer withStatus(int other) {
        return new WireAnswer(other, headers, body);
    }

    public WireAnswer withHeader(String name, String value) {
        return new WireAnswer(status, headers.with(name, value), body);
    }

    public WireAnswer withBody(String text) {
        return new WireAnswer(status, headers, text.getBytes(StandardCharsets.UTF_8));
    }
}
