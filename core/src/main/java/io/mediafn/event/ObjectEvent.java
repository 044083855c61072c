package io.mediafn.event;

import io.mediafn.location.Location;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that a bucket says happened to an object, whichever cloud said it. It may come twice, late, or out of order,
 * so nothing in it is taken for the object's present state.
 *
 * @param sequence hex digits that order the events of one key; empty where the cloud gives none
 * @param time when the cloud says that it happened; one that can't be is as none
 */
public record ObjectEvent(Location location, Type type, String sequence, Optional<Instant> time) {
    /** The last one that RFC 3339 can write. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");

    public ObjectEvent {
        // Whatever came behind it would never count.
        time = time.filter(when -> !when.isBefore(Instant.EPOCH) && !when.isAfter(END_OF_TIME));
    }

    /** What happened. */
    public enum Type {
        CREATED,
        DELETED
    }
}
