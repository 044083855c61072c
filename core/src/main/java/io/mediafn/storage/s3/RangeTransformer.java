package io.mediafn.storage.s3;

import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ExactLengthStream;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Turns S3's answer to a GET into an {@link ObjectRead}.
 *
 * <p>A short range is read here, inside the SDK's retries, so that an answer that breaks off is asked for again; a long
 * one is handed out as a stream.
 */
final class RangeTransformer implements ResponseTransformer<GetObjectResponse, ObjectRead> {
    /** Ranges up to this many bytes are read at once. */
    private static final int SHORT_RANGE = 1 << 20;

    private static final int PARTIAL_CONTENT = 206;
    /** With numbers that fit into a long. */
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

    private final Location at;
    private final ByteRange range;
    private final AtomicInteger requests;

    RangeTransformer(Location at, ByteRange range, AtomicInteger requests) {
        this.at = at;
        this.range = range;
        this.requests = requests;
    }

    @Override
    public ObjectRead transform(GetObjectResponse answer, AbortableInputStream body) {
        boolean partial = answer.sdkHttpResponse().statusCode() == PARTIAL_CONTENT;
        if (!partial && range.offset() > 0) {
            body.abort();
            throw new StorageException(Kind.UNSUPPORTED, at, "the service ignores Range and sent the whole object");
        }
        long size = partial ? sizeInRange(answer) : sizeOfWhole(answer);
        ObjectStat stat = ObjectStat.of(at, size)
                .withEtag(Optional.ofNullable(answer.eTag()))
                .withVersionId(Optional.ofNullable(answer.versionId()))
                .withLastModified(Optional.ofNullable(answer.lastModified()))
                .withProperties(ObjectProperties.ofType(Optional.ofNullable(answer.contentType())));
        long wanted = range.within(size);
        if (wanted > SHORT_RANGE || range.length().isEmpty()) {
            return new ObjectRead(stat, new S3Body(body, wanted), requests.get());
        }
        return new ObjectRead(stat, new ByteArrayInputStream(readShort(body, (int) wanted)), requests.get());
    }

    /** {@code bytes 0-65535/5468354}: where the range starts, and the size of the object behind the slash. */
    private long sizeInRange(GetObjectResponse answer) {
        String said = Optional.ofNullable(answer.contentRange()).orElse("");
        Matcher matcher = CONTENT_RANGE.matcher(said);
        if (!matcher.matches()) {
            throw noSize(said);
        }
        if (Long.parseLong(matcher.group(1)) != range.offset()) {
            throw new StorageException(
                    Kind.UNAVAILABLE, at, "the answer is of another range than " + range.header() + ": " + said);
        }
        return Long.parseLong(matcher.group(2));
    }

    private long sizeOfWhole(GetObjectResponse answer) {
        long size = Optional.ofNullable(answer.contentLength()).orElse(-1L);
        if (size < 0) {
            throw noSize("no Content-Length");
        }
        return size;
    }

    private StorageException noSize(String said) {
        return new StorageException(Kind.UNSUPPORTED, at, "the answer does not tell the object's size: " + said);
    }

    private static byte[] readShort(AbortableInputStream body, int wanted) {
        try (body) {
            byte[] bytes = body.readNBytes(wanted);
            if (bytes.length < wanted) {
                throw RetryableException.create("the answer ended after " + bytes.length + " of " + wanted + " bytes");
            }
            if (body.read() >= 0) {
                // A whole object instead of a range: the rest is not worth reading to keep the connection.
                body.abort();
            }
            return bytes;
        } catch (IOException e) {
            throw RetryableException.create("the answer broke off: " + e.getMessage(), e);
        }
    }

    /** The stream is closed by whoever closes the {@link ObjectRead}. */
    @Override
    public boolean needsConnectionLeftOpen() {
        return true;
    }

    /** Breaks the connection instead of reading a rest that nobody wants. */
    private static final class S3Body extends ExactLengthStream {
        private final AbortableInputStream body;

        S3Body(AbortableInputStream body, long length) {
            super(body, length);
            this.body = body;
        }

        @Override
        public void close() throws IOException {
            if (left() > 0) {
                body.abort();
            }
            super.close();
        }
    }
}
