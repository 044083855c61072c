package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStat;
import java.util.Optional;

/**
 * One object to copy, with what listings told of it.
 *
 * @param source as listed, absent where nobody has looked yet
 * @param target likewise of what stands at {@code out}
 * @param targetListed whether the target was looked for, so that an absent one is known to be absent
 */
record CopyItem(
        Location in,
        Location out,
        Optional<ObjectStat> source,
        Optional<ObjectStat> target,
        boolean targetListed) {
    static CopyItem of(Location in, Location out) {
        return new CopyItem(in, out, Optional.empty(), Optional.empty(), false);
    }

    CopyItem withTarget(Optional<ObjectStat> found) {
        return new CopyItem(in, out, source, found, true);
    }
}
