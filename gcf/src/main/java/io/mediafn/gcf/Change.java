package io.mediafn.gcf;

import io.mediafn.event.ObjectEvent;
import io.mediafn.location.Location;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What Cloud Storage says happened to an object; "Event types" of its page "Pub/Sub notifications for Cloud Storage" is the
 * source of what each means.
 */
enum Change {
    /** A new object, or a new generation of one: an upload, a copy, a rewrite, a restoration. */
    FINALIZE("finalized", "OBJECT_FINALIZE", Optional.of(ObjectEvent.Type.CREATED), Optional.of("timeCreated")),

    /**
     * A generation that is gone for good. That may be one which was replaced, or one that was not live any more; so it says
     * nothing about the object that is there now, and whoever follows it looks.
     */
    DELETE("deleted", "OBJECT_DELETE", Optional.of(ObjectEvent.Type.DELETED), Optional.of("timeDeleted")),

    /**
     * Of buckets with versions alone: the live generation is not live any more. To whoever asks for the object it is gone,
     * or replaced, where another event tells of the new one; in such a bucket this is what a deletion looks like.
     */
    ARCHIVE("archived", "OBJECT_ARCHIVE", Optional.of(ObjectEvent.Type.DELETED), Optional.of("timeDeleted")),

    /**
     * New metadata, the same bytes. Nothing follows from it: a rule that copied an object, and with it sets metadata, would
     * set itself off.
     */
    METADATA_UPDATE("metadataUpdated", "OBJECT_METADATA_UPDATE", Optional.empty(), Optional.empty());

    private final String cloudEvent;
    private final String notification;
    private final Optional<ObjectEvent.Type> type;
    private final Optional<String> timeField;

    Change(String cloudEvent, String notification, Optional<ObjectEvent.Type> type, Optional<String> timeField) {
        this.cloudEvent = cloudEvent;
        this.notification = notification;
        this.type = type;
        this.timeField = timeField;
    }

    /** By the last part of a CloudEvent's type. */
    static Optional<Change> ofCloudEvent(String name) {
        return Arrays.stream(values())
                .filter(change -> change.cloudEvent.equals(name))
                .findFirst();
    }

    /** By the attribute {@code eventType} of a notification. */
    static Optional<Change> ofNotification(String name) {
        return Arrays.stream(values())
                .filter(change -> change.notification.equals(name))
                .findFirst();
    }

    /** The field of the object's resource that says when it happened. */
    Optional<String> timeField() {
        return timeField;
    }

    List<ObjectEvent> event(Location location, String sequence, Optional<Instant> time) {
        return type.map(kind -> List.of(new ObjectEvent(location, kind, sequence, time)))
                .orElseGet(List::of);
    }
}
