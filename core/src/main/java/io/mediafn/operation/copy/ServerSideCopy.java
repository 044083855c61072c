package io.mediafn.operation.copy;

import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UrlCopier;
import io.mediafn.storage.UrlSigner;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Copies whose bytes don't come through this process. Each gives nothing where the services can't, or won't. */
final class ServerSideCopy {
    /** As long as the largest object may take. */
    private static final Duration URL_VALID = Duration.ofHours(6);

    /** What S3 copies in more than one request. */
    private static final long LARGE = 5L << 30;

    private ServerSideCopy() {}

    /** Whether the store was asked for this very object; a listing tells neither. */
    private static boolean isFull(ObjectStat stat) {
        return stat.contentType().isPresent() || !stat.checksums().isEmpty();
    }

    static Optional<CopyResult> inside(Job listed) {
        if (!listed.pair().same() || !listed.to().capabilities().copies()) {
            return Optional.empty();
        }
        // One look at what takes minutes to copy saves the store one of its own, and another for the proof.
        Job job = listed.source().size() > LARGE && !isFull(listed.source())
                ? listed.withSource(listed.fullSource())
                : listed;
        Optional<ObjectProperties> replaced = switch (job.rule()) {
            case COPY -> Optional.empty();
            case REPLACE -> Optional.of(job.set());
            case MERGE -> Optional.of(job.rule().apply(job.fullSource().properties(), job.set()));
        };
        CopyOptions options = new CopyOptions(job.write().mode(), job.write().etag(), replaced);
        try {
            ObjectStat made = job.to().copy(job.source(), job.out(), options);
            List<String> lost =
                    job.rule() == PropertyRule.MERGE && job.source().tagCount() > 0 ? List.of("tags") : List.of();
            return Optional.of(
                    CopyResult.done(job.item(), Method.SERVER_SIDE, job.source().size(), verdict(job, made), lost));
        } catch (StorageException e) {
            return elsewise(e);
        }
    }

    static Optional<CopyResult> fromUrl(Job job) {
        if (job.pair().same() || !(job.to() instanceof UrlCopier copier) || !(job.from() instanceof UrlSigner signer)) {
            return Optional.empty();
        }
        Optional<URI> url = signer.sign(job.item().in(), URL_VALID);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        ObjectStat source = job.fullSource();
        Outfit outfit = Outfit.of(job.pair(), source, job.rule(), job.set());
        CopyOptions options = new CopyOptions(job.write().mode(), job.write().etag(), Optional.of(outfit.properties()));
        try {
            ObjectStat made = copier.copyFromUrl(url.get(), source, job.out(), options);
            return Optional.of(
                    CopyResult.done(job.item(), Method.FROM_URL, source.size(), verdict(job, made), outfit.notKept()));
        } catch (StorageException e) {
            // The source was there a moment ago: whatever its service or the target's has against the URL, bytes can
            // still be sent.
            return switch (e.kind()) {
                case UNSUPPORTED, NOT_FOUND, DENIED, INVALID -> Optional.empty();
                default -> throw e;
            };
        }
    }

    private static Optional<CopyResult> elsewise(StorageException e) {
        if (e.kind() == Kind.UNSUPPORTED) {
            return Optional.empty();
        }
        throw e;
    }

    /** What the listing and the answer show costs nothing; only where they can't be compared are both asked again. */
    private static Verdict verdict(Job job, ObjectStat made) {
        Sameness told = Sameness.of(job.source(), made);
        if (told.equal() || told.different()) {
            return verdict(job, told, made);
        }
        ObjectStat source =
                isFull(job.source()) ? job.source() : job.from().stat(job.item().in());
        if (!source.etag().equals(job.source().etag())) {
            // Replaced since; the copy was pinned to what was there.
            return Verdict.sizeOnly();
        }
        if (source.checksums().isEmpty() && !job.from().capabilities().trusted()) {
            return Verdict.sizeOnly();
        }
        ObjectStat target = made.checksums().isEmpty() ? job.to().stat(job.out()) : made;
        Sameness asked = ContentDigest.compare(job.from(), source, job.to(), target);
        return verdict(job, asked, target);
    }

    private static Verdict verdict(Job job, Sameness sameness, ObjectStat made) {
        if (sameness.different()) {
            throw job.corrupt(
                    Optional.of(made),
                    "the copy differs from its source, " + made.checksums() + " from "
                            + job.source().checksums());
        }
        return sameness.algorithm()
                .filter(found -> sameness.equal())
                .map(Verdict::verified)
                .orElseGet(Verdict::sizeOnly);
    }
}
