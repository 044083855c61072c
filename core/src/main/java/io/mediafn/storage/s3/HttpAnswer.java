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
 *
 * @param fields by name in lower case
 * @param length of the body where it is told
 */
record HttpAnswer(int status, Map<String, String> fields, OptionalLong length, InputStream body)
        implements AutoCloseable {

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /**
     * The body as text.
     *
     * @param most bytes
     * @throws IOException if there are more, or the answer breaks off
     */
    String text(int most) throws IOException {
        return bytes(most).toString(StandardCharsets.UTF_8);
    }

    /** The body as bytes, no more than are worth reading. */
    private ByteArrayOutputStream bytes(int most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(length.orElse(1024), 1 << 16));
        byte[] buffer = new byte[8192];
        for (int got = body.read(buffer); got >= 0; got = body.read(buffer)) {
            bytes.write(buffer, 0, got);
            if (bytes.size() > most) {
                throw new IOException("the answer is longer than " + most + " bytes");
            }
        }
        return bytes;
    }

    /** Reads a short rest, so that the connection can be used again. */
    void drain() throws IOException {
        text(1 << 16);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    static InputStream noBody() {
        return new ByteArrayInputStream(new byte[0]);
    }
}
