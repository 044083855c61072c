package io.mediafn.storage.http;

import static io.mediafn.storage.http.Scripts.answer;
import static io.mediafn.storage.http.Scripts.ok;
import static io.mediafn.storage.http.Scripts.redirect;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where this store must not go, and what it must not tell. */
@Timeout(60)
final class HttpSecurityTest {
    private static final String HERE = "127.0.0.1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "LOCALHOST",
                "[::1]",
                "[::]",
                "0.0.0.0",
                "127.1.2.3",
                "[::ffff:127.0.0.1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "169.254.169.254",
                "10.0.0.1",
                "[fe80::1]",
                "[fd00:ec2::254]",
                "168.63.129.16"
            })
    void a_function_asks_no_address_that_is_not_public(String host) throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(ok("", "secret"));
                ObjectStore store = HttpStores.open(HttpSettings.defaults())) {
            Location at = Location.of("http://" + host + ":" + server.port() + "/x");
            assertFails(Kind.DENIED, () -> store.stat(at));
            assertFails(Kind.DENIED, () -> store.read(at, ReadOptions.all()));
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "017700000001",
                "127.1",
                "127.0.1",
                "127.0.0.01",
                "127.0.0.1.",
                "0X7F.1",
                "example.0x7f",
                "1.2.3.256",
                "1.2.3.4.5"
            })
    void an_address_in_an_odd_spelling_is_none(String host) throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(ok("", "secret"));
                ObjectStore store = Scripts.store()) {
            assertFails(Kind.INVALID, () -> store.stat(Location.of("http://" + host + ":" + server.port() + "/x")));
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://..:80/x",
                "http://a..b/x",
                "http://-/x",
                "http://_/x",
                "http://.a/x",
                "http://h:0/x",
                "http://h:99999/x"
            })
    void a_host_that_can_not_be_is_a_storage_error(String text) {
        try (ObjectStore store = Scripts.store(HttpSettings.defaults(), Map.of(), HERE)) {
            assertThatThrownBy(() -> store.stat(Location.of(text))).isInstanceOf(StorageException.class);
        }
    }

    @Test
    void a_redirect_to_a_private_address_is_not_followed() throws IOException {
        try (RawHttpServer inside = RawHttpServer.saying(ok("", "secret"));
                ObjectStore store = Scripts.store(
                        HttpSettings.defaults(), Map.of("public.test", HERE, "inside.test", "10.0.0.1"), HERE)) {
            for (String to : List.of(
                    "http://inside.test:" + inside.port() + "/x",
                    "//inside.test:" + inside.port() + "/x",
                    "http://10.0.0.1/latest/meta-data/",
                    "http://[::1]:" + inside.port() + "/")) {
                try (RawHttpServer outside = RawHttpServer.saying(redirect(to))) {
                    assertFails(
                            Kind.DENIED, () -> store.stat(Location.of("http://public.test:" + outside.port() + "/x")));
                    assertThat(outside.connections()).isEqualTo(1);
                }
            }
            assertThat(inside.connections()).isZero();
        }
    }

    @Test
    void a_redirect_does_not_lead_out_of_what_is_allowed() throws IOException {
        try (RawHttpServer elsewhere = RawHttpServer.saying(ok("", "secret"))) {
            for (String to : List.of(
                    "http://127.0.0.1:" + elsewhere.port() + "/in/x",
                    "/secret",
                    "/in/../secret",
                    "/in/%2e%2e/secret",
                    "..%2fsecret",
                    "../secret",
                    "http://127.0.0.1:PORT/inner/x")) {
                AtomicInteger asked = new AtomicInteger();
                try (RawHttpServer server = new RawHttpServer((request, out) -> {
                    asked.incrementAndGet();
                    String own =
                            to.replace("PORT", request.header("host").orElse("").replaceAll(".*:", ""));
                    out.write(redirect(own).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                    return false;
                })) {
                    String allowed = "http://127.0.0.1:" + server.port() + "/in/";
                    try (ObjectStore store = HttpStores.open(HttpSettings.defaults()
                            .withAllowPrivate(true)
                            .withRedirects(
                                    LocationPolicy.forFunctions(java.util.Set.of(), List.of(Location.of(allowed)))))) {
                        assertFails(Kind.DENIED, () -> store.stat(Location.of(allowed + "x")));
                        assertThat(asked).as(to).hasValue(1);
                    }
                }
            }
            assertThat(elsewhere.connections()).isZero();
        }
    }

    /** The second answer of the name would lead inside; it is asked for only with the next connection, and checked. */
    @Test
    void the_address_that_was_checked_is_the_one_that_is_connected_to() throws Exception {
        Deque<String> answers = new ArrayDeque<>(List.of(HERE, "10.0.0.1"));
        AtomicInteger lookups = new AtomicInteger();
        GuardedResolver resolver = new GuardedResolver(
                host -> {
                    lookups.incrementAndGet();
                    return new InetAddress[] {
                        InetAddress.getByName(answers.size() > 1 ? answers.removeFirst() : answers.getFirst())
                    };
                },
                address -> address.getHostAddress().equals(HERE));
        try (RawHttpServer server = RawHttpServer.saying(ok("", "public"));
                ObjectStore store = HttpStores.open(HttpSettings.defaults(), HttpLimits.DEFAULT, resolver, Tls.NONE)) {
            Location at = Location.of("http://rebound.test:" + server.port() + "/x");
            assertThat(store.stat(at).size()).isEqualTo(6);
            assertThat(lookups).hasValue(1);
            assertThat(server.requests().getFirst().header("host")).contains("rebound.test:" + server.port());
            assertFails(Kind.DENIED, () -> store.stat(at));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_name_with_one_private_address_is_refused() throws Exception {
        InetAddress[] both = {InetAddress.getLoopbackAddress(), InetAddress.getByName("10.0.0.1")};
        GuardedResolver resolver = new GuardedResolver(
                host -> both, address -> address.getHostAddress().equals(HERE));
        try (RawHttpServer server = RawHttpServer.saying(ok("", "public"));
                ObjectStore store = HttpStores.open(HttpSettings.defaults(), HttpLimits.DEFAULT, resolver, Tls.NONE)) {
            assertFails(Kind.DENIED, () -> store.stat(Location.of("http://both.test:" + server.port() + "/x")));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void redirects_end() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(redirect("/again"));
                ObjectStore store = Scripts.store()) {
            assertFails(Kind.UNSUPPORTED, () -> store.stat(Location.of(server.url() + "x")));
            assertThat(server.requests()).hasSize(6);
        }
    }

    @Test
    void redirects_are_followed_with_the_same_method_and_range() throws IOException {
        try (RawHttpServer server = new RawHttpServer((request, out) -> {
                    String scripted = switch (request.target()) {
                        case "/a/x?sig=1" -> redirect("../b/y z?k=1#fragment");
                        case "/b/y%20z?k=1" -> redirect("?k=2");
                        case "/b/y%20z?k=2" ->
                            redirect("//127.0.0.1:"
                                    + request.header("host").orElseThrow().split(":", 2)[1] + "/c");
                        case "/c" -> ok("", "abc");
                        default -> answer("404 No", "", "");
                    };
                    String answer = scripted.replace("Connection: close\r\n", "");
                    out.write((request.method().equals("HEAD") ? answer.replace("\r\n\r\nabc", "\r\n\r\n") : answer)
                            .getBytes(ISO_8859_1));
                    return true;
                });
                ObjectStore store = Scripts.store()) {
            Location at = Location.of(server.url() + "a/x?sig=1");
            assertThat(store.stat(at).size()).isEqualTo(3);
            assertThat(store.stat(at).location()).isEqualTo(at);
            try (ObjectRead read = store.read(at, ReadOptions.all())) {
                assertThat(read.readAllBytes()).asString(ISO_8859_1).isEqualTo("abc");
                assertThat(read.requests()).isEqualTo(4);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://127.0.0.1/x",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http:x",
                "http://",
                "http://u:p@127.0.0.1/"
            })
    void a_redirect_to_what_is_no_web_server_is_an_error(String to) throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(redirect(to));
                ObjectStore store = Scripts.store()) {
            assertThatThrownBy(() -> store.stat(Location.of(server.url() + "x")))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.kind()).isIn(Kind.DENIED, Kind.UNSUPPORTED, Kind.INVALID));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void credentials_go_to_their_host_and_no_further() throws IOException {
        try (RawHttpServer other = RawHttpServer.saying(ok("", "abc"));
                RawHttpServer own = new RawHttpServer((request, out) -> {
                    out.write((request.target().equals("/away")
                                    ? redirect(other.url() + "x")
                                    : request.target().equals("/here") ? redirect("/x") : ok("", "abc"))
                            .getBytes(ISO_8859_1));
                    return false;
                })) {
            Map<String, HttpCredentials> credentials =
                    Map.of("http://127.0.0.1:" + own.port(), new HttpCredentials.Basic("me", "pass:word"));
            try (ObjectStore store =
                    Scripts.store(HttpSettings.defaults().withAllowPrivate(true).withCredentials(credentials))) {
                for (String key : List.of("x", "here", "away")) {
                    store.stat(Location.of(own.url() + key));
                }
                store.stat(Location.of(other.url() + "x"));
            }
            assertThat(own.requests())
                    .hasSize(4)
                    .allMatch(request ->
                            request.header("authorization").orElse("").equals("Basic bWU6cGFzczp3b3Jk"));
            assertThat(other.requests())
                    .hasSize(2)
                    .allMatch(request -> request.header("authorization").isEmpty());
        }
    }

    /** A host that others can name must not send us, with our credentials, to one that they could not ask. */
    @Test
    void credentials_do_not_come_along_after_a_redirect_from_another_host() throws IOException {
        try (RawHttpServer own = RawHttpServer.saying(ok("", "abc"));
                RawHttpServer other = RawHttpServer.saying(redirect(own.url() + "x"));
                ObjectStore store = Scripts.store(HttpSettings.defaults()
                        .withAllowPrivate(true)
                        .withCredentials(
                                Map.of("http://127.0.0.1:" + own.port(), new HttpCredentials.Bearer("token"))))) {
            store.stat(Location.of(other.url() + "x"));
            assertThat(own.requests())
                    .hasSize(1)
                    .allMatch(request -> request.header("authorization").isEmpty());
        }
    }

    @Test
    void credentials_are_not_sent_in_the_clear_unless_the_settings_say_so() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(ok("", "abc"));
                ObjectStore store = Scripts.store(HttpSettings.defaults()
                        .withAllowPrivate(true)
                        .withCredentials(Map.of("127.0.0.1:" + server.port(), new HttpCredentials.Bearer("token"))))) {
            store.stat(Location.of(server.url() + "x"));
            assertThat(server.requests())
                    .allMatch(request -> request.header("authorization").isEmpty());
        }
    }

    @Test
    void https_is_for_the_host_that_was_named_and_does_not_end_in_http(@TempDir Path folder) throws Exception {
        Tls tls = Tls.of("good.test", folder);
        Map<String, HttpCredentials> credentials = Map.of("good.test", new HttpCredentials.Bearer("t0ken"));
        try (RawHttpServer plain = RawHttpServer.saying(ok("", "plain"));
                RawHttpServer server = new RawHttpServer(tls.server().getServerSocketFactory(), (request, out) -> {
                    out.write((request.target().equals("/down") ? redirect(plain.url() + "x") : ok("", "abc"))
                            .getBytes(ISO_8859_1));
                    return false;
                });
                ObjectStore store = secure(tls.client(), Map.of())) {
            String port = ":" + server.port();
            assertThat(store.stat(Location.of("https://good.test" + port + "/x"))
                            .size())
                    .isEqualTo(3);
            assertFails(Kind.DENIED, () -> store.stat(Location.of("https://good.test" + port + "/down")));
            assertThat(plain.connections()).isZero();
            assertFails(Kind.DENIED, () -> store.stat(Location.of("https://other.test" + port + "/x")));
            try (ObjectStore stranger = secure(SSLContext.getDefault(), credentials)) {
                assertFails(Kind.DENIED, () -> stranger.stat(Location.of("https://good.test" + port + "/x")));
            }
            int before = server.requests().size();
            try (ObjectStore known =
                    secure(tls.client(), Map.of("good.test" + port, new HttpCredentials.Bearer("t0ken")))) {
                known.stat(Location.of("https://good.test" + port + "/x"));
            }
            assertThat(server.requests().get(before).header("authorization")).contains("Bearer t0ken");
            assertThat(server.requests().subList(0, before))
                    .allMatch(request -> request.header("authorization").isEmpty());
        }
    }

    private static ObjectStore secure(SSLContext tls, Map<String, HttpCredentials> credentials) {
        GuardedResolver resolver = new GuardedResolver(host -> InetAddress.getAllByName(HERE), address -> true);
        return HttpStores.open(
                HttpSettings.defaults().withCredentials(credentials), HttpLimits.DEFAULT, resolver, () -> tls);
    }

    @Test
    void no_key_gets_out_of_the_request_line() throws IOException {
        try (RawHttpServer server = RawHttpServer.saying(ok("", "abc"));
                ObjectStore store = Scripts.store()) {
            store.stat(
                    Location.of(server.url() + "x HTTP/1.1\r\nX-Evil: 1\r\n\r\nGET /y\t\0\u0085\u2028 é#f\"<>\\^`{|}"));
            assertThat(server.requests())
                    .hasSize(1)
                    .allMatch(request -> request.target()
                            .equals(
                                    "/x%20HTTP/1.1%0D%0AX-Evil:%201%0D%0A%0D%0AGET%20/y%09%00%C2%85%E2%80%A8%20%C3%A9%23f"
                                            + "%22%3C%3E%5C%5E%60%7B%7C%7D"));
            assertThat(server.requests().getFirst().headers()).doesNotContainKey("x-evil");
            assertFails(Kind.INVALID, () -> store.stat(Location.of(server.url() + "half \ud83d")));
        }
    }

    /** A signed URL lets anybody in, and so does one that a redirect gives. */
    @Test
    void a_signature_is_in_no_message_and_in_no_cause() throws IOException {
        List<String> answers = List.of(
                answer("403 Forbidden", "", "for SIGNATURE"),
                answer("503 Busy SIGNATURE", "", ""),
                redirect("ftp://elsewhere/?SIGNATURE"),
                redirect("http://127.0.0.1:1/?SIGNATURE"),
                redirect("/again?SIGNATURE"),
                redirect("http://[/SIGNATURE"),
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nabc",
                "HTTP/1.1 206 OK\r\nContent-Range: SIGNATURE\r\n\r\nabc");
        for (String answer : answers) {
            try (RawHttpServer server = RawHttpServer.saying(answer);
                    ObjectStore store = Scripts.store()) {
                Location at = Location.of(server.url() + "x?X-Amz-Signature=SIGNATURE");
                assertThatThrownBy(() -> store.read(at, ReadOptions.all()).readAllBytes())
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining("x?***")
                        .satisfies(e -> assertThat(trace(e)).doesNotContain("SIGNATURE"));
            }
        }
    }

    private static String trace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void secrets_do_not_show_and_settings_are_checked() {
        assertThat(HttpSettings.defaults()
                        .withCredentials(Map.of(
                                "a",
                                new HttpCredentials.Bearer("s3cret"),
                                "b",
                                new HttpCredentials.Basic("u", "s3cret")))
                        .toString())
                .contains("****")
                .doesNotContain("s3cret");
        assertThatThrownBy(() -> new HttpCredentials.Bearer("s3cret\r\nX: y"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(trace(e)).doesNotContain("s3cret"));
        assertThatThrownBy(() -> new HttpCredentials.Basic("a:b", "p")).isInstanceOf(IllegalArgumentException.class);
        for (String key : List.of("", "ftp://h", "h/path", "u@h", "h:0", "h:99999", "h:x", "h\r\n")) {
            assertThatThrownBy(() ->
                            HttpSettings.defaults().withCredentials(Map.of(key, new HttpCredentials.Bearer("token"))))
                    .as(key)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new HttpSettings(21, false, Map.of(), "x")).hasMessageContaining("maxRedirects");
        assertThatThrownBy(() -> new HttpSettings(5, false, Map.of(), "x\r\nY: z"))
                .hasMessageContaining("userAgent");
    }

    private static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
