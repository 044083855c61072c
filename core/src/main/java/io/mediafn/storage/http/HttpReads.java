package io.mediafn.storage.http;

import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ExactLengthStream;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads objects and ranges of them from what web servers answer: the bytes asked for, or an error. */
final class HttpReads {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    /** Ranges up to this many bytes are read within the attempt, so that one that breaks off is asked for again. */
    private static final int SHORT_RANGE = 1 << 20;
    /** With numbers that fit into a long. */
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})", Pattern.CASE_INSENSITIVE);

    private final HttpCall call;
    private final Location at;
    private final HttpLimits limits;

    HttpReads(HttpCall call, Location at, HttpLimits limits) {
        this.call = call;
        this.at = at;
        this.limits = limits;
    }

    ObjectRead read(ReadOptions options) throws HttpFailure {
        Map<String, String> headers = new LinkedHashMap<>(AnswerStat.condition(options.ifMatch()));
        if (!options.range().isAll()) {
            headers.put("Range", options.range().header());
        }
        Optional<ObjectRead> read = call.run("GET", headers, answer -> take(answer, options));
        if (read.isPresent()) {
            return read.get();
        }
        // 416: behind the end. Its answer says too little of the object.
        ObjectStat stat = new HttpStats(call, at, limits).stat();
        requirePinned(stat, options);
        if (options.range().within(stat.size()) > 0) {
            throw HttpFailure.lasting(Kind.UNSUPPORTED, "the server refuses a range that lies in the object");
        }
        return new ObjectRead(stat, InputStream.nullInputStream(), call.requests());
    }

    private Optional<ObjectRead> take(Answer answer, ReadOptions options) throws IOException, HttpFailure {
        return switch (answer.status()) {
            case PARTIAL_CONTENT -> Optional.of(partial(answer, options));
            case OK -> Optional.of(whole(answer, options));
            case HttpErrors.NOT_SATISFIABLE -> {
                answer.discard();
                if (options.range().isAll()) {
                    throw HttpErrors.ofStatus(answer);
                }
                yield Optional.empty();
            }
            default -> {
                HttpFailure failure = HttpErrors.ofStatus(answer);
                answer.discard();
                throw failure;
            }
        };
    }

    private ObjectRead partial(Answer answer, ReadOptions options) throws IOException, HttpFailure {
        ByteRange range = options.range();
        if (isOptional(options) && answer.header("Content-Range").orElse("").endsWith("/*")) {
            return ofUnknownSize(answer, options);
        }
        long size = sizeInRange(answer, range);
        long wanted = range.within(size);
        ObjectStat stat = AnswerStat.of(at, size, answer, false);
        requirePinned(stat, options);
        if (answer.length().isPresent() && answer.length().getAsLong() != wanted) {
            throw HttpFailure.lasting(Kind.UNSUPPORTED, "the answer's length is not that of its range");
        }
        return hand(answer, stat, wanted, answer.length().isPresent());
    }

    /** Checks that an answer is of the range asked for, clipped to the object, and gives the object's size. */
    static long sizeInRange(Answer answer, ByteRange range) throws HttpFailure {
        String type = answer.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/byteranges")) {
            throw HttpFailure.lasting(Kind.UNSUPPORTED, "the server answers with several ranges to one");
        }
        Matcher said = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        if (!said.matches()) {
            throw HttpFailure.lasting(Kind.UNSUPPORTED, "the answer does not tell the object's size");
        }
        long size = Long.parseLong(said.group(3));
        long first = Long.parseLong(said.group(1));
        long last = Long.parseLong(said.group(2));
        if (first != range.offset() || last - first + 1 != range.within(size)) {
            throw HttpFailure.lasting(Kind.UNSUPPORTED, "the answer is of another range than " + range.header());
        }
        return size;
    }

    private ObjectRead whole(Answer answer, ReadOptions options) throws IOException, HttpFailure {
        ByteRange range = options.range();
        if (range.offset() > 0) {
            throw HttpFailure.lasting(Kind.UNSUPPORTED, "the server ignores Range and sent the whole object");
        }
        OptionalLong length = answer.length();
        if (length.isEmpty() && isOptional(options) && answer.isChunked()) {
            return ofUnknownSize(answer, options);
        }
        if (length.isEmpty()) {
            Unsized body = Unsized.read(answer, limits, true);
            ObjectStat stat = AnswerStat.of(at, body.size(), answer, true);
            requirePinned(stat, options);
            return new ObjectRead(stat, new ExactLengthStream(body.open(), range.within(body.size())), call.requests());
        }
        ObjectStat stat = AnswerStat.of(at, length.getAsLong(), answer, true);
        requirePinned(stat, options);
        long wanted = range.within(stat.size());
        return hand(answer, stat, wanted, wanted == stat.size());
    }

    private static boolean isOptional(ReadOptions options) {
        return options.sizeOptional() && options.range().length().isPresent();
    }

    /** The bytes asked for and no further; where the body ends before, the object does. */
    private ObjectRead ofUnknownSize(Answer answer, ReadOptions options) throws IOException, HttpFailure {
        ByteRange range = options.range();
        int most = Math.toIntExact(Math.min(range.length().orElse(0), Unsized.MOST));
        if (answer.status() == PARTIAL_CONTENT && !startsAt(answer, range.offset())) {
            throw HttpFailure.lasting(Kind.UNSUPPORTED, "the answer is of another range than " + range.header());
        }
        byte[] bytes = answer.body().readNBytes(most);
        answer.cancel();
        long end = range.offset() + bytes.length;
        ObjectStat stat = AnswerStat.of(at, end, answer, answer.status() == OK);
        requirePinned(stat, options);
        return new ObjectRead(stat, new ByteArrayInputStream(bytes), call.requests(), bytes.length < most);
    }

    private static boolean startsAt(Answer answer, long offset) {
        return answer.header("Content-Range")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .startsWith("bytes " + offset + "-");
    }

    private static void requirePinned(ObjectStat stat, ReadOptions options) throws HttpFailure {
        if (options.ifMatch().isPresent() && !options.ifMatch().equals(stat.etag())) {
            throw HttpFailure.lasting(Kind.PRECONDITION_FAILED, "has another ETag than the one asked for");
        }
    }

    /** Hands out the first {@code wanted} bytes; {@code framed} where the answer's own framing ends there. */
    private ObjectRead hand(Answer answer, ObjectStat stat, long wanted, boolean framed) throws IOException {
        HttpBody body = new HttpBody(answer, answer.body(), wanted, framed, limits);
        if (wanted > SHORT_RANGE) {
            return new ObjectRead(stat, body, call.requests());
        }
        try (body) {
            return new ObjectRead(stat, new ByteArrayInputStream(body.readAllBytes()), call.requests());
        }
    }
}
