package io.mediafn.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of an answer (RFC 9112) and believes nothing that could be read in two ways: what one side takes for a
 * body, the other would take for the next answer.
 */
final class HttpHead {
    private static final int MOST_FIELDS = 200;
    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_INTERIM = 8;
    private static final int CONTINUE = 100;

    private final HttpConnection connection;

    HttpHead(HttpConnection connection) {
        this.connection = connection;
    }

    /** The final answer; interim ones are passed over. */
    HttpAnswer read(String method) throws IOException {
        for (int i = 0; i < MOST_INTERIM; i++) {
            int status = status(statusLine());
            Map<String, String> fields = fields();
            if (status >= 200) {
                return answer(method, status, fields);
            }
            if (status == 101) {
                throw new IOException("the service wants another protocol");
            }
        }
        throw new IOException("the service sends interim answers without end");
    }

    /**
     * Waits for leave to send a body.
     *
     * @return false if an answer comes instead, whose first byte is not read yet
     */
    boolean skipContinue() throws IOException {
        if (!connection.peek()) {
            throw new EOFException("the connection was closed before an answer");
        }
        if (!connection.startsWith("HTTP/1.1 100")) {
            return false;
        }
        if (status(statusLine()) != CONTINUE) {
            throw new IOException("the answer has no status");
        }
        fields();
        return true;
    }

    private String statusLine() throws IOException {
        if (!connection.peek()) {
            throw new EOFException("the connection was closed before an answer");
        }
        return connection.readLine();
    }

    private int status(String line) throws IOException {
        if (!line.startsWith("HTTP/1.") || line.length() < 12 || line.charAt(8) != ' ') {
            throw new IOException("the answer is no HTTP/1.1");
        }
        if (line.charAt(7) == '0') {
            connection.notReusable();
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IOException("the answer has no status");
            }
            status = status * 10 + digit;
        }
        if (status < 100 || (line.length() > 12 && line.charAt(12) != ' ')) {
            throw new IOException("the answer has no status");
        }
        return status;
    }

    private Map<String, String> fields() throws IOException {
        Map<String, String> fields = new HashMap<>(32);
        int bytes = 0;
        int count = 0;
        for (String line = connection.readLine(); !line.isEmpty(); line = connection.readLine()) {
            bytes += line.length();
            if (++count > MOST_FIELDS || bytes > MOST_BYTES) {
                throw new IOException(
                        "the answer's head has more than " + MOST_FIELDS + " fields or " + MOST_BYTES + " bytes");
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || line.charAt(0) <= ' ' || line.charAt(colon - 1) <= ' ') {
                throw new IOException("the answer's head has a line that is no field");
            }
            add(fields, lowerCase(line, colon), utf8(line.substring(colon + 1).strip()));
        }
        return fields;
    }

    private static void add(Map<String, String> fields, String name, String value) throws IOException {
        String other = fields.put(name, value);
        if (other != null && !other.equals(value)) {
            if (name.equals("content-length") || name.equals("transfer-encoding")) {
                throw new IOException("the answer tells its length twice");
            }
            fields.put(name, other + "," + value);
        }
    }

    /** Without regard to the locale. */
    private static String lowerCase(String line, int end) {
        StringBuilder name = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char c = line.charAt(i);
            name.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return name.toString();
    }

    /** Some services send metadata as they got it, in UTF-8. */
    private static String utf8(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }
        return value;
    }

    private HttpAnswer answer(String method, int status, Map<String, String> fields) throws IOException {
        String keep = fields.getOrDefault("connection", "");
        if (keep.equalsIgnoreCase("close")) {
            connection.notReusable();
        }
        String coding = fields.get("transfer-encoding");
        OptionalLong length = coding == null ? length(fields.get("content-length")) : OptionalLong.empty();
        if (method.equals("HEAD") || status == 204 || status == 304) {
            connection.answered();
            return new HttpAnswer(status, fields, length, Optional.empty());
        }
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new IOException("the answer is sent in another coding than chunked");
            }
            return new HttpAnswer(status, fields, length, Optional.of(new HttpBody.Chunked(connection)));
        }
        if (length.isEmpty()) {
            connection.notReusable();
            return new HttpAnswer(status, fields, length, Optional.of(new HttpBody.UntilClosed(connection)));
        }
        if (length.getAsLong() == 0) {
            connection.answered();
            return new HttpAnswer(status, fields, length, Optional.empty());
        }
        return new HttpAnswer(status, fields, length, Optional.of(new HttpBody.Fixed(connection, length.getAsLong())));
    }

    private static OptionalLong length(@Nullable String value) throws IOException {
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value.isEmpty() || value.length() > 18 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IOException("the answer's length is no number");
        }
        return OptionalLong.of(Long.parseLong(value));
    }
}
