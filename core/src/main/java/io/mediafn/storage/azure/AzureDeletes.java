package io.mediafn.storage.azure;

import io.mediafn.location.Location;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deletes many blobs in batches, and reads what became of each. Thread-safe. */
final class AzureDeletes {
    /** Of deletions that a good batch says were throttled or failed for the moment. */
    private static final int RETRIES = 2;

    private final AzureNames names;
    private final AzureWriting writing;
    private final AzureBatch batch;

    AzureDeletes(AzureWire wire, AzureNames names, AzureAuthentication authentication) {
        this.names = names;
        this.writing = new AzureWriting(wire, names);
        this.batch = new AzureBatch(wire, names, authentication);
    }

    List<DeleteResult> deleteAll(List<Location> objects) {
        Map<Location, Optional<StorageException>> results = new HashMap<>();
        Map<String, List<Location>> byContainer = new LinkedHashMap<>();
        for (Location at : objects) {
            try {
                byContainer
                        .computeIfAbsent(names.object(at).container(), container -> new ArrayList<>())
                        .add(at);
            } catch (StorageException e) {
                results.put(at, Optional.of(e));
            }
        }
        for (List<Location> blobs : byContainer.values()) {
            for (int start = 0; start < blobs.size(); start += AzureBatch.LARGEST) {
                List<Location> some = blobs.subList(start, Math.min(blobs.size(), start + AzureBatch.LARGEST));
                results.putAll(some.size() == 1 ? each(some) : batch(some));
            }
        }
        return objects.stream()
                .map(at -> new DeleteResult(at, results.getOrDefault(at, Optional.empty())))
                .toList();
    }

    private Map<Location, Optional<StorageException>> batch(List<Location> blobs) {
        Map<Location, Optional<StorageException>> results = new HashMap<>();
        List<Location> left = blobs;
        for (int tries = 0; !left.isEmpty(); tries++) {
            Map<Location, Optional<StorageException>> some = tries == 0 || pause(tries) ? once(left) : Map.of();
            results.putAll(some);
            left = some.entrySet().stream()
                    .filter(entry ->
                            entry.getValue().map(StorageException::retryable).orElse(false))
                    .map(Map.Entry::getKey)
                    .toList();
            if (tries == RETRIES) {
                break;
            }
        }
        return results;
    }

    private static boolean pause(int tries) {
        try {
            Thread.sleep(AzureTimeouts.wait(tries - 1, true));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Map<Location, Optional<StorageException>> once(List<Location> blobs) {
        AzureAnswer answer;
        try {
            answer = batch.delete(blobs);
        } catch (StorageException e) {
            return all(blobs, e);
        }
        if (!answer.good()) {
            StorageException refused = AzureErrors.toStorageException(blobs.getFirst(), answer);
            boolean noBatches = refused.kind() == Kind.UNSUPPORTED
                    || refused.kind() == Kind.INVALID
                    || refused.kind() == Kind.UNKNOWN;
            return noBatches ? each(blobs) : all(blobs, refused);
        }
        Map<Integer, AzureAnswer> answers = AzureBatch.answers(answer);
        Map<Location, Optional<StorageException>> results = new HashMap<>();
        for (int i = 0; i < blobs.size(); i++) {
            results.put(blobs.get(i), result(blobs.get(i), Optional.ofNullable(answers.get(i))));
        }
        return results;
    }

    private static Optional<StorageException> result(Location at, Optional<AzureAnswer> answer) {
        if (answer.isEmpty()) {
            return Optional.of(AzureXml.strange(at, "the batch was answered, but not this deletion"));
        }
        boolean done = answer.get().good() || AzureWriting.isGone(answer.get());
        return done ? Optional.empty() : Optional.of(AzureErrors.toStorageException(at, answer.get()));
    }

    private static Map<Location, Optional<StorageException>> all(List<Location> blobs, StorageException e) {
        Map<Location, Optional<StorageException>> results = new HashMap<>();
        blobs.forEach(at -> results.put(at, Optional.of(e)));
        return results;
    }

    private Map<Location, Optional<StorageException>> each(List<Location> blobs) {
        Map<Location, Optional<StorageException>> results = new HashMap<>();
        for (Location at : blobs) {
            try {
                writing.delete(at);
                results.put(at, Optional.empty());
            } catch (StorageException e) {
                results.put(at, Optional.of(e));
            }
        }
        return results;
    }
}
