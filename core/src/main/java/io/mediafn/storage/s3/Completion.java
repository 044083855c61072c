package io.mediafn.storage.s3;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.Checksums;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteMode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The end of an upload, whose answer may be lost on its way: asked again, S3 does not know the upload any more, although
 * the object is there. It is believed to be ours only if it has the size and the bytes.
 */
record Completion(Multipart upload, WriteMode mode, Optional<String> etag) {
    ObjectStat complete(Collection<S3Part> parts, long size, Optional<Checksum> whole, ObjectProperties properties) {
        try {
            Multipart.Made made = upload.complete(parts, size, whole, mode, etag);
            Checksums checksums = whole.map(Checksums::of).orElse(Checksums.NONE);
            return ObjectStat.of(upload.at().location(), size)
                    .withEtag(made.etag())
                    .withVersionId(made.versionId())
                    .withProperties(properties)
                    .withChecksums(upload.algorithm().isPresent() ? checksums : Checksums.NONE);
        } catch (StorageException e) {
            boolean unknown = code(e).equals("NoSuchUpload");
            boolean asked = e.kind() == Kind.PRECONDITION_FAILED && e.requests() > 1;
            if (unknown || asked) {
                Optional<ObjectStat> there = S3ObjectStore.find(upload.wire(), upload.at());
                if (there.filter(stat -> isOurs(stat, parts, size, whole)).isPresent()) {
                    return there.get();
                }
            }
            throw Preconditions.refused(upload.at().location(), mode, e);
        }
    }

    static String code(StorageException e) {
        return e.getCause() instanceof S3Refusal refusal ? refusal.code() : "";
    }

    private static boolean isOurs(ObjectStat there, Collection<S3Part> parts, long size, Optional<Checksum> whole) {
        boolean sameEtag = there.etag().map(found -> found.replace("\"", "")).equals(etagOf(parts));
        boolean sameBytes = whole.isPresent()
                && there.checksums().get(whole.get().algorithm()).equals(whole);
        return there.size() == size && (sameEtag || sameBytes);
    }

    /** The ETag of an object in parts: the MD5 of their MD5s and their number, where their ETags are MD5s. */
    private static Optional<String> etagOf(Collection<S3Part> parts) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            for (S3Part part : parts) {
                Optional<Checksum> checksum = S3Fields.md5(part.etag());
                if (checksum.isEmpty()) {
                    return Optional.empty();
                }
                md5.update(checksum.get().bytes());
            }
            return Optional.of(HexFormat.of().formatHex(md5.digest()) + "-" + parts.size());
        } catch (NoSuchAlgorithmException e) {
            return Optional.empty();
        }
    }
}
