package io.mediafn.gcf;

import static io.mediafn.gcf.GoogleEvents.PUBSUB;
import static io.mediafn.gcf.GoogleEvents.STORAGE;
import static io.mediafn.gcf.GoogleEvents.attributes;
import static io.mediafn.gcf.GoogleEvents.binaryHeaders;
import static io.mediafn.gcf.GoogleEvents.message;
import static io.mediafn.gcf.GoogleEvents.object;
import static io.mediafn.gcf.GoogleEvents.structured;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import io.mediafn.json.Json;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What may reach a function beside events as they should be, through Google's invoker. Objects are folder markers here, of
 * which nothing follows: an answer of 200 says that an event was understood, and everything else is delivered again.
 */
final class HostileEventsTest {
    private static final String FINALIZED = STORAGE + "finalized";
    private static final String FOLDER = "in/folder/";

    private static MediaApp app;
    private static Served server;
    private static Caller caller;

    @BeforeAll
    static void start() throws Exception {
        app = MediaApp.forFunction(Settings.from(Map.of("MEDIAFN_DATASET", "gs://d/traffic/")));
        server = Served.events(new MediaEvents(new Deployed(app, Duration.ofMinutes(1), Optional.empty())));
        caller = new Caller(server.address());
    }

    @AfterAll
    static void stop() {
        caller.close();
        server.close();
        app.close();
    }

    private static int post(Map<String, String> headers, String body) throws Exception {
        return caller.post("/", headers, body).statusCode();
    }

    private static String folder() {
        return Json.write(object("b", FOLDER, "7"));
    }

    private static Map<String, String> headers(String... changes) {
        Map<String, String> headers = new LinkedHashMap<>(binaryHeaders(FINALIZED));
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].isEmpty()) {
                headers.remove(changes[i]);
            } else {
                headers.put(changes[i], changes[i + 1]);
            }
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, application/json; charset=utf-8, true",
        "Content-Type, text/plain, true",
        "ce-time, yesterday, false",
        "ce-time, '', true",
        "ce-subject, '', true",
        "ce-specversion, 2.0, false",
        "ce-specversion, '', false",
        "ce-type, '', false",
        "ce-type, google.cloud.storage.object.v1., false",
        "ce-type, google.cloud.storage.object.v2.finalized, false",
        "ce-type, google.cloud.storage.object.v1.Finalized, false",
        "ce-type, google.storage.object.finalize, false",
        "ce-id, '', false",
        "ce-source, '', false",
        "ce-source, '::not a uri::', false",
        "Content-Type, application/cloudevents-batch+json, false",
        "Content-Type, application/cloudevents+json, false"
    })
    void an_event_in_the_binary_mode(String header, String value, boolean understood) throws Exception {
        assertThat(post(headers(header, value), folder()) == 200).isEqualTo(understood);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "7", "\"x\"", "{", "{}", "{\"bucket\":\"b\"}", "{\"a\":1,\"a\":2}", "\u0000"})
    void data_that_are_none(String data) throws Exception {
        assertThat(post(headers(), data)).isGreaterThanOrEqualTo(400);
        assertThat(post(headers("ce-type", PUBSUB), data)).isGreaterThanOrEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "application/cloudevents+json, true",
        "application/cloudevents+json; charset=UTF-8, true",
        "application/json, false",
        "text/plain, false",
        "application/cloudevents+xml, false",
        "application/cloudevents-batch+json, false"
    })
    void an_event_in_the_structured_mode_is_told_by_its_content_type(String type, boolean understood) throws Exception {
        String event = structured(FINALIZED, object("b", FOLDER, "7"));
        assertThat(post(Map.of("Content-Type", type), event) == 200).isEqualTo(understood);
    }

    @Test
    void a_batch_is_not_taken_for_one_event_nor_for_none() throws Exception {
        String event = structured(FINALIZED, object("b", FOLDER, "7"));
        Map<String, String> type = Map.of("Content-Type", "application/cloudevents-batch+json");
        for (String batch : List.of("[]", "[" + event + "]", "[" + event + "," + event + "]")) {
            assertThat(post(type, batch)).isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void a_header_that_comes_twice_does_not_bring_an_unknown_event_through() throws Exception {
        StringBuilder request = new StringBuilder("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        headers()
                .forEach((name, value) ->
                        request.append(name).append(": ").append(value).append("\r\n"));
        String body = folder();
        request.append("ce-type: google.cloud.audit.log.v1.written\r\nContent-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        URI address = server.address();
        try (Socket socket = new Socket("localhost", address.getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.toString().getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // The invoker knows one value of a name; whichever it takes, the answer says what became of that one.
            assertThat(answer).matches("(?s)HTTP/1.1 (200|500) .*");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\nb/", "a\u0000b/", "%00/", "%FF/", "+ /", "\uD834\uDD1E/", "//", "../", "in/\r\nINFO done/"})
    void a_name_may_have_any_characters(String name) throws Exception {
        assertThat(caller.binary(FINALIZED, object("b", name, "7"))).isEqualTo(200);
        assertThat(caller.structured(FINALIZED, object("b", name, "7"))).isEqualTo(200);
        assertThat(caller.binary(PUBSUB, message(attributes("OBJECT_FINALIZE", "b", name, "7"), "")))
                .isEqualTo(200);
    }

    @Test
    void a_name_may_have_1024_bytes_and_no_more() throws Exception {
        assertThat(caller.binary(FINALIZED, object("b", "x".repeat(1_023) + "/", "7")))
                .isEqualTo(200);
        assertThat(caller.binary(FINALIZED, object("b", "x".repeat(1_024) + "/", "7")))
                .isEqualTo(500);
        assertThat(caller.binary(FINALIZED, object("b", "é".repeat(512) + "/", "7")))
                .isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9223372036854775808", "1e400", "", "many"})
    void a_size_is_not_believed_nor_needed(String size) throws Exception {
        Map<String, Object> data = object("b", FOLDER, "7");
        data.put("size", size);
        assertThat(caller.binary(FINALIZED, data)).isEqualTo(200);
        data.remove("size");
        data.remove("metageneration");
        assertThat(caller.binary(FINALIZED, data)).isEqualTo(200);
    }

    /** They are Google's own, where the data are left out or not as whoever configured the notification wants. */
    @Test
    void the_attributes_of_a_notification_count_and_not_its_data() throws Exception {
        Map<String, String> attributes = attributes("OBJECT_FINALIZE", "b", FOLDER, "7");
        for (String data : List.of("", "no json", "[]", Json.write(object("other", "x.png", "8")))) {
            assertThat(caller.binary(PUBSUB, message(attributes, data))).isEqualTo(200);
        }
        assertThat(caller.binary(PUBSUB, withData("%%% no base64", attributes))).isEqualTo(200);
        assertThat(caller.binary(PUBSUB, withData("%%% no base64", Map.of()))).isEqualTo(500);
    }

    private static Map<String, Object> withData(String data, Map<String, String> attributes) {
        return Map.of("message", Map.of("data", data, "attributes", attributes), "subscription", "s");
    }

    @ParameterizedTest
    @CsvSource({
        "bucketId, ''",
        "bucketId, b/../other",
        "objectId, ''",
        "objectGeneration, ''",
        "objectGeneration, 7.0",
        "eventType, ''",
        "eventType, OBJECT_FINALIZE;"
    })
    void a_notification_whose_attributes_are_none(String name, String value) throws Exception {
        Map<String, String> attributes = attributes("OBJECT_FINALIZE", "b", FOLDER, "7");
        attributes.put(name, value);
        assertThat(caller.binary(PUBSUB, message(attributes, folder()))).isEqualTo(500);
    }
}
