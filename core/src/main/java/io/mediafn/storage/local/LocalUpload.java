package io.mediafn.storage.local;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.CrcCombiner;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Parts of one file, each written where it belongs. Nothing of it outlives this process. */
final class LocalUpload implements PartUpload {
    private record Part(long length, Optional<Checksum> checksum) {}

    private final Location to;
    private final UploadOptions options;
    private final NewFile file;
    private final Publisher publisher;
    private final Map<Integer, Part> parts = new ConcurrentHashMap<>();

    LocalUpload(Location to, UploadOptions options, NewFile file, Publisher publisher) {
        this.to = to;
        this.options = options;
        this.file = file;
        this.publisher = publisher;
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
        if (content.length() > options.partSize()) {
            throw invalid("part " + index + " has " + content.length() + " bytes, of at most " + options.partSize());
        }
        parts.remove(index);
        try {
            Optional<Checksum> found = file.write(content, position(index), algorithm(checksum));
            checksum.ifPresent(expected -> file.check(found.orElseThrow(), expected));
            parts.put(index, new Part(content.length(), found));
        } catch (IOException e) {
            throw LocalErrors.toStorageException(to, e);
        }
    }

    private long position(int index) {
        try {
            return Math.multiplyExact((long) index, options.partSize());
        } catch (ArithmeticException e) {
            throw new StorageException(Kind.INVALID, to, "part " + index + " is behind any file's end", e);
        }
    }

    /** What to hash a part with: for its own checksum, or for that of the whole, which is computed from its parts'. */
    private Optional<ChecksumAlgorithm> algorithm(Optional<Checksum> checksum) {
        return checksum.map(Checksum::algorithm).or(() -> options.algorithm().filter(ChecksumAlgorithm::isCrc));
    }

    @Override
    public ObjectStat complete(int count, long size, Optional<Checksum> checksum) {
        checkParts(count, size);
        try {
            if (checksum.isPresent()) {
                file.check(whole(checksum.get().algorithm()), checksum.get());
            }
            publisher.publish(to, file, options.write().mode(), options.write().etag());
            file.close();
            return LocalObjectStore.stat(to, file.target());
        } catch (IOException e) {
            throw LocalErrors.toStorageException(to, e);
        }
    }

    /** A part that is missing, short or too many would leave a file with a hole in it, or with an end of its own. */
    private void checkParts(int count, long size) {
        long total = 0;
        for (int index = 0; index < count; index++) {
            Part part = parts.get(index);
            if (part == null) {
                throw invalid("part " + index + " was not put");
            }
            if (index < count - 1 && part.length() != options.partSize()) {
                throw invalid("part " + index + " has " + part.length()
                        + " bytes, and only the last may have fewer than " + options.partSize());
            }
            total += part.length();
        }
        if (total != size) {
            throw invalid(size + " bytes were announced, " + total + " came");
        }
        if (parts.size() > count) {
            throw invalid(parts.size() + " parts were put, and the file has " + count);
        }
    }

    private Checksum whole(ChecksumAlgorithm algorithm) throws IOException {
        boolean combined = algorithm.isCrc()
                && parts.values().stream()
                        .allMatch(
                                part -> part.checksum().map(Checksum::algorithm).equals(Optional.of(algorithm)));
        if (!combined) {
            return file.hash(algorithm);
        }
        CrcCombiner combiner = new CrcCombiner(algorithm);
        parts.forEach((index, part) ->
                combiner.add(index, part.length(), part.checksum().orElseThrow()));
        return combiner.whole();
    }

    private StorageException invalid(String reason) {
        return new StorageException(Kind.INVALID, to, reason);
    }

    @Override
    public void abort() {
        close();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw LocalErrors.toStorageException(to, e);
        }
    }
}
