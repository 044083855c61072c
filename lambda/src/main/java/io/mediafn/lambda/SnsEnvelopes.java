package io.mediafn.lambda;

import io.mediafn.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * SNS around an event: as the body of a message, unless raw delivery is on, and as an invocation. SNS writes its own
 * fields with capitals.
 */
final class SnsEnvelopes {
    static final String MESSAGE = "Message";

    private SnsEnvelopes() {}

    static boolean isEnvelope(Map<String, Object> event) {
        return "Notification".equals(event.get("Type")) && event.get(MESSAGE) instanceof String;
    }

    static boolean isInvocation(Map<String, Object> event) {
        return event.get("Records") instanceof List<?> records
                && !records.isEmpty()
                && records.getFirst() instanceof Map<?, ?> first
                && "aws:sns".equals(first.get("EventSource"));
    }

    static Stream<Map<String, Object>> messages(Map<String, Object> event) {
        return ObjectEvents.records(event)
                .map(record -> record.at("Sns"))
                .map(envelope -> Json.readObject(envelope.text(MESSAGE)));
    }
}
