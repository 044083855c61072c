package io.mediafn.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is repeated, what is mended first, and what is not repeated. */
final class S3WireTest {
    private static final Location AT = Location.of("s3://bucket/key");
    private static final ObjectStat SOURCE =
            ObjectStat.of(Location.of("s3://bucket/source"), 10).withEtag(Optional.of("\"s\""));
    private static final String COPIED = "<CopyObjectResult><ETag>\"c\"</ETag></CopyObjectResult>";

    private static ScriptedS3.Answer answer(int status, String body, String... fields) {
        return exchange -> {
            for (int i = 0; i < fields.length; i += 2) {
                exchange.getResponseHeaders().set(fields[i], fields[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            boolean silent = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, silent ? -1 : bytes.length);
            if (!silent) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    private static ScriptedS3.Answer error(int status, String code, String... fields) {
        return answer(status, "<Error><Code>" + code + "</Code><Message>as scripted</Message></Error>", fields);
    }

    private static ScriptedS3.Answer noting(List<String> notes, String field, ScriptedS3.Answer answer) {
        return exchange -> {
            notes.add(String.valueOf(exchange.getRequestHeaders().getFirst(field)));
            answer.to(exchange);
        };
    }

    private static ScriptedS3.Answer written() {
        return answer(200, "", "ETag", "\"e\"");
    }

    private static void write(ObjectStore store) {
        store.write(AT, Content.of(new byte[] {1}), WriteOptions.replace());
    }

    /** S3 says it in a field, or in its error; to HEAD in the field alone. */
    @ParameterizedTest
    @CsvSource({
        "301,x-amz-bucket-region,eu-north-1,",
        "307,x-amz-bucket-region,eu-north-1,",
        "400,x-other,x,<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-north-1</Region></Error>"
    })
    void a_bucket_elsewhere_is_found_once_and_remembered(int status, String field, String value, String body)
            throws IOException {
        List<String> signed = new CopyOnWriteArrayList<>();
        ScriptedS3.Answer elsewhere = answer(status, body == null ? "" : body, field, value);
        try (ScriptedS3 server = new ScriptedS3(
                        noting(signed, "Authorization", elsewhere), noting(signed, "Authorization", written()));
                ObjectStore store = S3Stores.open(server.settings())) {
            write(store);
            write(store);
            assertThat(server.requests()).isEqualTo(3);
        }
        assertThat(signed)
                .extracting(text -> text.split("/", -1)[2])
                .containsExactly("us-east-1", "eu-north-1", "eu-north-1");
    }

    @Test
    void a_redirect_that_leads_in_a_circle_ends() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(error(301, "PermanentRedirect", "x-amz-bucket-region", "eu-north-1"));
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> write(store))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void a_region_that_can_be_no_region_is_not_believed() throws IOException {
        try (ScriptedS3 server =
                        new ScriptedS3(error(301, "PermanentRedirect", "x-amz-bucket-region", "evil.example/#"));
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> write(store)).isInstanceOf(StorageException.class);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    /** Gives one key after the other. */
    private static final class RenewedKeys implements CredentialSource {
        private final Deque<AccessKey> keys = new ArrayDeque<>();

        RenewedKeys(String... ids) {
            for (String id : ids) {
                keys.add(new AccessKey(id, "canary-secret", Optional.of("canary-token")));
            }
        }

        @Override
        public synchronized Optional<AccessKey> key() {
            return Optional.ofNullable(keys.peek());
        }

        @Override
        public synchronized boolean expired(AccessKey key) {
            keys.poll();
            return !keys.isEmpty();
        }

        @Override
        public void close() {}
    }

    private static ObjectStore store(ScriptedS3 server, CredentialSource keys, Clock clock) {
        S3Routes routes = new S3Routes(server.settings().endpoint(), () -> "us-east-1", region -> "amazonaws.com");
        return new S3ObjectStore(new S3Wire(routes, keys, new ConnectionPool(), clock));
    }

    /** Said in words, or, to HEAD, by the status alone. */
    @ParameterizedTest
    @CsvSource({"PUT", "HEAD"})
    void an_expired_key_is_renewed_once(String method) throws IOException {
        List<String> signed = new CopyOnWriteArrayList<>();
        ScriptedS3.Answer expired = noting(signed, "Authorization", error(400, "ExpiredToken"));
        ScriptedS3.Answer good = noting(signed, "Authorization", written());
        try (ScriptedS3 server = new ScriptedS3(expired, good);
                ObjectStore store = store(server, new RenewedKeys("old", "new"), Clock.systemUTC())) {
            if (method.equals("PUT")) {
                write(store);
            } else {
                assertThatThrownBy(() -> store.stat(AT)).hasMessageContaining("size");
            }
        }
        assertThat(signed).hasSize(2);
        assertThat(signed.get(0)).contains("Credential=old/");
        assertThat(signed.get(1)).contains("Credential=new/");

        try (ScriptedS3 server = new ScriptedS3(error(400, "ExpiredToken"));
                ObjectStore store = store(server, new RenewedKeys("a", "b", "c"), Clock.systemUTC())) {
            assertThatThrownBy(() -> write(store))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    /** A machine whose clock is a year late. */
    @ParameterizedTest
    @CsvSource({"PUT", "HEAD"})
    void a_wrong_clock_is_set_by_the_service(String method) throws IOException {
        Clock late = Clock.fixed(Instant.parse("2025-03-01T00:00:00Z"), ZoneOffset.UTC);
        List<String> dates = new CopyOnWriteArrayList<>();
        ScriptedS3.Answer skewed = noting(dates, "x-amz-date", error(403, "RequestTimeTooSkewed"));
        try (ScriptedS3 server = new ScriptedS3(skewed, noting(dates, "x-amz-date", written()));
                ObjectStore store = store(server, new RenewedKeys("id"), late)) {
            if (method.equals("PUT")) {
                write(store);
            } else {
                assertThatThrownBy(() -> store.stat(AT)).hasMessageContaining("size");
            }
            write(store);
        }
        assertThat(dates).hasSize(3);
        assertThat(dates.get(0)).startsWith("20250301T");
        // The scripted server's Date is that of this machine.
        String year = Instant.now().toString().substring(0, 4);
        assertThat(dates.get(1)).startsWith(year);
        assertThat(dates.get(2)).startsWith(year);
    }

    @Test
    void a_pause_that_the_service_asks_for_is_kept_but_not_any() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(error(503, "SlowDown", "Retry-After", "2"), written());
                ObjectStore store = S3Stores.open(server.settings())) {
            long started = System.nanoTime();
            write(store);
            assertThat(System.nanoTime() - started).isBetween(2_000_000_000L, 6_000_000_000L);
        }
        try (ScriptedS3 server = new ScriptedS3(error(503, "SlowDown", "Retry-After", "86400"));
                ObjectStore store = S3Stores.open(server.settings())) {
            long started = System.nanoTime();
            assertThatThrownBy(() -> write(store))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.THROTTLED));
            assertThat(System.nanoTime() - started).isLessThan(13_000_000_000L);
        }
    }

    @Test
    void a_service_that_is_down_is_not_asked_for_ever() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(error(400, "InvalidArgument"))) {
            RetryTokens tokens = new RetryTokens();
            int retries = 0;
            while (tokens.take()) {
                retries++;
            }
            assertThat(retries).isEqualTo(100);
            tokens.succeeded(1);
            assertThat(tokens.take()).isTrue();
            assertThat(tokens.take()).isFalse();
            assertThat(server.requests()).isZero();
        }
    }

    @Test
    void pauses_grow_and_are_bounded() {
        for (int failures = 1; failures < 40; failures++) {
            assertThat(S3Timeouts.pause(failures, false)).isBetween(50L, 10_000L);
            assertThat(S3Timeouts.pause(failures, true)).isBetween(500L, 10_000L);
        }
        assertThat(S3Timeouts.pause(1, false)).isLessThanOrEqualTo(100);
        assertThat(S3Timeouts.pause(8, false)).isGreaterThanOrEqualTo(5_000);
    }

    @Test
    void a_copy_that_fails_with_status_200_is_a_failure_and_is_repeated() throws IOException {
        String late = "<?xml version=\"1.0\"?>\n   \n  <Error><Code>InternalError</Code><Message>m</Message></Error>";
        try (ScriptedS3 server = new ScriptedS3(answer(200, late), answer(200, "  \n" + COPIED));
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThat(store.copy(SOURCE, AT, CopyOptions.createOnly()).etag()).contains("\"c\"");
            assertThat(server.requests()).isEqualTo(2);
        }
        for (String[] expected : new String[][] {
            {"InternalError", "UNAVAILABLE"},
            {"SlowDown", "THROTTLED"},
            {"AccessDenied", "DENIED"},
            {"SomethingNew", "UNAVAILABLE"}
        }) {
            String body = "<Error><Code>" + expected[0] + "</Code><Message>m</Message></Error>";
            try (ScriptedS3 server = new ScriptedS3(answer(200, body));
                    ObjectStore store = S3Stores.open(server.settings())) {
                assertThatThrownBy(() -> store.copy(SOURCE, AT, CopyOptions.replace()))
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.kind()).isEqualTo(Kind.valueOf(expected[1])))
                        .hasMessageContaining("S3 answered 200 " + expected[0]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "nonsense",
        "<CopyObjectResult>",
        "<html>log in</html>",
        "<CopyObjectResult/><CopyObjectResult/>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><CopyObjectResult>&a;</CopyObjectResult>"
    })
    void a_copys_answer_that_is_none_is_no_success(String body) throws IOException {
        try (ScriptedS3 server = new ScriptedS3(answer(200, body));
                ObjectStore store = S3Stores.open(server.settings())) {
            assertThatThrownBy(() -> store.copy(SOURCE, AT, CopyOptions.replace()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @Test
    void a_conflict_of_two_writers_is_tried_again_as_a_whole() throws IOException {
        try (ScriptedS3 server = new ScriptedS3(error(409, "ConditionalRequestConflict"), written());
                ObjectStore store = S3Stores.open(server.settings())) {
            store.write(AT, Content.of(new byte[] {1}), WriteOptions.createOnly());
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    /** An answer may echo what was sent: whatever it says, no secret may reach a message or a log. */
    @Test
    void no_secret_is_in_any_failure() throws IOException {
        List<String> sent = new ArrayList<>();
        ScriptedS3.Answer echo = exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            sent.add(authorization);
            String body = "<Error><Code>SignatureDoesNotMatch</Code><Message>no match</Message><StringToSign>"
                    + authorization + "</StringToSign><Token>"
                    + exchange.getRequestHeaders().getFirst("x-amz-security-token") + "</Token></Error>";
            answer(403, body).to(exchange);
        };
        try (ScriptedS3 server = new ScriptedS3(echo);
                ObjectStore store = store(server, new RenewedKeys("id"), Clock.systemUTC())) {
            assertThatThrownBy(() -> store.list(AT, ListOptions.everything())).satisfies(e -> {
                java.io.StringWriter all = new java.io.StringWriter();
                e.printStackTrace(new java.io.PrintWriter(all));
                String signature = sent.getFirst().substring(sent.getFirst().indexOf("Signature=") + 10);
                assertThat(signature).hasSize(64);
                assertThat(all.toString())
                        .contains("no match")
                        .doesNotContain("canary")
                        .doesNotContain(signature);
            });
        }
        assertThat(S3Request.of("GET", new S3Address(AT, "b", "k")).toString()).isEqualTo("GET s3://bucket/key");
    }

    @Test
    void an_anonymous_request_carries_no_signature() throws IOException {
        List<String> signed = new CopyOnWriteArrayList<>();
        List<String> dated = new CopyOnWriteArrayList<>();
        try (ScriptedS3 server =
                        new ScriptedS3(noting(dated, "x-amz-date", noting(signed, "Authorization", written())));
                ObjectStore store = S3Stores.open(new S3Settings(
                        server.settings().endpoint(), Optional.of("us-east-1"), new S3Credentials.Anonymous()))) {
            write(store);
        }
        assertThat(signed).containsExactly("null");
        assertThat(dated).containsExactly("null");
    }

    @Test
    void what_the_exchange_needs_goes_with_every_request() throws IOException {
        List<HttpExchange> seen = new CopyOnWriteArrayList<>();
        try (ScriptedS3 server = new ScriptedS3(exchange -> {
                    seen.add(exchange);
                    written().to(exchange);
                });
                ObjectStore store = S3Stores.open(server.settings())) {
            write(store);
            store.delete(AT);
        }
        assertThat(seen.get(0).getRequestHeaders().getFirst("x-amz-content-sha256"))
                .as("a small body without TLS is hashed")
                .isEqualTo(Sha256.hex(new byte[] {1}, 1));
        assertThat(seen.get(0).getRequestHeaders().getFirst("Content-Length")).isEqualTo("1");
        assertThat(seen.get(1).getRequestHeaders().get("Content-Length")).isNull();
        assertThat(seen.get(1).getRequestURI().getRawPath()).isEqualTo("/bucket/key");
    }
}
