package io.mediafn.storage.gcs;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.CopyRequest;
import io.mediafn.location.Location;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Copies inside Cloud Storage by rewriting: one request within a location and class, and steps between them. (The API's
 * older copy fails where it takes longer than 30 s.)
 */
final class GcsCopies {
    /** Steps in a row without a byte, which a service that works never needs. */
    private static final int IDLE_STEPS = 5;

    private final GcsClient client;

    GcsCopies(GcsClient client) {
        this.client = client;
    }

    ObjectStat copy(ObjectStat from, Location to, CopyOptions options) {
        Location source = from.location();
        String etag = from.etag()
                .orElseThrow(() -> new StorageException(
                        Kind.INVALID, source, "a copy needs the generation of its source, which is not given"));
        OptionalLong pinned = OptionalLong.of(GcsGenerations.of(source, etag));
        OptionalLong expected = GcsGenerations.expected(to, options.mode(), options.etag());
        CopyRequest.Builder request = CopyRequest.newBuilder()
                .setSource(BlobId.of(source.bucket(), source.key()))
                .setSourceOptions(client.options().source(pinned))
                .setMegabytesCopiedPerChunk(GcsTimeouts.COPY_STEP_MIB);
        if (options.properties().isPresent()) {
            request.setTarget(
                    GcsStats.resource(to, options.properties().get()),
                    client.options().target(expected));
        } else {
            request.setTarget(BlobId.of(to.bucket(), to.key()), client.options().target(expected));
        }
        try {
            return rewrite(client.storage(), request.build(), to);
        } catch (IOException | RuntimeException e) {
            throw refused(from, options.mode(), GcsErrors.toStorageException(to, e, 1));
        }
    }

    private static ObjectStat rewrite(Storage storage, CopyRequest request, Location to) {
        CopyWriter copy = storage.copy(request);
        long copied = copy.getTotalBytesCopied();
        for (int idle = 0; !copy.isDone(); idle++) {
            if (idle == IDLE_STEPS) {
                throw new StorageException(Kind.UNAVAILABLE, to, "the copy does not get on after " + copied + " bytes");
            }
            copy.copyChunk();
            if (copy.getTotalBytesCopied() > copied) {
                copied = copy.getTotalBytesCopied();
                idle = -1;
            }
        }
        return GcsStats.of(to, copy.getResult());
    }

    /** One 412 for two preconditions: on the source and on the target. Which it was, only a look at the source tells. */
    private StorageException refused(ObjectStat from, WriteMode mode, StorageException e) {
        if (mode != WriteMode.CREATE_ONLY || e.kind() != Kind.PRECONDITION_FAILED || isChanged(from)) {
            return e;
        }
        return GcsErrors.refusedWrite(e.location(), mode, e);
    }

    private boolean isChanged(ObjectStat from) {
        Location source = from.location();
        try {
            return !GcsStats.find(client, source)
                    .map(now -> now.etag().equals(from.etag()))
                    .orElse(false);
        } catch (IOException | RuntimeException e) {
            // Not known: then the answer stays what it was.
            return true;
        }
    }
}
