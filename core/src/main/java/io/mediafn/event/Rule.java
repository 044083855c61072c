package io.mediafn.event;

import io.mediafn.location.Location;
import io.mediafn.operation.Globs;
import java.util.List;
import java.util.Optional;

/**
 * What follows from which events.
 *
 * @param prefix below which objects lie that are meant; absent for all
 * @param globs over what of a key comes behind the prefix; over the whole key where there is none
 * @param steps done in their order, each after the one before it has succeeded
 */
record Rule(Optional<Location> prefix, Globs globs, ObjectEvent.Type type, List<Step> steps) {
    Rule {
        steps = List.copyOf(steps);
    }

    boolean matches(ObjectEvent event) {
        return type == event.type() && covers(event.location());
    }

    /** Whether an object at this place is meant. */
    boolean covers(Location at) {
        if (prefix.isEmpty()) {
            return globs.matches(at.key());
        }
        Location below = prefix.get();
        return below.contains(at)
                && !at.equals(below)
                && globs.matches(at.key().substring(below.key().length()));
    }
}
