package io.mediafn.storage.memory;

import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.KeyOrder;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PageBuilder;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import io.mediafn.storage.WriteOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

final class MemoryObjectStore implements ObjectStore {
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    private record Stored(byte[] bytes, ObjectStat stat) {}

    private final Map<String, NavigableMap<String, Stored>> buckets = new ConcurrentHashMap<>();
    private final AtomicLong writes = new AtomicLong();

    @Override
    public ObjectStat stat(Location at) {
        return stored(at).stat();
    }

    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        Stored stored = stored(at);
        ObjectStat stat = stored.stat();
        if (options.ifMatch().isPresent() && !options.ifMatch().equals(stat.etag())) {
            throw new StorageException(
                    Kind.PRECONDITION_FAILED,
                    at,
                    "has another ETag than " + options.ifMatch().get());
        }
        int offset = (int) Math.min(options.range().offset(), stat.size());
        int length = (int) options.range().within(stat.size());
        return new ObjectRead(stat, new ByteArrayInputStream(stored.bytes(), offset, length), 1);
    }

    @Override
    public ObjectStat write(Location to, Content content, WriteOptions options) {
        byte[] bytes = bytes(to, content);
        String etag = "\"m" + writes.incrementAndGet() + "\"";
        ObjectStat stat = new ObjectStat(
                to,
                bytes.length,
                Optional.of(etag),
                Optional.empty(),
                Optional.of(Instant.now()),
                options.contentType());
        Stored written = new Stored(bytes, stat);
        // compute() is atomic for a key, so the precondition and the write are one step.
        bucket(to).compute(to.key(), (key, present) -> {
            check(to, options, Optional.ofNullable(present));
            return written;
        });
        return stat;
    }

    private static void check(Location to, WriteOptions options, Optional<Stored> present) {
        if (options.mode() == WriteMode.CREATE_ONLY && present.isPresent()) {
            throw new StorageException(Kind.ALREADY_EXISTS, to, "an object is already there");
        }
        if (options.mode() == WriteMode.IF_MATCH
                && !present.flatMap(stored -> stored.stat().etag()).equals(options.etag())) {
            throw new StorageException(
                    Kind.PRECONDITION_FAILED,
                    to,
                    "has another ETag than " + options.etag().get());
        }
    }

    private static byte[] bytes(Location to, Content content) {
        try (InputStream in = content.open()) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length != content.length()) {
                throw new StorageException(
                        Kind.INVALID, to, content.length() + " bytes were announced, " + bytes.length + " came");
            }
            return bytes;
        } catch (IOException e) {
            throw new StorageException(Kind.INVALID, to, "the content can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void delete(Location at) {
        bucket(at).remove(at.key());
    }

    @Override
    public ObjectPage list(Location prefix, ListOptions options) {
        PageBuilder page = new PageBuilder(prefix, options);
        NavigableMap<String, Stored> behind = bucket(prefix).tailMap(page.first(), true);
        for (Map.Entry<String, Stored> entry : behind.entrySet()) {
            if (!entry.getKey().startsWith(prefix.key()) || page.isFull()) {
                break;
            }
            page.offer(entry.getKey(), () -> Optional.of(entry.getValue().stat()));
        }
        return page.build();
    }

    private Stored stored(Location at) {
        Stored stored = bucket(at).get(at.key());
        if (stored == null) {
            throw new StorageException(Kind.NOT_FOUND, at, "no such object");
        }
        return stored;
    }

    private NavigableMap<String, Stored> bucket(Location location) {
        return buckets.computeIfAbsent(location.bucket(), name -> new ConcurrentSkipListMap<>(KeyOrder.INSTANCE));
    }

    @Override
    public void close() {
        buckets.clear();
    }
}
