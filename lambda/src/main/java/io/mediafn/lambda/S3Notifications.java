package io.mediafn.lambda;

import io.mediafn.event.EventJson;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * S3's event notifications, as "Event message structure" of its user guide has them: keys are form-encoded, so that a
 * plus is a space and {@code %2B} a plus.
 */
final class S3Notifications {
    private static final String SOURCE = "aws:s3";
    private static final String VERSION = "2.";

    private S3Notifications() {}

    /** What S3 sends once when a notification is configured; there is nothing in it to do. */
    static boolean isTestEvent(Map<String, Object> event) {
        return "s3:TestEvent".equals(event.get("Event"));
    }

    static boolean isNotification(Map<String, Object> event) {
        return SOURCE.equals(sourceOfFirst(event));
    }

    /** The {@code eventSource} of the first record; empty if there is none. */
    static String sourceOfFirst(Map<String, Object> event) {
        return event.get("Records") instanceof List<?> records
                        && !records.isEmpty()
                        && records.getFirst() instanceof Map<?, ?> first
                        && first.get("eventSource") instanceof String source
                ? source
                : "";
    }

    /**
     * The events of a notification.
     *
     * @throws UnknownEventException if any record is not one of an object that was created or removed
     */
    static List<ObjectEvent> events(Map<String, Object> event) {
        return new EventJson(event)
                .list("Records").stream().map(S3Notifications::event).toList();
    }

    private static ObjectEvent event(EventJson record) {
        if (!record.text("eventSource").equals(SOURCE)) {
            throw new UnknownEventException("a record from " + record.text("eventSource") + " among those of S3");
        }
        checkVersion(record.optionalText("eventVersion").orElse(VERSION));
        EventJson s3 = record.at("s3");
        EventJson object = s3.at("object");
        return new ObjectEvent(
                Location.of(Scheme.S3, s3.at("bucket").text("name"), decoded(object.text("key"))),
                type(record.text("eventName")),
                object.optionalText("sequencer").orElse(""),
                record.optionalText("eventTime").flatMap(S3Notifications::time));
    }

    /** A new minor version adds fields; another major one may mean something else by those that are known. */
    private static void checkVersion(String version) {
        if (!version.startsWith(VERSION)) {
            throw new UnknownEventException("an S3 event of the version " + version + "; known are " + VERSION + "x");
        }
    }

    private static ObjectEvent.Type type(String eventName) {
        // AWS writes ObjectCreated:Put; some of the services that speak its protocol put s3: before it.
        String name = eventName.startsWith("s3:") ? eventName.substring(3) : eventName;
        if (name.startsWith("ObjectCreated:")) {
            return ObjectEvent.Type.CREATED;
        }
        if (name.startsWith("ObjectRemoved:") || name.startsWith("LifecycleExpiration:")) {
            return ObjectEvent.Type.DELETED;
        }
        throw new UnknownEventException("an S3 event named " + eventName);
    }

    /** Strictly: bytes that are no UTF-8 would otherwise become another key, of an object that nobody meant. */
    static String decoded(String key) {
        try {
            byte[] bytes = URLDecoder.decode(key, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return isAscii(key)
                    ? StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString()
                    : URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new UnknownEventException("an S3 key that is not URL-encoded UTF-8: " + key);
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
