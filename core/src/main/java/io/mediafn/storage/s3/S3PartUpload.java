package io.mediafn.storage.s3;

import io.mediafn.checksum.Checksum;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An upload of parts that come from here. The parts that it has are known by their numbers, which are S3's. */
final class S3PartUpload implements PartUpload {
    private static final Logger LOG = LoggerFactory.getLogger(S3PartUpload.class);
    /** A part that arrives while the upload is aborted may be kept by S3: then it must be aborted again. */
    private static final int MOST_ABORTS = 3;

    private final Multipart upload;
    private final UploadOptions options;
    private final NavigableMap<Integer, S3Part> parts = new ConcurrentSkipListMap<>();
    private final Map<Integer, Checksum> present;
    private final AtomicInteger putting = new AtomicInteger();

    /**
     * Takes up an upload.
     *
     * @param found parts that S3 has; those that can't be ours are as if they were not there
     */
    S3PartUpload(Multipart upload, UploadOptions options, List<S3Part> found) {
        this.upload = upload;
        this.options = options;
        Map<Integer, Checksum> known = new LinkedHashMap<>();
        for (S3Part part : found) {
            int index = part.number() - 1;
            if (part.number() < UploadMarker.NUMBER && part.checksum().isPresent() && part.size() == sizeOf(index)) {
                parts.put(part.number(), part);
                known.put(index, part.checksum().get());
            }
        }
        this.present = Map.copyOf(known);
    }

    private long sizeOf(int index) {
        long offset = index * options.partSize();
        return Math.min(options.partSize(), options.size().orElse(Long.MAX_VALUE) - offset);
    }

    private Location to() {
        return upload.at().location();
    }

    @Override
    public boolean inOrder() {
        return false;
    }

    @Override
    public Map<Integer, Checksum> present() {
        return present;
    }

    @Override
    public void put(int index, Content content, Optional<Checksum> checksum) {
        if (index < 0 || index + 1 >= UploadMarker.NUMBER) {
            throw new StorageException(
                    Kind.INVALID, to(), "an upload has at most " + (UploadMarker.NUMBER - 1) + " parts");
        }
        putting.incrementAndGet();
        try {
            parts.put(index + 1, upload.put(index + 1, content, checksum));
        } finally {
            putting.decrementAndGet();
        }
    }

    @Override
    public ObjectStat complete(int count, long size, Optional<Checksum> checksum) {
        Collection<S3Part> wanted = parts.headMap(count, true).values();
        if (wanted.size() != count) {
            throw new StorageException(
                    Kind.INVALID, to(), "of " + count + " parts only " + wanted.size() + " were put");
        }
        long sum = wanted.stream().mapToLong(S3Part::size).sum();
        if (sum != size) {
            throw new StorageException(Kind.INVALID, to(), size + " bytes were announced, " + sum + " came");
        }
        return new Completion(upload, options.write().mode(), options.write().etag())
                .complete(wanted, size, checksum, options.write().properties());
    }

    @Override
    public void abort() {
        abortQuietly(upload);
        for (int i = 1; i < MOST_ABORTS && putting.get() > 0; i++) {
            abortQuietly(upload);
        }
    }

    /** What can't be thrown away now is found later; it must not hide why it is thrown away. */
    static void abortQuietly(Multipart upload) {
        try {
            upload.abort();
        } catch (StorageException e) {
            LOG.warn("an unfinished upload stays behind: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        // Nothing is held here; what was put is S3's.
    }
}
