package io.mediafn.storage.azure;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.util.Map;
import java.util.Optional;

/**
 * Azure's own copy inside an account, for services that have nothing newer. It keeps all properties. It may go on after
 * the answer, and its target can be seen before it is whole, so it only makes blobs where there are none. Thread-safe.
 */
final class AzureAccountCopy {
    private static final AzureConditions CREATE_ONLY = new AzureConditions(WriteMode.CREATE_ONLY, Optional.empty());

    private final AzureWire wire;
    private final AzureNames names;
    private final AzureWriting writing;

    AzureAccountCopy(AzureWire wire, AzureNames names) {
        this.wire = wire;
        this.names = names;
        this.writing = new AzureWriting(wire, names);
    }

    ObjectStat copy(AzureSource source, Location to, Map<String, String> tags) {
        String url = names.url(names.object(to));
        AzureAnswer answer = wire.send(
                to,
                AzureRequest.put(url)
                        .with(source.headers())
                        .with(CREATE_ONLY.headers())
                        .with(AzureProperties.of(
                                to,
                                ObjectProperties.none()
                                        .withStorageClass(
                                                source.stat().properties().storageClass()),
                                tags)));
        if (!answer.good()) {
            AzureAnswer refused = answer;
            throw source.toStorageException(to, answer).orElseGet(() -> CREATE_ONLY.toStorageException(to, refused));
        }
        String id = answer.header("x-ms-copy-id").orElse("");
        long end = System.nanoTime() + AzureTimeouts.forCopying(source.size()).toNanos();
        for (int looks = 0; isPending(answer); looks++) {
            if (System.nanoTime() > end || !pause(looks)) {
                throw abort(to, id);
            }
            answer = wire.send(to, AzureRequest.head(url)).orThrow(to);
        }
        if (!status(answer).equals("success")) {
            answer.etag().ifPresent(etag -> writing.delete(to, etag));
            throw new StorageException(Kind.UNAVAILABLE, to, "the copy ended as " + status(answer));
        }
        return AzureProperties.written(to, source.size(), answer);
    }

    private static boolean isPending(AzureAnswer answer) {
        return status(answer).equals("pending");
    }

    private static String status(AzureAnswer answer) {
        return answer.header("x-ms-copy-status").orElse("unknown");
    }

    /** Waits a little; false if somebody wants this thread to end. */
    private static boolean pause(int looks) {
        try {
            Thread.sleep(AzureTimeouts.wait(looks, false));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends a copy that takes too long, and removes the empty blob that is left of it. */
    private StorageException abort(Location to, String id) {
        StorageException failure =
                new StorageException(Kind.UNAVAILABLE, to, "the copy inside Azure was not done in time");
        try {
            String url = names.url(names.object(to));
            wire.send(
                    to,
                    AzureRequest.put(url)
                            .query("comp", "copy")
                            .query("copyid", id)
                            .header("x-ms-copy-action", "abort"));
            wire.send(to, AzureRequest.head(url)).orThrow(to).etag().ifPresent(etag -> writing.delete(to, etag));
        } catch (StorageException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
