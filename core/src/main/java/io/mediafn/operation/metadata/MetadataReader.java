package io.mediafn.operation.metadata;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.location.Location;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.read.MediaException;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import java.util.Optional;

/** Reads the metadata of one object; every failure is a record. Thread-safe. */
public final class MetadataReader {
    private final Stores stores;
    private final MediaProbe probe;

    public MetadataReader(Stores stores) {
        this(stores, new MediaProbe());
    }

    public MetadataReader(Stores stores, MediaProbe probe) {
        this.stores = stores;
        this.probe = probe;
    }

    public MetadataRecord read(Location at) {
        try {
            ObjectStore store = stores.forLocation(at);
            MetadataRecord first = read(store, at);
            // The object was replaced between two reads: what is there now is read from its start, once.
            return isKind(first, Kind.PRECONDITION_FAILED) ? read(store, at).plusCostOf(first) : first;
        } catch (RuntimeException e) {
            return MetadataRecord.failed(at, ItemError.of(e), false);
        }
    }

    private MetadataRecord read(ObjectStore store, Location at) {
        ObjectRangeSource source = new ObjectRangeSource(store, at);
        try {
            return record(at, source, Optional.of(probe.probe(at.key(), source)), Optional.empty(), true);
        } catch (MediaException e) {
            return record(at, source, Optional.empty(), Optional.of(toItemError(e)), true);
        } catch (StorageException e) {
            boolean gone = e.kind() == Kind.NOT_FOUND;
            return record(at, source, Optional.empty(), Optional.of(ItemError.of(e)), gone);
        } catch (RuntimeException e) {
            // A defect of a parser must not take the rest of the batch with it.
            return record(at, source, Optional.empty(), Optional.of(ItemError.of(e)), false);
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

    private static MetadataRecord record(
            Location at,
            ObjectRangeSource source,
            Optional<ProbeResult> found,
            Optional<ItemError> error,
            boolean settled) {
        return new MetadataRecord(
                at,
                found.isPresent() ? Outcome.DONE : Outcome.FAILED,
                found,
                error,
                Optional.empty(),
                source.stat(),
                source.requests(),
                source.bytesRead(),
                settled);
    }
}
