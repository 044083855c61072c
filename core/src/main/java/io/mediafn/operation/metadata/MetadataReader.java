package io.mediafn.operation.metadata;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.location.Location;
import io.mediafn.media.MediaException;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import java.util.Optional;

/** Reads the metadata of one object; every failure is a record. Thread-safe. */
public final class MetadataReader {
    private final Stores stores;
    private final MediaProbe probe = new MediaProbe();

    public MetadataReader(Stores stores) {
        this.stores = stores;
    }

    public MetadataRecord read(Location at) {
        ObjectRangeSource source;
        try {
            source = new ObjectRangeSource(stores.forLocation(at), at);
        } catch (RuntimeException e) {
            return new MetadataRecord(
                    at,
                    Outcome.FAILED,
                    Optional.empty(),
                    Optional.of(ItemError.of(e)),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    0);
        }
        try {
            return record(at, source, Optional.of(probe.probe(at.key(), source)), Optional.empty());
        } catch (MediaException e) {
            return record(at, source, Optional.empty(), Optional.of(toItemError(e)));
        } catch (StorageException e) {
            return record(at, source, Optional.empty(), Optional.of(ItemError.of(e)));
        } catch (RuntimeException e) {
            // A defect of a parser must not take the rest of the batch with it.
            return record(at, source, Optional.empty(), Optional.of(ItemError.of(e)));
        }
    }

    private static ItemError toItemError(MediaException e) {
        Kind kind = switch (e.reason()) {
            case CORRUPT -> Kind.CORRUPT;
            case UNSUPPORTED -> Kind.UNSUPPORTED;
        };
        return new ItemError(kind, String.valueOf(e.getMessage()));
    }

    private static MetadataRecord record(
            Location at, ObjectRangeSource source, Optional<ProbeResult> found, Optional<ItemError> error) {
        return new MetadataRecord(
                at,
                found.isPresent() ? Outcome.DONE : Outcome.FAILED,
                found,
                error,
                Optional.empty(),
                source.stat(),
                source.requests(),
                source.bytesRead());
    }
}
