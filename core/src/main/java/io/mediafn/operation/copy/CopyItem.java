package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStat;
import java.util.List;
import java.util.Optional;

/**
 * One object to copy, with what listings told of it.
 *
 * @param source as listed, absent where nobody has looked yet
 * @param target likewise of what stands at {@code out}
 * @param key what a later run goes on from: a key below the prefix, or the number of pairs so far; absent for an asset
 * @param left assets of a scene that stay where they are, for the report
 * @param targetListed whether the target was looked for, so that an absent one is known to be absent
 */
record CopyItem(
        Location in,
        Location out,
        Optional<ObjectStat> source,
        Optional<ObjectStat> target,
        boolean targetListed,
        Optional<String> key,
        List<String> left) {
    CopyItem {
        left = List.copyOf(left);
    }

    static CopyItem of(Location in, Location out) {
        return new CopyItem(in, out, Optional.empty(), Optional.empty(), false, Optional.empty(), List.of());
    }

    CopyItem withTarget(Optional<ObjectStat> found) {
        return new CopyItem(in, out, source, found, true, key, left);
    }

    CopyItem withKey(String value) {
        return new CopyItem(in, out, source, target, targetListed, Optional.of(value), left);
    }

    CopyItem withLeft(List<String> assets) {
        return new CopyItem(in, out, source, target, targetListed, key, assets);
    }
}
