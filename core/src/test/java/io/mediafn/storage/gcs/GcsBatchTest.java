package io.mediafn.storage.gcs;

import static io.mediafn.storage.gcs.ScriptedGcs.error;
import static io.mediafn.storage.gcs.ScriptedGcs.errorText;
import static io.mediafn.storage.gcs.ScriptedGcs.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.location.Location;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StatResult;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.gcs.ScriptedGcs.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many requests in one: every part's answer counts, and the 200 around them says nothing. */
final class GcsBatchTest {
    private static final List<Location> THREE =
            List.of(Location.of("gs://b/a"), Location.of("gs://b/b c"), Location.of("gs://b/d"));
    private static final String GONE = "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n";

    private static String part(int status, String body) {
        return "HTTP/1.1 " + status + " Status\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private static String failed(int status, String reason) {
        return part(status, errorText(status, reason, "as scripted"));
    }

    private static String found(String key, int size) {
        return part(200, "{\"bucket\":\"b\",\"name\":\"" + key + "\",\"generation\":\"5\",\"size\":\"" + size + "\"}");
    }

    private static Answer batch(String... parts) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            body.append("--sep\r\nContent-Type: application/http\r\nContent-ID: <response-")
                    .append(i + 1)
                    .append(">\r\n\r\n")
                    .append(parts[i])
                    .append("\r\n");
        }
        return multipart(body.append("--sep--\r\n").toString());
    }

    private static Answer multipart(String body) {
        return exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "multipart/mixed; boundary=sep");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    @Test
    void each_part_asks_for_one_object_and_each_answer_is_read() throws IOException {
        try (ScriptedGcs server =
                        new ScriptedGcs(batch(found("a", 7), failed(404, "notFound"), failed(403, "forbidden")));
                ObjectStore store = GcsStores.open(server.settings())) {
            List<StatResult> found = store.statAll(THREE);

            assertThat(found).extracting(StatResult::location).isEqualTo(THREE);
            assertThat(found.get(0).stat()).hasValueSatisfying(stat -> {
                assertThat(stat.size()).isEqualTo(7);
                assertThat(stat.etag()).contains("5");
            });
            assertThat(found.get(1)).isEqualTo(new StatResult(THREE.get(1), Optional.empty(), Optional.empty()));
            assertThat(found.get(2).error()).hasValueSatisfying(error -> {
                assertThat(error.kind()).isEqualTo(Kind.DENIED);
                assertThat(error).hasMessageContaining("Cloud Storage answered 403 forbidden");
            });
            assertThat(server.seen()).singleElement().satisfies(seen -> {
                assertThat(seen.rawPath()).isEqualTo("/batch/storage/v1");
                assertThat(seen.text())
                        .contains("/storage/v1/b/b/o/a?", "/storage/v1/b/b/o/b%20c?", "/storage/v1/b/b/o/d?");
            });
        }
    }

    @Test
    void only_the_parts_that_failed_in_passing_are_sent_again() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(
                        batch(GONE, failed(503, "backendError"), failed(412, "conditionNotMet")), batch(GONE));
                ObjectStore store = GcsStores.open(server.settings())) {
            List<DeleteResult> deleted = store.deleteAll(THREE);

            assertThat(deleted.get(0).error()).isEmpty();
            assertThat(deleted.get(1).error()).isEmpty();
            assertThat(deleted.get(2).error().map(StorageException::kind)).contains(Kind.PRECONDITION_FAILED);
            assertThat(server.seen()).hasSize(2);
            assertThat(server.seen().getLast().text())
                    .contains("DELETE", "/o/b%20c")
                    .doesNotContain("/o/a ")
                    .doesNotContain("/o/d");
        }
    }

    @Test
    void what_fails_each_time_is_an_error_of_its_own() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(batch(failed(429, "rateLimitExceeded")));
                ObjectStore store = GcsStores.open(server.settings())) {
            List<DeleteResult> deleted = store.deleteAll(THREE.subList(0, 1));

            assertThat(deleted.getFirst().error().map(StorageException::kind)).contains(Kind.THROTTLED);
            assertThat(server.seen()).hasSize(3);
        }
    }

    @Test
    void an_object_without_an_answer_is_not_taken_for_deleted() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(batch(GONE, GONE));
                ObjectStore store = GcsStores.open(server.settings())) {
            List<DeleteResult> deleted = store.deleteAll(THREE);

            assertThat(deleted.get(0).error()).isEmpty();
            assertThat(deleted.get(1).error()).isEmpty();
            // It was asked again alone, and then answered: the first of two.
            assertThat(deleted.get(2).error()).isEmpty();
            assertThat(server.seen()).hasSize(2);
        }
        try (ScriptedGcs server = new ScriptedGcs(multipart("--sep--\r\n"));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertThat(store.deleteAll(THREE))
                    .allSatisfy(result -> assertThat(result.error().map(StorageException::kind))
                            .contains(Kind.UNAVAILABLE));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>log in</html>",
                "--sep\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 2",
                "--sep\r\n\r\nnonsense\r\n--sep--"
            })
    void an_answer_that_makes_no_sense_is_no_answer(String body) throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(multipart(body));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertThat(store.statAll(THREE)).hasSize(3).allSatisfy(result -> {
                assertThat(result.stat()).isEmpty();
                assertThat(result.error().map(StorageException::kind)).contains(Kind.UNAVAILABLE);
            });
            assertThat(server.seen()).hasSize(3);
        }
    }

    @Test
    void a_refusal_of_all_is_one_of_each() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(error(403, "forbidden"));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertThat(store.deleteAll(THREE))
                    .allSatisfy(result -> assertThat(result.error().map(StorageException::kind))
                            .contains(Kind.DENIED));
            assertThat(server.seen()).hasSize(1);
        }
    }

    @Test
    void a_hundred_go_in_one_request_and_none_in_none() throws IOException {
        List<Location> many = IntStream.range(0, 101)
                .mapToObj(i -> Location.of("gs://b/" + i))
                .toList();
        String[] hundred = new String[100];
        java.util.Arrays.fill(hundred, GONE);
        try (ScriptedGcs server = new ScriptedGcs(batch(hundred), batch(GONE));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertThat(store.deleteAll(many))
                    .hasSize(101)
                    .allMatch(result -> result.error().isEmpty());
            assertThat(store.deleteAll(List.of())).isEmpty();
            assertThat(server.seen()).hasSize(2);
            assertThat(store.capabilities().deleteBatch()).isEqualTo(100);
        }
    }

    @Test
    void a_bucket_is_no_object_and_the_same_object_may_come_twice() throws IOException {
        Location bucket = Location.of("gs://b/");
        try (ScriptedGcs server = new ScriptedGcs(batch(found("a", 7)));
                ObjectStore store = GcsStores.open(server.settings())) {
            List<StatResult> found = store.statAll(List.of(THREE.getFirst(), bucket, THREE.getFirst()));

            assertThat(found.get(0).stat()).isPresent().isEqualTo(found.get(2).stat());
            assertThat(found.get(1)).isEqualTo(new StatResult(bucket, Optional.empty(), Optional.empty()));
            assertThat(store.deleteAll(List.of(bucket)).getFirst().error().map(StorageException::kind))
                    .contains(Kind.NOT_FOUND);
            assertThat(server.seen()).hasSize(1);
        }
        try (ScriptedGcs server = new ScriptedGcs(json("{}"));
                ObjectStore store = GcsStores.open(server.settings())) {
            assertThat(store.find(bucket)).isEmpty();
            assertThat(server.seen()).isEmpty();
        }
    }
}
