package io.mediafn.storage.gcs;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ExactLengthStream;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Reads an object, or a range of it, with one GET, whose head tells the properties too. The client's own reader asks for
 * them before, or does without.
 *
 * <p>A short range is read here, inside the retries, so that an answer that breaks off is asked for again; a long one is
 * handed out as a stream.
 */
final class GcsReads {
    /** Ranges up to this many bytes are read at once. */
    private static final int SHORT_RANGE = 1 << 20;
    /** With numbers that fit into a long. */
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final String GZIP = "gzip";

    private final GcsClient client;

    GcsReads(GcsClient client) {
        this.client = client;
    }

    /**
     * Reads.
     *
     * @param sent counts the requests
     * @return absent if the range starts at the end of the object or behind it
     */
    Optional<ObjectRead> read(Location at, ReadOptions options, AtomicInteger sent) {
        OptionalLong pinned = options.ifMatch().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(GcsGenerations.of(at, options.ifMatch().get()));
        return GcsRetries.run(at, sent, () -> {
            HttpRequest request = client.request("GET", client.urls().bytesOf(at, pinned), null, sent);
            // Not for the sake of the wire: without it the service unpacks what is stored as gzip.
            request.getHeaders().setAcceptEncoding(GZIP);
            if (!options.range().isAll()) {
                request.getHeaders().setRange(options.range().header());
            }
            HttpResponse response = request.execute();
            int status = response.getStatusCode();
            if (status == GcsErrors.RANGE_NOT_SATISFIABLE) {
                response.ignore();
                return Optional.empty();
            }
            if (status != GcsAnswers.OK && status != GcsAnswers.PARTIAL_CONTENT) {
                throw GcsRefusal.of(response);
            }
            try {
                return Optional.of(read(at, options, response, sent));
            } catch (IOException | RuntimeException e) {
                response.disconnect();
                throw e;
            }
        });
    }

    private static ObjectRead read(Location at, ReadOptions options, HttpResponse response, AtomicInteger sent)
            throws IOException {
        ByteRange range = options.range();
        HttpHeaders headers = response.getHeaders();
        boolean partial = response.getStatusCode() == GcsAnswers.PARTIAL_CONTENT;
        if (!partial && range.offset() > 0) {
            throw new StorageException(Kind.UNSUPPORTED, at, "the service ignores Range and sent the whole object");
        }
        long size = partial ? sizeInRange(at, range, headers) : sizeOfWhole(at, headers);
        ObjectStat stat = GcsStats.of(at, size, headers);
        if (options.ifMatch().isPresent() && !options.ifMatch().equals(stat.etag())) {
            // The request said so too, and a service that takes no notice of it must not go unseen.
            throw new StorageException(
                    Kind.PRECONDITION_FAILED,
                    at,
                    "is another generation than " + options.ifMatch().get());
        }
        InputStream bytes = asStored(at, response);
        long wanted = range.within(size);
        if (wanted > SHORT_RANGE || range.length().isEmpty()) {
            if (response.getContent() instanceof GcsBody body) {
                body.handOut();
            }
            return new ObjectRead(stat, new ExactLengthStream(bytes, wanted), sent.get());
        }
        try (bytes) {
            byte[] read = bytes.readNBytes((int) wanted);
            if (read.length < wanted) {
                throw new IOException("the answer ended after " + read.length + " of " + wanted + " bytes");
            }
            return new ObjectRead(stat, new ByteArrayInputStream(read), sent.get());
        }
    }

    /** {@code bytes 0-65535/5468354}: where the range starts, and the size of the object behind the slash. */
    private static long sizeInRange(Location at, ByteRange range, HttpHeaders headers) {
        String said = GcsStats.header(headers, "content-range").orElse("");
        Matcher matcher = CONTENT_RANGE.matcher(said);
        if (!matcher.matches()) {
            throw noSize(at, said);
        }
        if (Long.parseLong(matcher.group(1)) != range.offset()) {
            throw new StorageException(
                    Kind.UNAVAILABLE, at, "the answer is of another range than " + range.header() + ": " + said);
        }
        return Long.parseLong(matcher.group(2));
    }

    /** What is stored; what is sent can be packed for the way. */
    private static long sizeOfWhole(Location at, HttpHeaders headers) {
        return GcsStats.header(headers, "x-goog-stored-content-length")
                .or(() -> GcsStats.header(headers, "content-length"))
                .filter(length -> LENGTH.matcher(length).matches())
                .map(Long::parseLong)
                .orElseThrow(() -> noSize(at, "no length"));
    }

    private static StorageException noSize(Location at, String said) {
        return new StorageException(Kind.UNSUPPORTED, at, "the answer does not tell the object's size: " + said);
    }

    /** The bytes that the object has, whatever was done to them for the way. */
    private static InputStream asStored(Location at, HttpResponse response) throws IOException {
        InputStream content = Optional.ofNullable(response.getContent()).orElseGet(InputStream::nullInputStream);
        String stored = GcsStats.header(response.getHeaders(), "x-goog-stored-content-encoding")
                .orElse(GcsStats.IDENTITY);
        boolean packed = GZIP.equals(response.getContentEncoding());
        if (packed && stored.equals(GcsStats.IDENTITY)) {
            return new GZIPInputStream(content);
        }
        if (!packed && stored.equals(GZIP)) {
            throw new StorageException(
                    Kind.UNSUPPORTED, at, "the service unpacked what is stored as gzip, and sent other bytes");
        }
        return content;
    }
}
