package io.mediafn.storage.memory;

import io.mediafn.checksum.Checksum;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Parts in memory, put together at the end. */
final class MemoryUpload implements PartUpload {
    private final MemoryObjectStore store;
    private final Location to;
    private final UploadOptions options;
    private final Map<Integer, byte[]> parts = new ConcurrentHashMap<>();

    MemoryUpload(MemoryObjectStore store, Location to, UploadOptions options) {
        this.store = store;
        this.to = to;
        this.options = options;
    }

    @Override
    public boolean inOrder() {
        return false;
    }

    @Override
    public Map<Integer, Checksum> present() {
        return Map.of();
    }

    @Override
    public void put(int index, Content content, Optional<Checksum> checksum) {
        byte[] bytes = MemoryObjectStore.bytes(to, content);
        checksum.ifPresent(expected -> MemoryObjectStore.check(to, bytes, expected));
        parts.put(index, bytes);
    }

    @Override
    public ObjectStat complete(int count, long size, Optional<Checksum> checksum) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int index = 0; index < count; index++) {
            byte[] part = parts.get(index);
            if (part == null) {
                throw new StorageException(Kind.INVALID, to, "part " + index + " was not put");
            }
            whole.writeBytes(part);
        }
        if (whole.size() != size) {
            throw new StorageException(Kind.INVALID, to, size + " bytes were announced, " + whole.size() + " came");
        }
        return store.put(to, whole.toByteArray(), options.write().withChecksum(checksum));
    }

    @Override
    public void abort() {
        parts.clear();
    }

    @Override
    public void close() {
        parts.clear();
    }
}
