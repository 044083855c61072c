package io.mediafn.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.event.ObjectEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What messages say, without anything being done. */
final class BlobEventsTest {
    static List<RecordedEvents.Row> rows() {
        return RecordedEvents.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_message_says_what_the_table_says(RecordedEvents.Row row) {
        if (row.error().isEmpty()) {
            assertThat(lines(row.message())).isEqualTo(row.expected());
        } else {
            assertThatThrownBy(() -> lines(row.message())).hasMessageContaining(row.error());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void base64_of_it_says_the_same(RecordedEvents.Row row) {
        if (row.error().isEmpty()) {
            String packed = Base64.getEncoder().encodeToString(row.message().getBytes(StandardCharsets.UTF_8));
            assertThat(lines(packed)).isEqualTo(row.expected());
        }
    }

    @Test
    void the_table_has_both_schemas_and_what_is_broken() {
        assertThat(rows()).hasSizeGreaterThan(60);
        assertThat(rows().stream().filter(row -> !row.error().isEmpty())).hasSizeGreaterThan(20);
    }

    private static List<String> lines(String message) {
        return EventGridMessages.read(message).stream()
                .flatMap(event -> BlobEvents.of(event).stream())
                .map(BlobEventsTest::line)
                .toList();
    }

    private static String line(ObjectEvent event) {
        return event.type() + " " + event.location().canonical() + " "
                + (event.sequence().isEmpty() ? "-" : event.sequence()) + " "
                + event.time().map(Instant::toString).orElse("-");
    }
}
