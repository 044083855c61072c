package io.mediafn.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that somebody made to see what breaks. */
final class HostileRequestsTest {
    private static final String DELETION = "{\"paths\":[\"s3://media/x.png\"]}";

    @TempDir
    private Path folder;

    private MediaApp app;

    @BeforeEach
    void open() throws IOException {
        for (String bucket : List.of("media", "jobs")) {
            Files.createDirectories(folder.resolve(bucket));
        }
        Files.writeString(folder.resolve("media/x.png"), "x");
        Files.writeString(folder.resolve("media/?.png"), "another object");
        app = MediaApp.forFunction(
                Settings.from(Map.of("MEDIAFN_EMBEDDED_S3", folder.toString(), "MEDIAFN_JOBS", "s3://jobs/")));
    }

    @AfterEach
    void close() {
        app.close();
    }

    private ApiReply send(String path, Map<String, String> headers, byte[] body) {
        return app.api(() -> "id", System::nanoTime)
                .handle(new ApiRequest("POST", path, headers, body), Deadline.never());
    }

    private ApiReply send(String path, String body) {
        return send(path, Map.of(), body.getBytes(UTF_8));
    }

    /** A reply of many times the request's size fits no platform's limit, and hardly a function's memory. */
    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null", "\"nowhere\"", "{}"})
    void a_million_mistakes_make_no_endless_reply(String element) {
        int times = Api.LARGEST_BODY / (element.length() + 1) - 10;
        String body = "{\"paths\":[" + String.join(",", Collections.nCopies(times, element)) + "]}";
        ApiReply reply = send("/stat", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body())
                .hasSizeLessThan(30_000)
                .contains("paths[99]")
                .doesNotContain("paths[100]")
                .contains("the first 100 mistakes are named");
    }

    @Test
    void unknown_fields_without_end_make_no_endless_reply() {
        StringBuilder body = new StringBuilder("{\"paths\":[]");
        for (int i = 0; i < 200_000; i++) {
            body.append(",\"f").append(i).append("\":1");
        }
        ApiReply reply = send("/stat", body.append('}').toString());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).hasSizeLessThan(30_000).contains("\"f99\"").doesNotContain("\"f100\"");
    }

    /** A platform that hands on text and one that hands on bytes must not come to different requests. */
    @Test
    void a_body_is_utf_8_and_nothing_else() {
        for (Charset charset : List.of(UTF_16, Charset.forName("UTF-16LE"), Charset.forName("UTF-32"))) {
            assertNotUtf8(DELETION.getBytes(charset));
        }
        assertNotUtf8(DELETION.replace('x', (char) 0xFF).getBytes(ISO_8859_1));
        // Longer than need be: a slash that no check for slashes would see.
        assertNotUtf8(DELETION.replace("x", "\u00C0\u00AF").getBytes(ISO_8859_1));
        assertThat(folder.resolve("media/x.png")).exists();

        assertThat(send("/delete", "\uFEFF" + DELETION).status()).isEqualTo(200);
        assertThat(folder.resolve("media/x.png")).doesNotExist();
    }

    private void assertNotUtf8(byte[] body) {
        ApiReply reply = send("/delete", Map.of(), body);
        assertThat(reply.status()).as(new String(body, ISO_8859_1)).isEqualTo(400);
        assertThat(reply.body()).contains("not-json");
    }

    @Test
    void half_a_character_names_no_other_object() {
        ApiReply reply = send("/delete", "{\"paths\":[\"s3://media/\\ud800.png\"]}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("half characters");
        assertThat(folder.resolve("media/?.png")).exists();
    }

    /** From a variable that is not set: whoever sends it relies on the key. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "two words", "k\u00E9y", "a\u0000b"})
    void a_key_that_is_none_is_refused_and_nothing_is_done(String key) {
        ApiReply reply = send("/delete", Map.of("idempotency-key", key), DELETION.getBytes(UTF_8));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("invalid-key");
        assertThat(folder.resolve("media/x.png")).exists();
    }

    /** What lies there was damaged, or somebody else's: neither the caller's mistake nor a reply. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"body\":\"{}\"}", "{\"request_sha256\":\"x\",\"body\":7}"})
    void what_is_kept_and_is_no_reply_is_a_fault_of_its_own(String kept) throws IOException {
        Map<String, String> key = Map.of("Idempotency-Key", "k");
        byte[] listing = "{\"dirpath\":\"s3://media/\"}".getBytes(UTF_8);
        assertThat(send("/list", key, listing).status()).isEqualTo(200);
        try (Stream<Path> files = Files.list(folder.resolve("jobs/keys"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, kept);
            }
        }

        ApiReply reply = send("/delete", key, DELETION.getBytes(UTF_8));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body()).contains("object-unusable").contains("use another key");
        assertThat(folder.resolve("media/x.png")).exists();
    }

    @Test
    void nothing_of_a_caller_begins_a_line_of_the_log() {
        String path = "/x\r\nINFO forged\u001B[31m\u0085\u2028\u202E\uD800" + "y".repeat(10_000);

        assertThat(CorrelationIds.printable(path))
                .startsWith("/x\uFFFD\uFFFDINFO forged\uFFFD[31m\uFFFD\uFFFD\uFFFD\uFFFDyy")
                .hasSizeLessThan(300);
        assertThat(send(path, DELETION).status()).isEqualTo(404);
    }

    @Test
    void a_trace_of_zeros_is_none() {
        String zeros = "00-" + "0".repeat(32) + "-" + "1".repeat(16) + "-01";

        assertThat(send("/stat", Map.of("traceparent", zeros), DELETION.getBytes(UTF_8))
                        .headers())
                .containsEntry("X-Correlation-Id", "id");
    }
}
