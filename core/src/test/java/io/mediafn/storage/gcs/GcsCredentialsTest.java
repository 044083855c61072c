package io.mediafn.storage.gcs;

import static io.mediafn.storage.gcs.ScriptedGcs.error;
import static io.mediafn.storage.gcs.ScriptedGcs.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.UrlSigner;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.gcs.ScriptedGcs.Answer;
import io.mediafn.storage.gcs.ScriptedGcs.Seen;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks, what is signed, and that no secret is told. */
final class GcsCredentialsTest {
    private static final Location AT = Location.of("gs://bucket/a b+%é//..?#.jpg");
    private static final Answer TOKEN =
            json("{\"access_token\":\"canary-token\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
    private static final Answer BYTES = exchange -> {
        exchange.getResponseHeaders().add("X-Goog-Generation", "17");
        exchange.sendResponseHeaders(200, 1);
        exchange.getResponseBody().write('x');
    };

    private static GcsSettings settings(ScriptedGcs server, Optional<String> payer) {
        return new GcsSettings(
                Optional.of(server.endpoint()),
                new GcsCredentials.Key(ServiceAccountKey.json(server.endpoint())),
                payer);
    }

    @Test
    void a_key_gets_a_token_once_and_every_request_shows_it() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(TOKEN, BYTES, json("{}"));
                ObjectStore store = GcsStores.open(settings(server, Optional.empty()))) {
            store.read(AT, ReadOptions.all()).close();
            store.list(AT, ListOptions.everything());

            List<Seen> seen = server.seen();
            assertThat(seen).hasSize(3);
            assertThat(seen.get(0).rawPath()).isEqualTo("/token");
            assertThat(seen.subList(1, 3))
                    .allSatisfy(request ->
                            assertThat(request.header("authorization")).isEqualTo("Bearer canary-token"));
            // What it takes to get a token is no request to the store.
            assertThat(store.requests()).isEqualTo(2);
        }
    }

    @Test
    void nothing_is_asked_before_the_first_use() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(TOKEN);
                ObjectStore store = GcsStores.open(settings(server, Optional.empty()))) {
            assertThat(store.capabilities().copies()).isTrue();
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void a_token_that_has_run_out_is_renewed_once() throws IOException {
        Answer expired = exchange -> {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            error(401, "authError").to(exchange);
        };
        try (ScriptedGcs server = new ScriptedGcs(TOKEN, expired, TOKEN, BYTES);
                ObjectStore store = GcsStores.open(settings(server, Optional.empty()))) {
            store.read(AT, ReadOptions.all()).close();

            assertThat(server.seen()).hasSize(4);
            assertThat(store.requests()).isEqualTo(2);
        }
    }

    @Test
    void an_uploads_session_does_not_get_the_token() throws IOException {
        Answer begin = exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", "http:/" + exchange.getLocalAddress() + "/elsewhere?upload_id=x");
            exchange.sendResponseHeaders(200, -1);
        };
        Answer made = json("{\"generation\":\"18\",\"size\":\"1\"}");
        try (ScriptedGcs server = new ScriptedGcs(TOKEN, begin, made);
                ObjectStore store = GcsStores.open(settings(server, Optional.empty()))) {
            UploadOptions options = new UploadOptions(
                    WriteOptions.replace(), 1 << 20, OptionalLong.empty(), Optional.empty(), Optional.empty());
            try (PartUpload upload = store.upload(AT, options)) {
                upload.put(0, Content.of(new byte[1]), Optional.empty());
                upload.complete(1, 1, Optional.empty());
            }
            assertThat(server.seen().get(1).header("authorization")).isEqualTo("Bearer canary-token");
            assertThat(server.seen().get(2).rawPath()).isEqualTo("/elsewhere");
            assertThat(server.seen().get(2).header("authorization")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"400,DENIED", "401,DENIED", "503,UNAVAILABLE"})
    void a_refused_token_is_no_answer_of_the_store_and_tells_no_secret(int status, Kind kind) throws IOException {
        Answer refusal = json(status, "{\"error\":\"invalid_grant\",\"error_description\":\"as scripted\"}");
        try (ScriptedGcs server = new ScriptedGcs(refusal);
                ObjectStore store = GcsStores.open(settings(server, Optional.empty()))) {
            assertTellsNoSecret(kind, () -> store.read(AT, ReadOptions.all()));
            assertTellsNoSecret(kind, () -> store.stat(AT));
            assertThat(server.seen()).allMatch(seen -> seen.rawPath().equals("/token"));
        }
    }

    @Test
    void a_refusal_tells_no_secret() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(TOKEN, error(403, "forbidden"));
                ObjectStore store = GcsStores.open(settings(server, Optional.empty()))) {
            assertTellsNoSecret(Kind.DENIED, () -> store.read(AT, ReadOptions.all()));
            assertTellsNoSecret(Kind.DENIED, () -> store.stat(AT));
            assertTellsNoSecret(Kind.DENIED, () -> store.delete(AT));
            assertThat(settings(server, Optional.empty()).toString())
                    .doesNotContain("canary")
                    .doesNotContain("PRIVATE");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canary-no-json",
                "{\"type\":\"canary\"}",
                "{\"type\":\"service_account\",\"private_key\":\"canary\"}"
            })
    void a_key_that_is_none_is_refused_without_quoting_it(String text) throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(BYTES);
                ObjectStore store = GcsStores.open(new GcsSettings(
                        Optional.of(server.endpoint()), new GcsCredentials.Key(text), Optional.empty()))) {
            assertTellsNoSecret(Kind.DENIED, () -> store.read(AT, ReadOptions.all()));
            assertTellsNoSecret(Kind.DENIED, () -> store.stat(AT));
            assertThat(server.seen()).isEmpty();
        }
    }

    private static void assertTellsNoSecret(Kind kind, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            StringWriter all = new StringWriter();
            e.printStackTrace(new PrintWriter(all));
            assertThat(all.toString()).doesNotContain("canary").doesNotContain("PRIVATE KEY");
        });
    }

    @Test
    void a_key_signs_urls_without_a_request() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(TOKEN);
                ObjectStore store = GcsStores.open(settings(server, Optional.of("payer")))) {
            URI url = ((UrlSigner) store).sign(AT, Duration.ofMinutes(5)).orElseThrow();

            assertThat(url.toString()).startsWith(server.endpoint() + "/bucket/");
            String path = url.getRawPath();
            assertThat(URLDecoder.decode(
                            path.substring("/bucket/".length()).replace("+", "%2B"), StandardCharsets.UTF_8))
                    .isEqualTo(AT.key());
            assertThat(url.getRawQuery())
                    .contains("X-Goog-Expires=300", "X-Goog-Algorithm=GOOG4-RSA-SHA256", "userProject=payer");
            assertThat(server.seen()).isEmpty();
            assertThatThrownBy(() -> ((UrlSigner) store).sign(AT, Duration.ofDays(8)))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
        }
    }

    @Test
    void nobody_signs_nothing() throws IOException {
        try (ScriptedGcs server = new ScriptedGcs(TOKEN);
                ObjectStore store = GcsStores.open(server.settings())) {
            assertThat(((UrlSigner) store).sign(AT, Duration.ofMinutes(5))).isEmpty();
            assertThat(server.seen()).isEmpty();
        }
    }
}
