package io.mediafn.storage.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import io.mediafn.location.Location;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What the service answered, good or bad.
 *
 * @param attempts how many requests it took
 */
record AzureAnswer(AzureResponse response, int attempts) {
    boolean good() {
        return response.getStatusCode() / 100 == 2;
    }

    int status() {
        return response.getStatusCode();
    }

    HttpHeaders headers() {
        return response.getHeaders();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers().getValue(HttpHeaderName.fromString(name)))
                .filter(value -> !value.isEmpty());
    }

    /** In quotes, as it is written in conditions; listings leave them out. */
    Optional<String> etag() {
        return header("ETag").map(AzureAnswer::quoted);
    }

    static String quoted(String etag) {
        return etag.startsWith("\"") || etag.startsWith("W/") ? etag : '"' + etag + '"';
    }

    Optional<Instant> lastModified() {
        return header("Last-Modified").flatMap(AzureAnswer::time);
    }

    /** A time as HTTP writes it; absent if it is none. */
    static Optional<Instant> time(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    byte[] bytes() {
        return response.bytes();
    }

    InputStream stream() {
        return response.rest();
    }

    /** This, if it is good; else the error that it means. */
    AzureAnswer orThrow(Location at) {
        if (!good()) {
            throw AzureErrors.toStorageException(at, this);
        }
        return this;
    }
}
