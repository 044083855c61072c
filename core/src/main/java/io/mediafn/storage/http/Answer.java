package io.mediafn.storage.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** A web server's answer whose headers have come. Belongs to one thread, which ends it in one of three ways. */
final class Answer {
    /** A rest up to this many bytes is cheaper to read than a new connection to make. */
    private static final int CHEAP_REST = 16 << 10;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final Watchdog.Watch watch;

    Answer(HttpUriRequestBase request, ClassicHttpResponse response, Watchdog.Watch watch) {
        this.request = request;
        this.response = response;
        this.watch = watch;
    }

    int status() {
        return response.getCode();
    }

    /** A header's value; the first one if there are several. */
    Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    List<String> headers(String name) {
        return Arrays.stream(response.getHeaders(name))
                .map(header -> header.getValue())
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .toList();
    }

    /** {@code Content-Length}, in bytes; absent where the body comes in chunks, whatever else is said. */
    OptionalLong length() {
        if (header("Transfer-Encoding").isPresent()) {
            return OptionalLong.empty();
        }
        return header("Content-Length")
                .filter(text -> NUMBER.matcher(text).matches())
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElseGet(OptionalLong::empty);
    }

    /** Whether the body says itself where it ends, so that one that breaks off does not pass for a whole one. */
    boolean isChunked() {
        @Nullable HttpEntity entity = response.getEntity();
        return entity != null && entity.isChunked();
    }

    /** The bytes as they come, packed or not. */
    InputStream body() throws IOException {
        @Nullable HttpEntity entity = response.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    /** Gives the reading of a long body its own time. */
    void restart(Duration limit) {
        watch.restart(limit);
    }

    /** Ends with a body that has been read whole, or that nobody wants: the connection is kept where that is cheap. */
    void discard() {
        try (InputStream body = body()) {
            int left = CHEAP_REST;
            byte[] buffer = new byte[4 << 10];
            int got = body.read(buffer);
            while (got >= 0 && left > 0) {
                left -= got;
                got = body.read(buffer);
            }
            if (got >= 0) {
                // Before the stream is closed, which would read the rest to its end.
                cancel();
            }
        } catch (IOException e) {
            // Of bytes that nobody wants.
            cancel();
        }
    }

    /** Ends by breaking the connection. */
    void cancel() {
        request.cancel();
    }
}
