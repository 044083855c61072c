package io.mediafn.gcf;

import io.mediafn.event.EventJson;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times as RFC 3339 has them; one that can't be read is not worth the loss of an event. */
final class Times {
    private Times() {}

    static Optional<Instant> of(EventJson json, String field) {
        return json.optionalText(field).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }
}
