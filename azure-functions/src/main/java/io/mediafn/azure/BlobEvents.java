package io.mediafn.azure;

import io.mediafn.event.EventJson;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Event Grid's events of Blob Storage, in its own schema and as CloudEvents 1.0, as "Azure Blob Storage as an Event Grid
 * source" has them.
 */
final class BlobEvents {
    private static final Logger LOG = LoggerFactory.getLogger(BlobEvents.class);

    private static final String STORAGE = "Microsoft.Storage.";
    /** What changes no blob's content and no blob's name; also what Event Grid asks of a new subscription. */
    private static final Set<String> NOTHING_TO_DO = Set.of(
            STORAGE + "BlobTierChanged",
            STORAGE + "AsyncOperationInitiated",
            STORAGE + "DirectoryCreated",
            STORAGE + "BlobInventoryPolicyCompleted",
            STORAGE + "LifecyclePolicyCompleted",
            "Microsoft.EventGrid.SubscriptionValidationEvent");
    /** They make an empty blob, into which the content is written next; that comes as an event of its own. */
    private static final Set<String> PLACEHOLDERS = Set.of("CreateFile", "SftpCreate");

    private BlobEvents() {}

    /**
     * What an event says happened to blobs: a renaming is a deletion and a creation. Everything that is created is
     * taken, whatever the API, but for the placeholders: an API that Azure adds must not be lost.
     *
     * @throws UnknownEventException if it is no event of a blob; also if a whole directory was renamed or deleted, since
     *     such an event names none of the blobs below it, and taking it for nothing would leave the dataset wrong
     */
    static List<ObjectEvent> of(Map<String, Object> event) {
        EventJson root = new EventJson(event);
        boolean cloudEvent = event.containsKey("specversion");
        String type = root.text(cloudEvent ? "type" : "eventType");
        if (NOTHING_TO_DO.contains(type)) {
            LOG.debug("{} leads to nothing", type);
            return List.of();
        }
        Optional<Instant> time =
                root.optionalText(cloudEvent ? "time" : "eventTime").flatMap(BlobEvents::time);
        return switch (type) {
            case STORAGE + "BlobCreated" ->
                isPlaceholder(root.at("data"))
                        ? List.of()
                        : List.of(event(root, "url", ObjectEvent.Type.CREATED, time));
            case STORAGE + "BlobDeleted" -> List.of(event(root, "url", ObjectEvent.Type.DELETED, time));
            case STORAGE + "BlobRenamed" ->
                List.of(
                        event(root, "sourceUrl", ObjectEvent.Type.DELETED, time),
                        event(root, "destinationUrl", ObjectEvent.Type.CREATED, time));
            case STORAGE + "DirectoryRenamed", STORAGE + "DirectoryDeleted" ->
                throw new UnknownEventException("an event " + type + " of " + root.text("subject")
                        + ", which names none of the blobs below it: bring the dataset up to date with the operations"
                        + " metadata and relink, and leave this type out of the subscription");
            default -> throw new UnknownEventException("an event of the type " + type);
        };
    }

    private static boolean isPlaceholder(EventJson data) {
        boolean empty = !(data.node() instanceof Map<?, ?> fields)
                || !(fields.get("contentLength") instanceof Number length)
                || length.longValue() == 0;
        return empty && data.optionalText("api").filter(PLACEHOLDERS::contains).isPresent();
    }

    private static ObjectEvent event(EventJson root, String urlField, ObjectEvent.Type type, Optional<Instant> time) {
        EventJson data = root.at("data");
        Optional<String> subject = urlField.equals("sourceUrl") ? Optional.empty() : root.optionalText("subject");
        Optional<String> resource = root.optionalText("topic").or(() -> root.optionalText("source"));
        return new ObjectEvent(
                BlobUrls.location(data.text(urlField), subject, resource),
                type,
                data.optionalText("sequencer").orElse(""),
                time);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
