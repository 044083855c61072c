package io.mediafn.gcf;

import static io.mediafn.gcf.GoogleEvents.STORAGE;
import static io.mediafn.gcf.GoogleEvents.TIME;
import static io.mediafn.gcf.GoogleEvents.attributes;
import static io.mediafn.gcf.GoogleEvents.message;
import static io.mediafn.gcf.GoogleEvents.notification;
import static io.mediafn.gcf.GoogleEvents.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.mediafn.event.EventJson;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.UnknownEventException;
import io.mediafn.json.Json;
import io.mediafn.location.IllegalLocationException;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Google's events become, read by themselves. */
final class EventShapesTest {
    private static CloudEvent event(String type, String time) {
        CloudEventBuilder builder = CloudEventBuilder.v1()
                .withId("1")
                .withType(type)
                .withSource(URI.create("//storage.googleapis.com/projects/_/buckets/b"));
        return time.isEmpty()
                ? builder.build()
                : builder.withTime(OffsetDateTime.parse(time)).build();
    }

    private static List<ObjectEvent> storage(String change, Map<String, Object> data) {
        return StorageEvents.of(event(STORAGE + change, TIME), new EventJson(data));
    }

    private static List<ObjectEvent> pubSub(Map<String, Object> data) {
        EventJson read = new EventJson(data).at("message");
        assertThat(PubSubMessages.isSchedule(read)).isFalse();
        return PubSubMessages.events(read);
    }

    @ParameterizedTest
    @CsvSource({"finalized, CREATED", "deleted, DELETED", "archived, DELETED"})
    void an_event_of_cloud_storage(String change, ObjectEvent.Type type) {
        assertThat(storage(change, object("b", "in/x.png", "1700000000000001")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.location()).hasToString("gs://b/in/x.png");
                    assertThat(event.type()).isEqualTo(type);
                    assertThat(event.sequence()).isEqualTo("0001700000000000001");
                    assertThat(event.time()).contains(Instant.parse(TIME));
                });
    }

    @ParameterizedTest
    @CsvSource({"OBJECT_FINALIZE, CREATED", "OBJECT_DELETE, DELETED", "OBJECT_ARCHIVE, DELETED"})
    void a_notification_by_pub_sub(String change, ObjectEvent.Type type) {
        assertThat(pubSub(notification(change, "b", "in/x.png", "1700000000000001")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.location()).hasToString("gs://b/in/x.png");
                    assertThat(event.type()).isEqualTo(type);
                    assertThat(event.sequence()).isEqualTo("0001700000000000001");
                    assertThat(event.time()).contains(Instant.parse(TIME));
                });
    }

    /** {@code payloadFormat} NONE. */
    @Test
    void a_notification_needs_no_data() {
        Map<String, Object> data = notification("OBJECT_FINALIZE", "b", "x.png", "7");
        ((Map<?, ?>) Objects.requireNonNull(data.get("message"))).remove("data");
        assertThat(pubSub(data)).hasSize(1);
    }

    @Test
    void new_metadata_are_no_new_bytes() {
        assertThat(storage("metadataUpdated", object("b", "x.png", "7"))).isEmpty();
        assertThat(pubSub(notification("OBJECT_METADATA_UPDATE", "b", "x.png", "7")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b+c%2Bé#?.png",
                "a%20b.png",
                "in//double.png",
                "/leading.png",
                "日本/𝄞.jpg",
                "x y\tz.png",
                "a?b=c&d"
            })
    void names_are_taken_as_they_are(String name) {
        assertThat(storage("finalized", object("b", name, "7")))
                .singleElement()
                .satisfies(event -> assertThat(event.location().key()).isEqualTo(name));
        assertThat(pubSub(notification("OBJECT_FINALIZE", "b", name, "7")))
                .singleElement()
                .satisfies(event -> assertThat(event.location().key()).isEqualTo(name));
    }

    @Test
    void generations_are_in_the_order_of_their_numbers_as_texts_too() {
        assertThat(Stream.of("7", "10", "1700000000000001", "9223372036854775807")
                        .map(generation -> storage("finalized", object("b", "x", generation))
                                .getFirst()
                                .sequence()))
                .isSorted()
                .allMatch(sequence -> sequence.length() == 19);
    }

    @Test
    void a_generation_may_be_a_number() {
        assertThat(storage("finalized", object("b", "x", 1700000000000001L)))
                .singleElement()
                .satisfies(event -> assertThat(event.sequence()).isEqualTo("0001700000000000001"));
    }

    @Test
    void without_a_time_of_the_event_the_object_has_one() {
        Map<String, Object> gone = object("b", "x.png", "7");
        gone.put("timeDeleted", "2026-11-21T11:00:00+01:00");
        assertThat(StorageEvents.of(event(STORAGE + "deleted", ""), new EventJson(gone)))
                .singleElement()
                .satisfies(event -> assertThat(event.time()).contains(Instant.parse("2026-11-21T10:00:00Z")));
        assertThat(StorageEvents.of(event(STORAGE + "finalized", ""), new EventJson(object("b", "x", "7"))))
                .singleElement()
                .satisfies(event -> assertThat(event.time()).contains(Instant.parse("2026-11-21T09:00:00.123Z")));
    }

    @Test
    void a_schedule_is_what_the_data_say() {
        Map<String, Object> data = message(Map.of(), "{\"operation\":\"schedule\"}");
        assertThat(PubSubMessages.isSchedule(new EventJson(data).at("message"))).isTrue();
    }

    static Stream<Map<String, Object>> malformed() {
        return Stream.of(
                without("bucket"),
                without("name"),
                without("generation"),
                with("name", 7),
                with("name", ""),
                with("generation", "-1"),
                with("generation", "0x17"),
                with("generation", 1.5),
                with("generation", "12345678901234567890"),
                with("bucket", List.of("b")),
                Map.of());
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> data = object("b", "x.png", "7");
        data.put(field, value);
        return data;
    }

    private static Map<String, Object> without(String field) {
        Map<String, Object> data = object("b", "x.png", "7");
        data.remove(field);
        return data;
    }

    @ParameterizedTest
    @MethodSource
    void malformed(Map<String, Object> data) {
        assertThatThrownBy(() -> storage("finalized", data))
                .isInstanceOfAny(UnknownEventException.class, IllegalLocationException.class)
                .message()
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eventType", "bucketId", "objectId", "objectGeneration"})
    void a_notification_without_what_it_is_about(String missing) {
        Map<String, String> attributes = new HashMap<>(attributes("OBJECT_FINALIZE", "b", "x.png", "7"));
        attributes.remove(missing);
        assertThatThrownBy(() -> pubSub(message(attributes, Json.write(object("b", "x.png", "7")))))
                .isInstanceOf(UnknownEventException.class)
                .hasMessageContaining(missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"operation\":\"delete\",\"dir\":\"gs://b/\"}", "{}", "[]", "not json", "\u0000"})
    void a_message_of_any_other_kind(String content) {
        assertThatThrownBy(() -> pubSub(message(Map.of(), content))).isInstanceOf(UnknownEventException.class);
    }

    @Test
    void changes_that_nobody_documented() {
        assertThatThrownBy(() -> storage("exploded", object("b", "x", "7")))
                .isInstanceOf(UnknownEventException.class)
                .hasMessageContaining("exploded");
        assertThatThrownBy(() -> pubSub(notification("OBJECT_EXPLODE", "b", "x", "7")))
                .isInstanceOf(UnknownEventException.class)
                .hasMessageContaining("OBJECT_EXPLODE");
    }
}
