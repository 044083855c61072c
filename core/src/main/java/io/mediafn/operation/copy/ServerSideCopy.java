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

    private ServerSideCopy() {}

    static Optional<CopyResult> inside(Job job) {
        if (!job.pair().same() || !job.to().capabilities().copies()) {
            return Optional.empty();
        }
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
        ObjectStat target = made.checksums().isEmpty() ? job.to().stat(job.out()) : made;
        ObjectStat source = job.from().stat(job.item().in());
        boolean sameSource = job.source().etag().equals(source.etag());
        Sameness asked = ContentDigest.compare(job.from(), sameSource ? source : job.source(), job.to(), target);
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
