package io.mediafn.gcf;

import io.cloudevents.CloudEvent;
import io.mediafn.event.EventJson;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * CloudEvents of Cloud Storage, as Eventarc delivers them: {@code StorageObjectData} of googleapis/google-cloudevents. Names
 * of objects are there as they are, not URL-encoded.
 */
final class StorageEvents {
    private static final String PREFIX = "google.cloud.storage.object.v1.";

    private StorageEvents() {}

    static boolean isOne(String type) {
        return type.startsWith(PREFIX);
    }

    /** The event that it is, or none where it is of no consequence. */
    static List<ObjectEvent> of(CloudEvent event, EventJson data) {
        Change change = Change.ofCloudEvent(event.getType().substring(PREFIX.length()))
                .orElseThrow(() -> new UnknownEventException("a CloudEvent of the type " + event.getType()));
        Location location = Location.of(Scheme.GCS, data.text("bucket"), data.text("name"));
        return change.event(
                location,
                Generations.of(data, "generation"),
                Optional.ofNullable(event.getTime())
                        .map(OffsetDateTime::toInstant)
                        .or(() -> change.timeField().flatMap(field -> Times.of(data, field)))
                        .or(() -> Times.of(data, "updated"))
                        .or(() -> Times.of(data, "timeCreated")));
    }
}
