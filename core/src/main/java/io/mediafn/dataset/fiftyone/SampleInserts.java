package io.mediafn.dataset.fiftyone;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.NewSample;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * Adds samples. An id is computed from the path, so that many who add one sample at once add one: all but the first find
 * the id taken. Thread-safe.
 */
final class SampleInserts {
    private static final int BATCH = 1000;
    /** How many samples may have been added at one path and relinked away, before another one is added there. */
    private static final int MOST_ATTEMPTS = 16;

    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private final Database database;
    private final DatasetInfo info;
    private final Clock clock;

    SampleInserts(Database database, DatasetInfo info, Clock clock) {
        this.database = database;
        this.info = info;
        this.clock = clock;
    }

    /** Returns the id of each, in their order. */
    List<String> insert(List<NewSample> samples) {
        samples.forEach(this::check);
        List<String> ids = new ArrayList<>(samples.size());
        for (int start = 0; start < samples.size(); start += BATCH) {
            List<NewSample> batch = samples.subList(start, Math.min(samples.size(), start + BATCH));
            Map<String, ObjectId> byPath = insertBatch(batch);
            batch.forEach(sample -> ids.add(String.valueOf(byPath.get(sample.path()))));
        }
        return ids;
    }

    /** @throws DatasetException if a dataset takes no samples from here */
    static String mediaTypeOf(DatasetInfo info) {
        if (info.isGrouped()) {
            throw new DatasetException(
                    Kind.REFUSED,
                    "the dataset '" + info.name()
                            + "' has groups, and nothing tells to which group and slice a new sample belongs");
        }
        return info.mediaType()
                .orElseThrow(() -> new DatasetException(
                        Kind.REFUSED,
                        "the dataset '" + info.name()
                                + "' has no media type yet: FiftyOne's client gives it one with its first sample"));
    }

    private void check(NewSample sample) {
        String expected = mediaTypeOf(info);
        if (!expected.equals(sample.mediaType())) {
            throw new DatasetException(
                    Kind.INVALID,
                    sample.path() + " is of the media type " + sample.mediaType() + ", and the dataset '" + info.name()
                            + "' has samples of " + expected);
        }
        if (sample.path().isBlank()) {
            throw new DatasetException(Kind.INVALID, "a sample must have a file path; one is blank");
        }
        if (!sample.metadata().isEmpty() && !MetadataDocument.fits(sample.metadata(), expected)) {
            throw new DatasetException(
                    Kind.INVALID,
                    sample.metadata().get(MetadataDocument.CLASS) + " is no metadata for " + sample.path()
                            + ", which is of the media type " + expected);
        }
    }

    private Map<String, ObjectId> insertBatch(List<NewSample> batch) {
        Map<String, NewSample> missing = new LinkedHashMap<>();
        batch.forEach(sample -> missing.putIfAbsent(sample.path(), sample));
        Map<String, ObjectId> ids = new HashMap<>();
        for (int attempt = 0; attempt < MOST_ATTEMPTS && !missing.isEmpty(); attempt++) {
            existing(missing).forEach((path, id) -> {
                ids.put(path, id);
                missing.remove(path);
            });
            ids.putAll(added(missing, attempt));
            missing.keySet().removeAll(ids.keySet());
        }
        if (!missing.isEmpty()) {
            throw new DatasetException(
                    Kind.INVALID,
                    missing.keySet().iterator().next() + " can't be added: " + MOST_ATTEMPTS
                            + " samples that were added there have been relinked since");
        }
        return ids;
    }

    /** The ids of those that are there; of several at one path, the smallest. */
    private Map<String, ObjectId> existing(Map<String, NewSample> wanted) {
        Map<String, ObjectId> ids = new HashMap<>();
        if (!wanted.isEmpty()) {
            database.ask(
                            "reading samples",
                            () -> database.collection(info.samples())
                                    .find(Filters.in("filepath", wanted.keySet()))
                                    .projection(Projections.include("filepath"))
                                    .into(new ArrayList<>()))
                    .forEach(sample -> ids.merge(
                            sample.getString("filepath"),
                            sample.getObjectId("_id"),
                            (left, right) -> left.compareTo(right) < 0 ? left : right));
        }
        return ids;
    }

    /** Adds them and returns the ids; without those whose id is taken. */
    private Map<String, ObjectId> added(Map<String, NewSample> missing, int attempt) {
        Date now = Date.from(clock.instant());
        List<NewSample> samples = List.copyOf(missing.values());
        List<Document> documents = samples.stream()
                .map(sample -> SampleDocument.of(info, sample, SamplePaths.id(sample.path(), attempt), now))
                .toList();
        Map<String, ObjectId> ids = new HashMap<>();
        if (!documents.isEmpty()) {
            List<Integer> taken = database.ask("adding samples", () -> insertAll(documents));
            for (int i = 0; i < documents.size(); i++) {
                if (!taken.contains(i)) {
                    ids.put(samples.get(i).path(), documents.get(i).getObjectId("_id"));
                }
            }
        }
        return ids;
    }

    /** The places of the documents whose id is taken. */
    private List<Integer> insertAll(List<Document> documents) {
        try {
            database.collection(info.samples()).insertMany(documents, UNORDERED);
            return List.of();
        } catch (MongoBulkWriteException e) {
            boolean onlyTaken = e.getWriteConcernError() == null
                    && e.getWriteErrors().stream()
                            .allMatch(error ->
                                    ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY);
            if (!onlyTaken) {
                throw e;
            }
            return e.getWriteErrors().stream().map(error -> error.getIndex()).toList();
        }
    }
}
