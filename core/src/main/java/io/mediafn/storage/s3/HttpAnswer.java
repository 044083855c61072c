package io.mediafn.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answer to a request. Belongs to one thread, which closes it; its connection is used again only if the body was
 * read to its end.
 */
final class HttpAnswer implements AutoCloseable {
    private final int status;
    private final Map<String, String> fields;
    private final OptionalLong length;
    private final Optional<HttpBody> body;
    private boolean handedOut;

    /**
     * With the head read, and the body not.
     *
     * @param fields by name in lower case
     * @param length as the head tells it; that of an answer to HEAD is the object's
     */
    HttpAnswer(int status, Map<String, String> fields, OptionalLong length, Optional<HttpBody> body) {
        this.status = status;
        this.fields = fields;
        this.length = length;
        this.body = body;
    }

    int status() {
        return status;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** All fields by name in lower case. */
    Map<String, String> fields() {
        return fields;
    }

    OptionalLong length() {
        return length;
    }

    InputStream body() {
        return body.<InputStream>map(stream -> stream).orElseGet(() -> new ByteArrayInputStream(new byte[0]));
    }

    /** The body for somebody who reads it at their own pace, and closes it; closing this answer no longer does. */
    InputStream handOut() {
        handedOut = true;
        body.ifPresent(HttpBody::unlimited);
        return body();
    }

    /**
     * The body as text.
     *
     * @param most bytes
     * @throws IOException if there are more, or the answer breaks off
     */
    String text(int most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(length.orElse(1024), 1 << 16));
        byte[] buffer = new byte[8192];
        InputStream in = body();
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            bytes.write(buffer, 0, got);
            if (bytes.size() > most) {
                throw new IOException("the answer is longer than " + most + " bytes");
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A rest that was not read is not worth reading: its connection ends. */
    @Override
    public void close() {
        if (!handedOut) {
            body.ifPresent(HttpBody::close);
        }
    }
}
