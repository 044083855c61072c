package io.mediafn.api;

import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replies under the keys that their callers chose: a request that comes again gets the reply that the first one got. Two
 * that come at once may both be done, which does no harm; both get the reply that was kept. Thread-safe.
 *
 * <p>Nothing is locked, so a process that ends in the middle leaves nothing behind: the request is done again.
 */
public final class ReplyStore {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyStore.class);
    /** Visible ASCII, as a header has it. */
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    private static final int OK = 200;
    private static final String ASKED = "request_sha256";
    private static final String BODY = "body";
    private static final String NO_REPLY =
            "is kept for this Idempotency-Key, and is no reply; delete it, or use another key";
    /** Twice the longest report. What is larger was not written here. */
    private static final int LARGEST = 16 << 20;

    private final Stores stores;
    private final Location folder;

    /** @param jobs where work in progress is kept; replies lie in {@code keys/} below it */
    public ReplyStore(Stores stores, Location jobs) {
        this.stores = stores;
        this.folder = jobs.asPrefix().child("keys/");
    }

    /**
     * The reply that is kept under the key, or else that of running, which is kept if it was done at all: a request that
     * broke a rule, or met a fault, may be sent again under the same key.
     *
     * @throws ProblemException if the key is none, or was used for another request; nothing was run then
     * @throws StorageException if it can't be told whether the key was used, CORRUPT if what is kept under it is no
     *     reply; nothing was run then
     */
    ApiReply once(String key, ApiRequest request, Supplier<ApiReply> run) {
        if (!KEY.matcher(key).matches()) {
            throw new ProblemException(Problem.of(
                    400, "invalid-key", "Invalid key", "Idempotency-Key: must be 1 to 255 visible ASCII characters"));
        }
        Location at = folder.child(sha256(key.getBytes(StandardCharsets.UTF_8)) + ".json");
        String asked = sha256(request.method() + " " + request.path() + "\n", request.body());
        ObjectStore store = stores.forLocation(at);
        Optional<Kept> kept = kept(store, at);
        if (kept.isPresent()) {
            if (!kept.get().asked().equals(asked)) {
                throw new ProblemException(Problem.of(
                        422, "key-reused", "Key used before", "Idempotency-Key: was used for another request before"));
            }
            return kept.get().reply();
        }
        ApiReply reply = run.get();
        if (reply.status() != OK) {
            return reply;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(ASKED, asked);
        json.put(BODY, reply.body());
        try {
            store.write(
                    at,
                    Content.of(Json.write(json).getBytes(StandardCharsets.UTF_8)),
                    WriteOptions.createOnly().withContentType(ApiReply.JSON));
            return reply;
        } catch (StorageException e) {
            if (e.kind() == Kind.ALREADY_EXISTS) {
                return keptMeanwhile(store, at, asked).orElse(reply);
            }
            // What was asked for is done, and its caller should learn of it. Done once more it changes nothing.
            LOG.error("a reply could not be kept: {}", e.getMessage());
            return reply;
        }
    }

    /** That of a request which came at the same time; not of another one, since what was asked for here is done. */
    private static Optional<ApiReply> keptMeanwhile(ObjectStore store, Location at, String asked) {
        try {
            return kept(store, at).filter(other -> other.asked().equals(asked)).map(Kept::reply);
        } catch (StorageException e) {
            LOG.error("a reply could not be read again: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private record Kept(String asked, ApiReply reply) {}

    private static Optional<Kept> kept(ObjectStore store, Location at) {
        try (ObjectRead read = store.read(at, ReadOptions.all())) {
            if (read.stat().size() <= LARGEST) {
                Map<String, Object> json = Json.readObject(read.readAllBytes());
                if (json.get(ASKED) instanceof String asked && json.get(BODY) instanceof String body) {
                    return Optional.of(
                            new Kept(asked, new ApiReply(OK, Map.of(ApiReply.CONTENT_TYPE, ApiReply.JSON), body)));
                }
            }
        } catch (StorageException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        } catch (JsonException e) {
            throw new StorageException(Kind.CORRUPT, at, NO_REPLY, e);
        }
        throw new StorageException(Kind.CORRUPT, at, NO_REPLY);
    }

    private static String sha256(byte[] bytes) {
        return sha256("", bytes);
    }

    private static String sha256(String first, byte[] rest) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(first.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(rest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
