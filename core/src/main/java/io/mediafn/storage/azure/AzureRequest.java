package io.mediafn.storage.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A request to Azure's REST interface, in the words of its documentation, and how its attempts are to go. Belongs to one
 * call.
 */
final class AzureRequest {
    /**
     * The version of the interface. It has everything used here but where a listing starts, and every region and
     * emulator of today takes it.
     */
    static final String VERSION = "2024-11-04";

    private static final String UNRESERVED = "-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    /** The longest answer that is read into memory: the list of 50,000 blocks is the longest there is, with 7 MB. */
    private static final long LARGEST_ANSWER = 32 << 20;

    private final HttpMethod method;
    private final String url;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Optional<AzureBody> body = Optional.empty();
    private Duration limit = AzureTimeouts.ATTEMPT;
    private long readAtOnce = LARGEST_ANSWER;
    private boolean leavesOpen;
    private int attempts;

    private AzureRequest(HttpMethod method, String url) {
        this.method = method;
        this.url = url;
        header("x-ms-version", VERSION);
        header("User-Agent", "mediafn");
    }

    static AzureRequest get(String url) {
        return new AzureRequest(HttpMethod.GET, url);
    }

    static AzureRequest head(String url) {
        return new AzureRequest(HttpMethod.HEAD, url);
    }

    static AzureRequest put(String url) {
        return new AzureRequest(HttpMethod.PUT, url);
    }

    static AzureRequest post(String url) {
        return new AzureRequest(HttpMethod.POST, url);
    }

    static AzureRequest delete(String url) {
        return new AzureRequest(HttpMethod.DELETE, url);
    }

    /** A parameter, encoded here. */
    AzureRequest query(String name, String value) {
        query.put(name, value);
        return this;
    }

    AzureRequest query(String name, Optional<String> value) {
        value.ifPresent(present -> query(name, present));
        return this;
    }

    /** A header; the last one of a name is sent. */
    AzureRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    AzureRequest header(String name, Optional<String> value) {
        value.ifPresent(present -> header(name, present));
        return this;
    }

    AzureRequest with(Consumer<AzureRequest> addition) {
        addition.accept(this);
        return this;
    }

    AzureRequest body(AzureBody sent) {
        body = Optional.of(sent);
        return limit(AzureTimeouts.forSending(sent.length()));
    }

    /** How long an attempt may take, the reading of a short answer included. */
    AzureRequest limit(Duration longest) {
        limit = longest;
        return this;
    }

    /** How many bytes of a good answer are wanted; they are read within the attempt, and no others. */
    AzureRequest readAtOnce(long bytes) {
        readAtOnce = bytes;
        return this;
    }

    /** That the body of a good answer is left to be read by whoever asks. */
    AzureRequest leaveOpen() {
        leavesOpen = true;
        return this;
    }

    Optional<AzureBody> body() {
        return body;
    }

    Duration limit() {
        return limit;
    }

    long readAtOnce() {
        return readAtOnce;
    }

    boolean leavesOpen() {
        return leavesOpen;
    }

    void attempted() {
        attempts++;
    }

    /** How many attempts have been made. */
    int attempts() {
        return attempts;
    }

    /** For the SDK's pipeline, which adds the date, the signature and whatever else an attempt needs. */
    HttpRequest toSdk() {
        StringBuilder text = new StringBuilder(url);
        char separator = '?';
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            text.append(separator).append(parameter.getKey()).append('=').append(encode(parameter.getValue()));
            separator = '&';
        }
        try {
            HttpRequest request =
                    new HttpRequest(method, URI.create(text.toString()).toURL());
            headers.forEach((name, value) -> request.setHeader(HttpHeaderName.fromString(name), value));
            // Always: without one, the SDK signs the word null in its place.
            long length = body.map(AzureBody::length).orElse(0L);
            request.setHeader(HttpHeaderName.CONTENT_LENGTH, Long.toString(length));
            return request;
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the account's endpoint was checked when it was opened", e);
        }
    }

    /** Everything but RFC 3986's unreserved characters, slashes included, as the SDK does it. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
