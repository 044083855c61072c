package io.mediafn.storage.gcs;

import com.google.api.client.http.HttpContent;
import io.mediafn.checksum.Checksum;
import io.mediafn.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of a write: an object's properties and its bytes in one request. Its length is known without reading the
 * bytes, which the client's own content would do. The end comes only when the bytes have proven to be the right ones;
 * without it the service makes no object. Belongs to one thread.
 */
final class InsertContent implements HttpContent {
    private static final String DEFAULT_TYPE = "application/octet-stream";

    private final String boundary = "mediafn-" + UUID.randomUUID();
    private final byte[] head;
    private final byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    private final CheckedContent content;
    private final long length;
    private @Nullable Checksum sent;

    InsertContent(Map<String, Object> object, CheckedContent content, long length) {
        String type = headerValue(String.valueOf(object.get("contentType")));
        this.head = ("--" + boundary + "\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n" + Json.write(object)
                        + "\r\n--" + boundary + "\r\nContent-Type: " + type + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        this.content = content;
        this.length = length;
    }

    /** What can't be in a header stays in the object's resource alone, which is what counts. */
    private static String headerValue(String type) {
        return type.chars().allMatch(c -> c >= ' ' && c <= '~') ? type : DEFAULT_TYPE;
    }

    @Override
    public long getLength() {
        return head.length + length + tail.length;
    }

    @Override
    public String getType() {
        return "multipart/related; boundary=" + boundary;
    }

    @Override
    public boolean retrySupported() {
        return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(head);
        sent = content.writeTo(out);
        out.write(tail);
    }

    /** The CRC32C of the bytes. */
    Checksum sent() throws IOException {
        if (sent == null) {
            throw new IOException("the service answered before it had the bytes");
        }
        return sent;
    }
}
