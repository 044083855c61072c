package io.mediafn.storage.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.StorageBatch;
import com.google.cloud.storage.StorageBatchResult;
import io.mediafn.location.Location;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.StatResult;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Many small requests in one. Its 200 says nothing: each part has an answer of its own, and one that is not there is an
 * error too. What passes is tried again, for those alone that it has struck; the client does not.
 */
final class GcsBatches {
    static final int MOST = 100;

    private final GcsClient client;

    GcsBatches(GcsClient client) {
        this.client = client;
    }

    List<DeleteResult> deleteAll(List<Location> objects) {
        List<Outcome<Boolean>> outcomes = all(
                objects,
                (batch, object) -> batch.delete(object, client.options().source(OptionalLong.empty())));
        return outcomes.stream()
                .map(outcome -> new DeleteResult(outcome.at(), outcome.error()))
                .toList();
    }

    List<StatResult> statAll(List<Location> objects) {
        List<Outcome<Blob>> outcomes = all(
                objects, (batch, object) -> batch.get(object, client.options().get()));
        return outcomes.stream().map(GcsBatches::stat).toList();
    }

    private static StatResult stat(Outcome<Blob> outcome) {
        try {
            return new StatResult(
                    outcome.at(),
                    outcome.answer().map(object -> GcsStats.of(outcome.at(), object)),
                    outcome.error().filter(error -> error.kind() != Kind.NOT_FOUND));
        } catch (StorageException e) {
            return new StatResult(outcome.at(), Optional.empty(), Optional.of(e));
        }
    }

    private record Outcome<T>(Location at, Optional<T> answer, Optional<StorageException> error) {
        boolean mayBeAskedAgain() {
            return error.map(StorageException::retryable).orElse(false);
        }
    }

    private <T> List<Outcome<T>> all(
            List<Location> objects, BiFunction<StorageBatch, BlobId, StorageBatchResult<T>> verb) {
        List<Outcome<T>> outcomes = new ArrayList<>();
        for (int from = 0; from < objects.size(); from += MOST) {
            outcomes.addAll(some(objects.subList(from, Math.min(objects.size(), from + MOST)), verb));
        }
        return outcomes;
    }

    private <T> List<Outcome<T>> some(
            List<Location> objects, BiFunction<StorageBatch, BlobId, StorageBatchResult<T>> verb) {
        List<Outcome<T>> outcomes = new ArrayList<>(send(objects, verb));
        for (int failures = 1; failures < GcsTimeouts.TRIES; failures++) {
            List<Integer> again = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i).mayBeAskedAgain()) {
                    again.add(i);
                }
            }
            if (again.isEmpty()) {
                return outcomes;
            }
            GcsRetries.pause(failures, outcomes.get(again.getFirst()).error().orElseThrow());
            List<Outcome<T>> second = send(again.stream().map(objects::get).toList(), verb);
            for (int i = 0; i < second.size(); i++) {
                outcomes.set(again.get(i), second.get(i));
            }
        }
        return outcomes;
    }

    private <T> List<Outcome<T>> send(
            List<Location> objects, BiFunction<StorageBatch, BlobId, StorageBatchResult<T>> verb) {
        Map<Location, StorageBatchResult<T>> parts = new LinkedHashMap<>();
        @Nullable Exception failure = null;
        try {
            StorageBatch batch = client.storage().batch();
            for (Location at : objects) {
                if (!at.key().isEmpty() && !parts.containsKey(at)) {
                    parts.put(at, verb.apply(batch, BlobId.of(at.bucket(), at.key())));
                }
            }
            if (!parts.isEmpty()) {
                batch.submit();
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        Optional<Exception> failed = Optional.ofNullable(failure);
        return objects.stream()
                .map(at -> outcome(at, Optional.ofNullable(parts.get(at)), failed))
                .toList();
    }

    private static <T> Outcome<T> outcome(
            Location at, Optional<StorageBatchResult<T>> part, Optional<Exception> failure) {
        if (at.key().isEmpty()) {
            return new Outcome<>(at, Optional.empty(), Optional.of(GcsObjectStore.noObject(at)));
        }
        if (part.isEmpty() || !part.get().completed()) {
            return new Outcome<>(at, Optional.empty(), Optional.of(unanswered(at, failure)));
        }
        try {
            return new Outcome<>(at, Optional.ofNullable(part.get().get()), Optional.empty());
        } catch (com.google.cloud.storage.StorageException e) {
            return new Outcome<>(at, Optional.empty(), Optional.of(GcsErrors.toStorageException(at, e, 1)));
        }
    }

    /** Also where the client fell over an answer that it could not take apart. */
    private static StorageException unanswered(Location at, Optional<Exception> failure) {
        if (failure.isEmpty()) {
            return new StorageException(Kind.UNAVAILABLE, at, "the answer to many requests has none for this one");
        }
        StorageException known = GcsErrors.toStorageException(at, failure.get(), 1);
        return known.kind() == Kind.UNKNOWN
                ? new StorageException(
                        Kind.UNAVAILABLE, at, "the answer to many requests makes no sense", failure.get())
                : known;
    }
}
