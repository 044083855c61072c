package io.mediafn.storage.s3;

import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ExactLengthStream;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns S3's answer to a GET into an {@link ObjectRead}.
 *
 * <p>A short range is read here, inside the retries, so that an answer that breaks off is asked for again; a long one is
 * handed out as a stream.
 */
record S3Reader(Location at, ByteRange range) implements S3Wire.Reader<ObjectRead> {
    /** Ranges up to this many bytes are read at once. */
    private static final int SHORT_RANGE = 1 << 20;

    private static final int PARTIAL_CONTENT = 206;
    /** With numbers that fit into a long. */
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

    @Override
    public ObjectRead read(HttpAnswer answer, int requests) throws IOException {
        boolean partial = answer.status() == PARTIAL_CONTENT;
        if (!partial && range.offset() > 0) {
            throw new StorageException(Kind.UNSUPPORTED, at, "the service ignores Range and sent the whole object");
        }
        long size = partial ? sizeInRange(answer) : answer.length().orElseThrow(() -> noSize("no Content-Length"));
        ObjectStat stat = S3Fields.stat(at, size, answer);
        long wanted = range.within(size);
        if (wanted > SHORT_RANGE || range.length().isEmpty()) {
            return new ObjectRead(stat, new ExactLengthStream(answer.handOut(), wanted), requests);
        }
        return new ObjectRead(stat, new ByteArrayInputStream(readShort(answer.body(), (int) wanted)), requests);
    }

    /** {@code bytes 0-65535/5468354}: where the range starts, and the size of the object behind the slash. */
    private long sizeInRange(HttpAnswer answer) {
        String said = answer.field("content-range").orElse("");
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

    private StorageException noSize(String said) {
        return new StorageException(Kind.UNSUPPORTED, at, "the answer does not tell the object's size: " + said);
    }

    /** A whole object instead of a range is not read to its end: its connection is closed with the answer. */
    private static byte[] readShort(InputStream body, int wanted) throws IOException {
        byte[] bytes = new byte[wanted];
        int got = body.readNBytes(bytes, 0, wanted);
        if (got < wanted) {
            throw new IOException("the answer ended after " + got + " of " + wanted + " bytes");
        }
        return bytes;
    }
}
