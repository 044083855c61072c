package io.mediafn.operation.upload;

import io.mediafn.location.Location;
import io.mediafn.location.NameCollisions;
import io.mediafn.operation.DigestMap;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Gives each source a name of its own, the same in every run over the same samples. It keeps digests, no names: at most
 * 150 bytes for each source. Belongs to one thread.
 */
final class UploadPlan {
    private static final long TAKEN = -1;

    private final UploadMediaRequest request;
    private final UploadNames names;
    private final boolean folds;
    private final BiPredicate<Location, Location> sameContent;
    /** The mark of the source that has a name, or {@link #TAKEN} for what lay there before. */
    private final DigestMap owners = new DigestMap();
    /** The number of each source whose name is not its first choice. */
    private final DigestMap numbers = new DigestMap();
    /** The last number that was given for a name. */
    private final DigestMap counts = new DigestMap();

    private final Optional<Location> watched;
    private Optional<Location> ownerOfWatched = Optional.empty();

    /**
     * An empty plan.
     *
     * @param folds whether names that differ only in case, or in how accents are composed, are one file
     * @param sameContent asked where a sample already links to what has a name
     * @param watched a target whose first source is wanted
     */
    UploadPlan(
            UploadMediaRequest request,
            boolean folds,
            BiPredicate<Location, Location> sameContent,
            Optional<Location> watched) {
        this.watched = watched;
        this.request = request;
        this.names = new UploadNames(request.relDir());
        this.folds = folds;
        this.sameContent = sameContent;
    }

    /** Whether a medium lies below the remote folder already. */
    boolean isThere(Location in) {
        return request.remoteDir().contains(in);
    }

    /** Takes note of a medium that lies there already and is linked to. */
    void reserve(Location there) {
        owners.put(keyOf(there), TAKEN);
    }

    /** Whether a sample linked to this before the run. */
    boolean isLinked(Location out) {
        return owners.get(keyOf(out)) == TAKEN;
    }

    /**
     * Where a source goes; the first call decides.
     *
     * @throws CollisionException if another source goes there, and names may not be numbered
     */
    Location targetOf(Location in) {
        String name = nameOf(in).text();
        long number = numbers.get(in.canonical());
        if (number != DigestMap.ABSENT) {
            return out(name, number);
        }
        if (request.onCollision() == OnCollision.FAIL) {
            return claimed(in, out(name, 1)).orElseThrow(() -> new CollisionException(in, out(name, 1)));
        }
        long next = 1;
        Location first = out(name, 1);
        Optional<Location> out = claimed(in, first);
        String count = keyOf(first);
        while (out.isEmpty()) {
            next = Math.max(next, counts.get(count)) + 1;
            counts.put(count, next);
            out = claimed(in, out(name, next));
        }
        if (next > 1 || owners.get(count) == TAKEN) {
            numbers.put(in.canonical(), next);
        }
        return out.get();
    }

    /** The first source that went to the watched target. */
    Optional<Location> ownerOfWatched() {
        return ownerOfWatched;
    }

    /** The name and what is to be said of it. */
    UploadNames.Name nameOf(Location in) {
        return names.of(in);
    }

    /** Whether it is this source, or becomes its, or holds the same. */
    private Optional<Location> claimed(Location in, Location out) {
        String key = keyOf(out);
        long owner = owners.get(key);
        long mine = DigestMap.mark(in.canonical());
        if (owner == DigestMap.ABSENT) {
            owners.put(key, mine);
            if (watched.map(this::keyOf).filter(key::equals).isPresent()) {
                ownerOfWatched = Optional.of(in);
            }
            return Optional.of(out);
        }
        if (owner == mine) {
            return Optional.of(out);
        }
        // What lies there may be this source, uploaded by a run that was cut off.
        boolean same = owner == TAKEN && (request.onCollision() == OnCollision.FAIL || sameContent.test(in, out));
        return same ? Optional.of(out) : Optional.empty();
    }

    /** Takes an asset, whose name is given by its scene. */
    void claimAsset(Location in, Location out) {
        if (claimed(in, out).isEmpty()) {
            throw new CollisionException(in, out);
        }
    }

    private Location out(String name, long number) {
        return request.remoteDir().child(UploadNames.numbered(name, number));
    }

    private String keyOf(Location at) {
        return folds ? NameCollisions.fold(at.canonical()) : at.canonical();
    }

    /** Two sources would get one name. */
    static final class CollisionException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Location in;
        private final transient Location out;

        CollisionException(Location in, Location out) {
            super(in.display() + " would be " + out.display() + ", and so would another source");
            this.in = in;
            this.out = out;
        }

        Location in() {
            return in;
        }

        Location out() {
            return out;
        }
    }
}
