package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the service fetches from. The URL may be a signature, so it is in no text.
 *
 * @param authorization the header by which the service may read it, where the URL does not say so itself
 */
record AzureSource(ObjectStat stat, String url, Optional<String> authorization) {
    Location location() {
        return stat.location();
    }

    long size() {
        return stat.size();
    }

    Optional<Checksum> md5() {
        return stat.checksums().get(ChecksumAlgorithm.MD5);
    }

    /** The headers that name the source and pin its content. */
    Consumer<AzureRequest> headers() {
        return request -> request.header("x-ms-copy-source", url)
                .header("x-ms-copy-source-authorization", authorization)
                // What Cloud Storage calls so is a number, which no condition of HTTP takes.
                .header("x-ms-source-if-match", stat.etag().filter(etag -> etag.startsWith("\"")));
    }

    /**
     * The error that an answer means if it is the source's; absent if it is the target's.
     *
     * <p>Where the service can't read the source, this process perhaps can: that is UNSUPPORTED.
     */
    Optional<StorageException> toStorageException(Location to, AzureAnswer answer) {
        boolean changed = AzureErrors.code(answer).equals("SourceConditionNotMet");
        if (!changed && !AzureErrors.isOfCopySource(answer.response())) {
            return Optional.empty();
        }
        StorageException plain = AzureErrors.toStorageException(to, answer);
        return Optional.of(
                switch (plain.kind()) {
                    case PRECONDITION_FAILED ->
                        new StorageException(
                                Kind.PRECONDITION_FAILED,
                                location(),
                                "is no longer the object that was to be copied",
                                plain,
                                plain.requests());
                    case NOT_FOUND ->
                        new StorageException(
                                Kind.NOT_FOUND, location(), "is gone, and can't be copied", plain, plain.requests());
                    case THROTTLED, UNAVAILABLE -> plain;
                    default -> unreadable(to, plain);
                });
    }

    static StorageException unreadable(Location to, StorageException plain) {
        return new StorageException(
                Kind.UNSUPPORTED, to, "Azure can't fetch the source itself", plain, plain.requests());
    }

    /**
     * Compares what the service computed of what it fetched with what is known of the source.
     *
     * @throws StorageException CORRUPT if they differ
     */
    void compare(Location to, Checksums computed) {
        if (computed.compare(stat.checksums()) == Checksums.Comparison.DIFFERENT) {
            throw new StorageException(
                    Kind.CORRUPT, to, "Azure fetched " + computed + ", and the source has " + stat.checksums());
        }
    }

    @Override
    public String toString() {
        return "AzureSource[" + location().display() + "]";
    }
}
