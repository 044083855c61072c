package io.mediafn.operation.copy;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Checksums.Comparison;
import io.mediafn.storage.Capabilities;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/** A copy in one read and one write, for an object that fits into a buffer. */
final class WholeCopy {
    /** How often bytes that are not what their checksum says are read before they are called corrupt. */
    private static final int READS = 2;

    private final Job job;
    private final Budget budget;

    WholeCopy(Job job, Budget budget) {
        this.job = job;
        this.budget = budget;
    }

    CopyResult run() throws InterruptedException {
        int size = Math.toIntExact(job.source().size());
        try (Budget.Lease lease = budget.lease(size)) {
            for (int read = 1; ; read++) {
                ObjectStat source = job.reader().readWhole(lease.bytes(), size);
                source = job.described(source.withChecksums(known(source)));
                Optional<Checksum> wanted = Digests.ofSource(source.checksums());
                Capabilities target = job.to().capabilities();
                Optional<ChecksumAlgorithm> sent = Digests.forTarget(target.checksums(), source.checksums());
                Checksums found = Digests.of(Digests.union(wanted.map(Checksum::algorithm), sent), lease.bytes(), size);
                if (found.compare(source.checksums()) != Comparison.DIFFERENT) {
                    job.checkUnchanged();
                    return write(source, lease.bytes(), size, wanted, sent.flatMap(found::get), found);
                }
                if (read == READS) {
                    throw new StorageException(
                            Kind.CORRUPT,
                            job.item().in(),
                            "what was read has " + found + ", its store says " + source.checksums());
                }
            }
        }
    }

    /** A listing may know a checksum that a GET does not tell. */
    private Checksums known(ObjectStat read) {
        return read.checksums().isEmpty() && job.source().etag().equals(read.etag())
                ? job.source().checksums()
                : read.checksums();
    }

    private CopyResult write(
            ObjectStat source,
            byte[] bytes,
            int size,
            Optional<Checksum> wanted,
            Optional<Checksum> sent,
            Checksums found) {
        Outfit outfit = Outfit.of(job.pair(), source, job.rule(), job.set());
        WriteOptions options = outfit.options(job.write()).withChecksum(sent);
        Content content = new Content(size, () -> new ByteArrayInputStream(bytes, 0, size));
        ObjectStat made = job.to().write(job.out(), content, options);
        Verdict verdict = Proof.of(job, made, found, wanted.map(Checksum::algorithm), sent.map(Checksum::algorithm));
        job.watcher().moved(size);
        return CopyResult.done(job.item(), Method.STREAM, size, verdict, outfit.notKept());
    }
}
