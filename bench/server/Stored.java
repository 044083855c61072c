package server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An object.
 *
 * @param etag with its quotes
 * @param modified milliseconds
 * @param headers head lines that answers repeat
 * @param checksum null if it has none
 * @param partEnds where each part of a multipart upload ended; null for other objects
 */
record Stored(Content content, String etag, long modified, byte[] headers, Checksum checksum, long[] partEnds) {
    static final String DEFAULT_TYPE = "Content-Type: binary/octet-stream\r\n";
    static final byte[] DEFAULT_HEADERS = DEFAULT_TYPE.getBytes(StandardCharsets.ISO_8859_1);

    /**
     * As given or computed.
     *
     * @param name as in {@code x-amz-checksum-NAME}
     */
    record Checksum(String name, String value, String type) {
        void head(Output out) {
            out.text("x-amz-checksum-").text(name).text(": ").text(value).text("\r\n");
            out.header("x-amz-checksum-type", type);
        }

        void xml(Output out) {
            element(out);
            out.element("ChecksumType", type);
        }

        void element(Output out) {
            out.element("Checksum" + name.toUpperCase(Locale.ROOT), value);
        }
    }

    /** @param md5 null if its ETag is none */
    record Part(Content content, String etag, byte[] md5, Checksum checksum, long modified) {}
}
