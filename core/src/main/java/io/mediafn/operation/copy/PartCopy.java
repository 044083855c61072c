package io.mediafn.operation.copy;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Checksums.Comparison;
import io.mediafn.checksum.CrcCombiner;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A copy in parts that are read, proven and written side by side, in any order, and become visible together at the end.
 * Memory is that of the parts in flight, whatever the size of the object.
 */
final class PartCopy {
    private final Job job;
    private final Budget budget;
    private final CopySettings settings;

    PartCopy(Job job, Budget budget, CopySettings settings) {
        this.job = job;
        this.budget = budget;
        this.settings = settings;
    }

    CopyResult run() throws InterruptedException {
        ObjectStat source = job.fullSource();
        Outfit outfit = Outfit.of(job.pair(), source, job.rule(), job.set());
        PartPlan plan = PartPlan.of(source.size(), settings, job.to().capabilities());
        Optional<ChecksumAlgorithm> sent =
                Digests.forTarget(job.to().capabilities().checksums(), source.checksums());
        UploadOptions options = new UploadOptions(
                outfit.options(job.write()), plan.partSize(), OptionalLong.of(plan.size()), sent, identity(source));
        try (PartUpload upload = job.to().upload(job.out(), options)) {
            try {
                ObjectStat made = put(upload, plan, source, sent);
                return CopyResult.done(
                        job.item(), Method.STREAM, plan.size(), verdict(made, source, sent), outfit.notKept());
            } catch (StorageException e) {
                // What failed for a while only is taken up by the next run, if the store can do that.
                if (!e.retryable() || !job.to().capabilities().resumable()) {
                    abort(upload, e);
                }
                throw e;
            } catch (OutOfTimeException e) {
                if (!job.to().capabilities().resumable()) {
                    upload.abort();
                }
                throw e;
            }
        }
    }

    private Map<ChecksumAlgorithm, CrcCombiner> whole = Map.of();

    private ObjectStat put(PartUpload upload, PartPlan plan, ObjectStat source, Optional<ChecksumAlgorithm> sent)
            throws InterruptedException {
        Map<Integer, Checksum> present = upload.present();
        whole = combiners(source.checksums(), sent, !present.isEmpty());
        present.forEach((index, checksum) -> Optional.ofNullable(whole.get(checksum.algorithm()))
                .ifPresent(combiner -> combiner.add(index, plan.length(index), checksum)));
        new PartStream(job, budget, plan, sent, whole).run(upload, present.keySet(), settings.partsInFlight());
        Checksums found = found();
        if (found.compare(source.checksums()) == Comparison.DIFFERENT) {
            throw new StorageException(
                    Kind.CORRUPT,
                    job.item().in(),
                    "what was read has " + found + ", its store says " + source.checksums());
        }
        job.checkUnchanged();
        return upload.complete(plan.parts(), plan.size(), sent.flatMap(found::get));
    }

    /**
     * One for what the target checks, one for the source's own checksum if that is another. Of parts that an earlier run
     * left only the first is known.
     */
    private static Map<ChecksumAlgorithm, CrcCombiner> combiners(
            Checksums source, Optional<ChecksumAlgorithm> sent, boolean takenUp) {
        Map<ChecksumAlgorithm, CrcCombiner> combiners = new EnumMap<>(ChecksumAlgorithm.class);
        sent.ifPresent(algorithm -> combiners.put(algorithm, new CrcCombiner(algorithm)));
        if (!takenUp && sent.filter(known -> source.get(known).isPresent()).isEmpty()) {
            Digests.ofSource(source)
                    .map(Checksum::algorithm)
                    .filter(ChecksumAlgorithm::isCrc)
                    .ifPresent(algorithm -> combiners.put(algorithm, new CrcCombiner(algorithm)));
        }
        return combiners;
    }

    private Checksums found() {
        Checksums found = Checksums.NONE;
        for (CrcCombiner combiner : whole.values()) {
            found = found.with(combiner.whole());
        }
        return found;
    }

    private Verdict verdict(ObjectStat made, ObjectStat source, Optional<ChecksumAlgorithm> sent) {
        Checksums found = found();
        return Proof.of(job, made, found, found.common(source.checksums()), sent);
    }

    /** Names these bytes, for a later run to recognise; without an ETag nothing does. */
    private Optional<String> identity(ObjectStat source) {
        return source.etag().map(etag -> job.item().in().display() + " " + etag + " " + source.size());
    }

    private static void abort(PartUpload upload, StorageException why) {
        try {
            upload.abort();
        } catch (StorageException e) {
            why.addSuppressed(e);
        }
    }
}
