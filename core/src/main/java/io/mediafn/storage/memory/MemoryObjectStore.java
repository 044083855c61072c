package io.mediafn.storage.memory;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Capabilities;
import io.mediafn.storage.Capabilities.Property;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.KeyOrder;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PageBuilder;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.WriteMode;
import io.mediafn.storage.WriteOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

final class MemoryObjectStore implements ObjectStore {
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    private record Stored(byte[] bytes, ObjectStat stat, Map<String, String> tags) {}

    private static final Capabilities CAPABILITIES = new Capabilities(
            true,
            true,
            true,
            false,
            true,
            1,
            1,
            1,
            Integer.MAX_VALUE,
            10_000,
            List.of(ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.CRC64NVME),
            EnumSet.allOf(Property.class));

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
            throw otherEtag(at, options.ifMatch().get());
        }
        int offset = (int) Math.min(options.range().offset(), stat.size());
        int length = (int) options.range().within(stat.size());
        return new ObjectRead(stat, new ByteArrayInputStream(stored.bytes(), offset, length), 1);
    }

    @Override
    public ObjectStat write(Location to, Content content, WriteOptions options) {
        return put(to, bytes(to, content), options);
    }

    ObjectStat put(Location to, byte[] bytes, WriteOptions options) {
        options.checksum().ifPresent(expected -> check(to, bytes, expected));
        Checksum checksum = checksum(ChecksumAlgorithm.CRC32C, bytes);
        ObjectStat stat = ObjectStat.of(to, bytes.length)
                .withEtag(Optional.of("\"m" + writes.incrementAndGet() + "\""))
                .withLastModified(Optional.of(Instant.now()))
                .withProperties(options.properties())
                .withChecksums(Checksums.of(checksum))
                .withTagCount(options.tags().size());
        Stored written = new Stored(bytes, stat, options.tags());
        // compute() is atomic for a key, so the precondition and the write are one step.
        bucket(to).compute(to.key(), (key, present) -> {
            check(to, options, Optional.ofNullable(present));
            return written;
        });
        return stat;
    }

    static void check(Location to, byte[] bytes, Checksum expected) {
        Checksum found = checksum(expected.algorithm(), bytes);
        if (!found.equals(expected)) {
            throw new StorageException(Kind.CORRUPT, to, "the bytes have " + found + ", not " + expected);
        }
    }

    private static Checksum checksum(ChecksumAlgorithm algorithm, byte[] bytes) {
        Hasher hasher = algorithm.newHasher();
        hasher.update(bytes, 0, bytes.length);
        return hasher.finish();
    }

    private static void check(Location to, WriteOptions options, Optional<Stored> present) {
        if (options.mode() == WriteMode.CREATE_ONLY && present.isPresent()) {
            throw new StorageException(Kind.ALREADY_EXISTS, to, "an object is already there");
        }
        if (options.mode() == WriteMode.IF_MATCH
                && !present.flatMap(stored -> stored.stat().etag()).equals(options.etag())) {
            throw otherEtag(to, options.etag().get());
        }
    }

    private static StorageException otherEtag(Location at, String etag) {
        return new StorageException(Kind.PRECONDITION_FAILED, at, "has another ETag than " + etag);
    }

    static byte[] bytes(Location to, Content content) {
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
    public ObjectStat copy(ObjectStat from, Location to, CopyOptions options) {
        Stored source = stored(from.location());
        if (!source.stat().etag().equals(from.etag())) {
            throw otherEtag(from.location(), from.etag().orElse("none"));
        }
        WriteOptions write = new WriteOptions(
                options.mode(),
                options.etag(),
                options.properties().orElse(source.stat().properties()),
                options.properties().isPresent() ? Map.of() : source.tags(),
                Optional.empty());
        return put(to, source.bytes(), write);
    }

    @Override
    public PartUpload upload(Location to, UploadOptions options) {
        return new MemoryUpload(this, to, options);
    }

    @Override
    public void delete(Location at) {
        bucket(at).remove(at.key());
    }

    @Override
    public void delete(Location at, String etag) {
        bucket(at).compute(at.key(), (key, present) -> {
            if (present != null && !present.stat().etag().equals(Optional.of(etag))) {
                throw otherEtag(at, etag);
            }
            return null;
        });
    }

    @Override
    public Map<String, String> tags(Location at) {
        return stored(at).tags();
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
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public void close() {
        buckets.clear();
    }
}
