package io.mediafn.operation.relink;

import io.mediafn.batch.ItemError;
import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Checksums.Comparison;
import io.mediafn.dataset.StoredPath;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.operation.copy.ContentDigest;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows that what a sample is to link to is there, and is what it should be: by what the map says of it, else by what is
 * still at the old location. Thread-safe.
 */
final class TargetCheck {
    /** Of an object that S3 got in one piece, mostly: equal ones prove equality, different ones nothing. */
    private static final Pattern MD5_ETAG = Pattern.compile("\"?([0-9a-f]{32})\"?");

    private final Stores stores;
    private final LocationPolicy policy;
    private final Verify verify;

    /**
     * What was found.
     *
     * @param by what shows it: a checksum algorithm, {@code etag} or {@code size}
     * @param error why not
     * @param bytes that were read for it
     */
    record Found(Optional<String> by, Optional<ItemError> error, long bytes) {
        static Found by(String what, long bytes) {
            return new Found(Optional.of(what), Optional.empty(), bytes);
        }

        static Found wrong(Kind kind, String message) {
            return new Found(Optional.empty(), Optional.of(new ItemError(kind, message)), 0);
        }

        boolean verified() {
            return by.isPresent();
        }
    }

    TargetCheck(Stores stores, LocationPolicy policy, Verify verify) {
        this.stores = stores;
        this.policy = policy;
        this.verify = verify;
    }

    /** Never throws: what a store says is the finding. */
    Found check(MapEntry entry) {
        try {
            Location at = policy.check(StoredPath.locationOf(entry.to()));
            ObjectStat target = stores.forLocation(at).stat(at);
            if (entry.size().isPresent() && entry.size().getAsLong() != target.size()) {
                return Found.wrong(
                        Kind.CORRUPT,
                        at.display() + ": has " + target.size() + " bytes, and the map says "
                                + entry.size().getAsLong());
            }
            if (verify == Verify.SIZE) {
                return entry.size().isPresent() ? Found.by("size", 0) : bySource(entry, target);
            }
            return entry.checksums().isEmpty() && entry.etag().isEmpty()
                    ? bySource(entry, target)
                    : byMap(entry, target);
        } catch (StorageException e) {
            return new Found(Optional.empty(), Optional.of(ItemError.of(e)), 0);
        } catch (IllegalLocationException | LocationRefusedException e) {
            return Found.wrong(Kind.DENIED, String.valueOf(e.getMessage()));
        }
    }

    /** Whether it is known that nothing is at a place any more; where it can't be looked at, it is not. */
    boolean isGone(String path) {
        try {
            Location at = policy.check(StoredPath.locationOf(path));
            return stores.forLocation(at).find(at).isEmpty();
        } catch (StorageException | IllegalLocationException | LocationRefusedException e) {
            return false;
        }
    }

    private Found byMap(MapEntry entry, ObjectStat target) {
        if (entry.checksums().isEmpty()) {
            return entry.etag().equals(target.etag())
                    ? Found.by("etag", 0)
                    : Found.wrong(
                            Kind.CORRUPT,
                            target.location().display() + ": is another object than the map's: its ETag is "
                                    + target.etag().orElse("absent"));
        }
        Optional<Found> known = compared(target, entry.checksums(), "the map's");
        if (known.isPresent()) {
            return known.get();
        }
        if (entry.etag().isPresent() && entry.etag().equals(target.etag())) {
            return Found.by("etag", 0);
        }
        return read(target, entry.checksums().iterator().next(), "the map's");
    }

    private Found bySource(MapEntry entry, ObjectStat target) {
        Location from = policy.check(StoredPath.locationOf(entry.from()));
        ObjectStore store = stores.forLocation(from);
        Optional<ObjectStat> found = store.find(from);
        if (found.isEmpty()) {
            return Found.wrong(
                    Kind.NOT_FOUND,
                    from.display() + ": is gone, and the map does not say what should be at "
                            + target.location().display());
        }
        ObjectStat source = found.get();
        if (source.size() != target.size()) {
            return Found.wrong(
                    Kind.CORRUPT,
                    target.location().display() + ": has " + target.size() + " bytes, and " + from.display() + " has "
                            + source.size());
        }
        if (verify == Verify.SIZE) {
            return Found.by("size", 0);
        }
        Optional<Found> known = compared(target, source.checksums(), "that of " + from.display());
        if (known.isPresent()) {
            return known.get();
        }
        if (md5(source).isPresent() && md5(source).equals(md5(target))) {
            return Found.by(ChecksumAlgorithm.MD5.text(), 0);
        }
        boolean told = !source.checksums().isEmpty();
        Checksum expected = told
                ? source.checksums().iterator().next()
                : ContentDigest.of(store, source, algorithmOf(target.checksums()));
        Found result = compared(target, Checksums.of(expected), "that of " + from.display())
                .orElseGet(() -> read(target, expected, "that of " + from.display()));
        return new Found(result.by(), result.error(), result.bytes() + (told ? 0 : source.size()));
    }

    private static ChecksumAlgorithm algorithmOf(Checksums known) {
        return known.isEmpty()
                ? ChecksumAlgorithm.CRC32C
                : known.iterator().next().algorithm();
    }

    private static Optional<String> md5(ObjectStat stat) {
        return stat.checksums()
                .get(ChecksumAlgorithm.MD5)
                .map(Checksum::hex)
                .or(() -> stat.etag()
                        .map(MD5_ETAG::matcher)
                        .filter(Matcher::matches)
                        .map(found -> found.group(1)));
    }

    /** By what the store says; empty where it says nothing that can be compared. */
    private static Optional<Found> compared(ObjectStat target, Checksums expected, String whose) {
        Comparison comparison = target.checksums().compare(expected);
        if (comparison == Comparison.INCOMPARABLE) {
            boolean sameMd5 = expected.get(ChecksumAlgorithm.MD5)
                    .map(Checksum::hex)
                    .equals(md5(target).or(() -> Optional.of("")));
            return sameMd5 ? Optional.of(Found.by(ChecksumAlgorithm.MD5.text(), 0)) : Optional.empty();
        }
        String algorithm =
                target.checksums().common(expected).map(ChecksumAlgorithm::text).orElse("");
        return Optional.of(
                comparison == Comparison.EQUAL
                        ? Found.by(algorithm, 0)
                        : Found.wrong(
                                Kind.CORRUPT,
                                target.location().display() + ": its checksums " + target.checksums() + " are not "
                                        + whose + ", " + expected));
    }

    private Found read(ObjectStat target, Checksum expected, String whose) {
        Checksum actual = ContentDigest.of(stores.forLocation(target.location()), target, expected.algorithm());
        return actual.equals(expected)
                ? Found.by(expected.algorithm().text(), target.size())
                : Found.wrong(
                        Kind.CORRUPT,
                        target.location().display() + ": its " + actual + " is not " + whose + ", " + expected);
    }
}
