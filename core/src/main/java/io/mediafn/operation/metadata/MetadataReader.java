package io.mediafn.operation.metadata;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.read.MediaException;
import io.mediafn.operation.Scene;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the metadata of one object; every failure is a record. Thread-safe. */
public final class MetadataReader {
    private final Stores stores;
    private final MediaProbe probe;
    private final SceneReader scenes;

    /** @param policy what the assets of a scene must pass, as the scene itself has */
    public MetadataReader(Stores stores, LocationPolicy policy, MediaProbe probe) {
        this.stores = stores;
        this.probe = probe;
        this.scenes = new SceneReader(stores, policy);
    }

    public MetadataRecord read(Location at, MetadataOptions options) {
        try {
            ObjectStore store = stores.forLocation(at);
            MetadataRecord first = read(store, at, options);
            // The object was replaced between two reads: what is there now is read from its start, once.
            return isKind(first, Kind.PRECONDITION_FAILED)
                    ? read(store, at, options).plusCostOf(first)
                    : first;
        } catch (RuntimeException e) {
            return MetadataRecord.failed(at.toString(), options, ItemError.of(e), false);
        }
    }

    private MetadataRecord read(ObjectStore store, Location at, MetadataOptions options) {
        ObjectRangeSource source = new ObjectRangeSource(store, at);
        Cost cost = new Cost(at, options, source);
        try {
            return cost.found(found(at, options, source));
        } catch (MediaException e) {
            return cost.failed(toItemError(e), true);
        } catch (StorageException e) {
            return cost.failed(ItemError.of(e), e.kind() == Kind.NOT_FOUND);
        } catch (RuntimeException e) {
            // A defect of a parser must not take the rest of the batch with it.
            return cost.failed(ItemError.of(e), false);
        }
    }

    private ProbeResult found(Location at, MetadataOptions options, ObjectRangeSource source) {
        if (Scene.isScene(at)) {
            return scenes.read(at, source, options.profile());
        }
        UnpackingSource content = new UnpackingSource(source);
        ProbeResult result;
        if (options.deep()) {
            ContentDigests digests = new ContentDigests();
            result = probe.probeWhole(MediaPath.of(at), content, options.profile(), digests);
            result = result.with(digests.verified(at, source.stat()), List.of());
        } else {
            result = probe.probe(MediaPath.of(at), content, options.profile());
        }
        Optional<String> encoding = content.unpacked();
        return encoding.isEmpty() ? result : result.with(Map.of("content_encoding", encoding.get()), List.of());
    }

    /** What was read of an object so far, and how. */
    private record Cost(Location at, MetadataOptions options, ObjectRangeSource source) {
        MetadataRecord found(ProbeResult result) {
            return record(Outcome.DONE, Optional.of(result), Optional.empty(), true);
        }

        MetadataRecord failed(ItemError error, boolean settled) {
            return record(Outcome.FAILED, Optional.empty(), Optional.of(error), settled);
        }

        private MetadataRecord record(
                Outcome outcome, Optional<ProbeResult> found, Optional<ItemError> error, boolean settled) {
            return new MetadataRecord(
                    at.toString(),
                    options,
                    outcome,
                    found,
                    error,
                    Optional.empty(),
                    source.stat(),
                    source.requests(),
                    source.bytesRead(),
                    source.reads(),
                    settled);
        }
    }

    private static boolean isKind(MetadataRecord record, Kind kind) {
        return record.error().filter(error -> error.kind() == kind).isPresent();
    }

    private static ItemError toItemError(MediaException e) {
        Kind kind = switch (e.reason()) {
            case CORRUPT -> Kind.CORRUPT;
            case UNSUPPORTED -> Kind.UNSUPPORTED;
        };
        return new ItemError(kind, String.valueOf(e.getMessage()));
    }
}
