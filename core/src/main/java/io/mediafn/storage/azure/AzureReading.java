package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksums;
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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads blobs and their properties. Thread-safe. */
final class AzureReading {
    /** Ranges up to this many bytes are read at once, so that an answer that breaks off is asked for again. */
    private static final int SHORT_RANGE = 1 << 20;

    private static final int PARTIAL_CONTENT = 206;
    /** With numbers that fit into a long. */
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18})");

    private final AzureWire wire;
    private final AzureNames names;

    AzureReading(AzureWire wire, AzureNames names) {
        this.wire = wire;
        this.names = names;
    }

    ObjectStat stat(Location at) {
        return stat(at, Optional.empty());
    }

    /** Asks for the properties; the answer may be an error. */
    AzureAnswer look(Location at) {
        return wire.send(at, AzureRequest.head(names.url(names.object(at))));
    }

    /** The properties of the blob that still has this ETag. */
    ObjectStat stat(Location at, Optional<String> ifMatch) {
        String url = names.url(names.object(at));
        AzureAnswer answer = wire.send(at, AzureRequest.head(url).header("If-Match", ifMatch))
                .orThrow(at);
        return stat(at, answer);
    }

    static ObjectStat stat(Location at, AzureAnswer answer) {
        long size = AzureListing.size(at, answer.header("Content-Length").orElse(""));
        requireObject(at, answer, size);
        return AzureProperties.stat(at, size, answer)
                .withChecksums(AzureOwnChecksum.with(AzureProperties.md5(answer.header("Content-MD5")), answer, size));
    }

    /** The tags; none where the account has none, as one with a hierarchical namespace. */
    Map<String, String> tags(Location at) {
        AzureAnswer answer =
                wire.send(at, AzureRequest.get(names.url(names.object(at))).query("comp", "tags"));
        if (!answer.good() && AzureErrors.kind(answer) == Kind.UNSUPPORTED) {
            return Map.of();
        }
        return AzureXml.tags(at, answer.orThrow(at));
    }

    private static void requireObject(Location at, AzureAnswer answer, long size) {
        if (AzureProperties.isFolder(answer, size)) {
            throw new StorageException(Kind.NOT_FOUND, at, "names a folder, not an object");
        }
    }

    ObjectRead read(Location at, ReadOptions options) {
        ByteRange range = options.range();
        AzureRequest request = AzureRequest.get(names.url(names.object(at))).header("If-Match", options.ifMatch());
        if (!range.isAll()) {
            request.header("Range", range.header());
        }
        boolean atOnce = range.length().isPresent() && range.length().getAsLong() <= SHORT_RANGE;
        if (atOnce) {
            request.readAtOnce(range.length().getAsLong());
        } else {
            request.leaveOpen();
        }
        AzureAnswer answer = wire.send(at, request);
        if (answer.status() == AzureErrors.RANGE_NOT_SATISFIABLE) {
            // The range starts at the end of the object or behind it; Azure then tells nothing else of the object.
            return behindTheEnd(stat(at, options.ifMatch()), range, answer.attempts() + 1);
        }
        return opened(at, range, atOnce, answer.orThrow(at));
    }

    private static ObjectRead behindTheEnd(ObjectStat stat, ByteRange range, int requests) {
        if (range.within(stat.size()) > 0) {
            throw AzureXml.strange(stat.location(), "the service refused a range that lies within the object");
        }
        return new ObjectRead(stat, InputStream.nullInputStream(), requests);
    }

    private ObjectRead opened(Location at, ByteRange range, boolean atOnce, AzureAnswer answer) {
        try {
            long size = sizeOfWhole(at, range, answer);
            requireObject(at, answer, size);
            ObjectStat stat = AzureProperties.stat(at, size, answer)
                    .withChecksums(AzureOwnChecksum.with(checksums(answer), answer, size));
            long wanted = range.within(size);
            if (!atOnce) {
                return new ObjectRead(stat, new Body(answer.stream(), wanted), answer.attempts());
            }
            if (answer.bytes().length < wanted) {
                throw AzureXml.strange(at, "the answer has " + answer.bytes().length + " of " + wanted + " bytes");
            }
            InputStream bytes = new ByteArrayInputStream(answer.bytes(), 0, (int) wanted);
            return new ObjectRead(stat, bytes, answer.attempts());
        } catch (StorageException e) {
            answer.response().close();
            throw e;
        }
    }

    /** The blob's own checksum; that of a range has another header. */
    private static Checksums checksums(AzureAnswer answer) {
        boolean whole = answer.status() != PARTIAL_CONTENT;
        return AzureProperties.md5(answer.header("x-ms-blob-content-md5")
                .or(() -> answer.header("Content-MD5").filter(md5 -> whole)));
    }

    private static long sizeOfWhole(Location at, ByteRange range, AzureAnswer answer) {
        if (answer.status() == PARTIAL_CONTENT) {
            return sizeInRange(at, range, answer.header("Content-Range").orElse(""));
        }
        if (range.offset() > 0) {
            throw new StorageException(Kind.UNSUPPORTED, at, "the service ignores Range and sent the whole object");
        }
        return answer.header("Content-Length")
                .filter(length -> length.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() -> noSize(at, "no Content-Length"));
    }

    /** {@code bytes 0-65535/5468354}: where the range starts, and the size of the object behind the slash. */
    private static long sizeInRange(Location at, ByteRange range, String said) {
        Matcher matcher = CONTENT_RANGE.matcher(said);
        if (!matcher.matches()) {
            throw noSize(at, said);
        }
        if (Long.parseLong(matcher.group(1)) != range.offset()) {
            throw AzureXml.strange(at, "the answer is of another range than " + range.header() + ": " + said);
        }
        return Long.parseLong(matcher.group(2));
    }

    private static StorageException noSize(Location at, String said) {
        return new StorageException(Kind.UNSUPPORTED, at, "the answer does not tell the object's size: " + said);
    }

    /** Reads to the end of the connection's answer too, so that it can be used again. */
    private static final class Body extends ExactLengthStream {
        private final InputStream answer;

        Body(InputStream answer, long length) {
            super(answer, length);
            this.answer = answer;
        }

        @Override
        public void close() throws IOException {
            if (left() == 0) {
                answer.skip(1);
            }
            super.close();
        }
    }
}
