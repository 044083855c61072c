package io.mediafn.storage.gcs;

import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import io.mediafn.checksum.Checksum;
import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resumable upload: the service takes pieces one after the other, says how far it got, and makes the object when it
 * has been told the size and has that many bytes. Its URL lets anybody write, so it stands in no message, and no
 * credentials go to it. Belongs to one thread.
 */
final class GcsSession {
    /** Pieces but the last have a multiple of this many bytes. */
    static final int QUANTUM = 256 << 10;

    private static final Pattern PERSISTED = Pattern.compile("bytes=0-(\\d{1,18})");
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    /** Answers to the end of an upload: 499 stands for a client that closed its request, which is what we do. */
    private static final Set<Integer> ENDED = Set.of(GcsAnswers.OK, 204, NOT_FOUND, GONE, 499);

    private final GcsClient client;
    private final Location to;
    private final GenericUrl url;
    private final AtomicInteger sent = new AtomicInteger();

    private GcsSession(GcsClient client, Location to, GenericUrl url) {
        this.client = client;
        this.to = to;
        this.url = url;
    }

    /** Begins one; the precondition is the service's to check, now and at the end. */
    static GcsSession begin(
            GcsClient client, Location to, OptionalLong expected, HttpContent object, OptionalLong size) {
        AtomicInteger sent = new AtomicInteger();
        return GcsRetries.run(to, sent, () -> {
            HttpRequest request = client.request("POST", client.urls().session(to, expected), object, sent);
            if (size.isPresent()) {
                request.getHeaders().set("X-Upload-Content-Length", size.getAsLong());
            }
            HttpResponse response = request.execute();
            if (!GcsAnswers.isDone(response)) {
                throw GcsRefusal.of(response);
            }
            response.ignore();
            String location = GcsStats.header(response.getHeaders(), "location")
                    .orElseThrow(() -> new IOException("the service began an upload without saying where"));
            return new GcsSession(client, to, new GenericUrl(location, true));
        });
    }

    /** A piece of the object that can be sent again from any of its bytes. */
    interface Piece {
        /** Of the object, where the piece starts and where it ends. */
        long start();

        long end();

        HttpContent from(long offset);
    }

    /**
     * Sends a piece, asking the service after each failure how far it got.
     *
     * @param whole the size and the CRC32C of the object, if the piece is its last; the object is made then
     * @return what the service says of the object, if it was made
     */
    Optional<byte[]> send(Piece piece, Optional<Whole> whole) {
        long from = piece.start();
        boolean ask = false;
        // A service that works takes all at once; one that takes a little each time gets on by as much as it should.
        long most = GcsTimeouts.TRIES + (piece.end() - piece.start()) / QUANTUM;
        int failures = 0;
        for (long round = 0; round < most; round++) {
            try {
                Progress progress = ask ? ask(whole) : put(piece, from, whole);
                ask = false;
                if (progress.answer().isPresent()) {
                    return progress.answer();
                }
                if (progress.persisted() < piece.start() || progress.persisted() > piece.end()) {
                    throw unavailable("the service has " + progress.persisted() + " bytes of an upload of which it had "
                            + piece.start() + " and was sent " + piece.end());
                }
                failures = progress.persisted() > from ? 0 : failures + 1;
                from = progress.persisted();
                if (from == piece.end() && whole.isEmpty()) {
                    return Optional.empty();
                }
                if (failures == GcsTimeouts.TRIES) {
                    throw unavailable("the upload does not get on after " + from + " bytes");
                }
            } catch (IOException | RuntimeException e) {
                StorageException failure = GcsErrors.toStorageException(to, e, sent.get());
                if (!failure.retryable() || ++failures >= GcsTimeouts.TRIES) {
                    throw failure;
                }
                GcsRetries.pause(failures, failure);
                ask = true;
            }
        }
        throw unavailable("the upload does not get on after " + from + " bytes");
    }

    /** What is known when the last piece is sent. */
    record Whole(long size, Checksum crc32c) {}

    private record Progress(long persisted, Optional<byte[]> answer) {}

    private Progress put(Piece piece, long from, Optional<Whole> whole) throws IOException {
        String range = from == piece.end() ? "*" : from + "-" + (piece.end() - 1);
        HttpRequest request = client.unsigned("PUT", url, piece.from(from), sent);
        request.getHeaders().setContentRange("bytes " + range + "/" + size(whole));
        whole.ifPresent(known -> request.getHeaders()
                .set("x-goog-hash", "crc32c=" + known.crc32c().base64()));
        return progress(request, whole.isPresent());
    }

    private Progress ask(Optional<Whole> whole) throws IOException {
        HttpRequest request = client.unsigned("PUT", url, new EmptyContent(), sent);
        request.getHeaders().setContentRange("bytes */" + size(whole));
        return progress(request, whole.isPresent());
    }

    private static String size(Optional<Whole> whole) {
        return whole.map(known -> String.valueOf(known.size())).orElse("*");
    }

    private Progress progress(HttpRequest request, boolean last) throws IOException {
        request.getHeaders().setAcceptEncoding(GcsStats.IDENTITY);
        HttpResponse response = request.execute();
        int status = response.getStatusCode();
        if (status == GcsAnswers.RESUME_INCOMPLETE) {
            response.ignore();
            return new Progress(persisted(response), Optional.empty());
        }
        if (GcsAnswers.isDone(response)) {
            byte[] answer = GcsAnswers.bytes(response);
            if (!last) {
                throw new StorageException(Kind.UNKNOWN, to, "the service ended an upload before its last part");
            }
            return new Progress(0, Optional.of(answer));
        }
        GcsRefusal refusal = GcsRefusal.of(response);
        if (status == NOT_FOUND || status == GONE) {
            throw new StorageException(
                    Kind.UNAVAILABLE,
                    to,
                    "the service knows nothing of the upload any more; it must begin again",
                    refusal);
        }
        throw refusal;
    }

    private static long persisted(HttpResponse response) throws IOException {
        Optional<String> range = GcsStats.header(response.getHeaders(), "range");
        if (range.isEmpty()) {
            return 0;
        }
        Matcher matcher = PERSISTED.matcher(range.get());
        if (!matcher.matches()) {
            throw new IOException("the service says that it has the range " + range.get());
        }
        return Long.parseLong(matcher.group(1)) + 1;
    }

    /** Ends it without an object. What is not ended now ends by itself after a week, and costs nothing until then. */
    void cancel() {
        GcsRetries.run(to, sent, () -> {
            HttpResponse response = client.unsigned("DELETE", url, null, sent).execute();
            int status = response.getStatusCode();
            if (!ENDED.contains(status)) {
                throw GcsRefusal.of(response);
            }
            response.ignore();
            return status;
        });
    }

    private StorageException unavailable(String reason) {
        return new StorageException(Kind.UNAVAILABLE, to, reason);
    }
}
