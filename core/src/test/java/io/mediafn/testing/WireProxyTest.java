package io.mediafn.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class WireProxyTest {
    private static final Predicate<WireRequest> ANY = WireRequest.any();
    private static final String BODY = "0123456789".repeat(10);

    /** What the upstream got: the body of every request that it read to the end. */
    private final List<String> got = new CopyOnWriteArrayList<>();

    private final AtomicLong bytesGot = new AtomicLong();
    private final ExecutorService serverThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private HttpServer server;
    private WireProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(serverThreads);
        server.createContext("/echo", this::echo);
        server.createContext("/bytes/", this::bytes);
        server.createContext("/chunked/", this::bytes);
        server.createContext("/status/", WireProxyTest::status);
        server.createContext("/early", WireProxyTest::early);
        server.start();
        proxy = WireProxy.before(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        long started = System.nanoTime();
        proxy.close();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        server.stop(0);
        serverThreads.shutdownNow();
        client.close();
    }

    /** Gives back the body, and some of the head in headers. */
    private void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        got.add(new String(body, UTF_8));
        exchange.getResponseHeaders().add("X-Host", exchange.getRequestHeaders().getFirst("Host"));
        exchange.getResponseHeaders().add("X-Target", exchange.getRequestURI().toString());
        String tag = exchange.getRequestHeaders().getFirst("X-Tag");
        exchange.getResponseHeaders().add("X-Tag-Seen", tag == null ? "none" : tag);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Reads the body and gives as many bytes as the path says, as one body or in chunks. */
    private void bytes(HttpExchange exchange) throws IOException {
        byte[] block = new byte[64 << 10];
        for (int n = exchange.getRequestBody().read(block);
                n >= 0;
                n = exchange.getRequestBody().read(block)) {
            bytesGot.addAndGet(n);
        }
        String path = exchange.getRequestURI().getPath();
        long size = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
        exchange.sendResponseHeaders(200, path.startsWith("/chunked") ? 0 : size == 0 ? -1 : size);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            for (long left = size; left > 0; left -= block.length) {
                exchange.getResponseBody().write(block, 0, (int) Math.min(left, block.length));
            }
        }
        exchange.close();
    }

    private static void status(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(
                Integer.parseInt(exchange.getRequestURI().getPath().substring(8)), -1);
        exchange.close();
    }

    /** Answers before it has read the body. */
    private static void early(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(403, -1);
        exchange.close();
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(proxy.endpoint().resolve(target)).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> put(String body) throws Exception {
        return client.send(
                request("/echo").PUT(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> get(String target) throws Exception {
        return client.send(request(target).build(), BodyHandlers.ofByteArray());
    }

    // What passes

    @Test
    void a_request_passes_as_it_came_and_is_recorded() throws Exception {
        HttpResponse<String> answer = client.send(
                request("/echo/a%2Fb%20c?x=%41&y")
                        .header("X-Tag", "one")
                        .header("X-Amz-Many", "1")
                        .header("X-Amz-Many", "2")
                        .POST(HttpRequest.BodyPublishers.ofString(BODY))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo(BODY);
        assertThat(answer.headers().firstValue("X-Target")).contains("/echo/a%2Fb%20c?x=%41&y");
        assertThat(answer.headers().firstValue("X-Tag-Seen")).contains("one");
        assertThat(answer.headers().firstValue("X-Host"))
                .as("the host that the client meant, which its signature covers")
                .contains("127.0.0.1:" + proxy.endpoint().getPort());

        assertThat(proxy.requests()).hasSize(1);
        WireRequest request = proxy.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/echo/a%2Fb%20c?x=%41&y");
        assertThat(request.path()).isEqualTo("/echo/a%2Fb%20c");
        assertThat(request.query()).isEqualTo("x=%41&y");
        assertThat(request.header("x-tag")).contains("one");
        assertThat(request.headers().all("X-AMZ-MANY")).containsExactly("1", "2");
        assertThat(request.bodyLength()).isEqualTo(100);
        assertThat(new String(request.bodyStart(), UTF_8)).isEqualTo(BODY);
        assertThat(request.status()).hasValue(200);
        assertThat(request.answerLength()).isEqualTo(100);
        assertThat(request.faulted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 70_000, 1_000_000})
    void bodies_pass_with_lengths_and_in_chunks(int size) throws Exception {
        assertThat(get("/bytes/" + size).body()).hasSize(size);
        assertThat(get("/chunked/" + size).body()).hasSize(size);
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) 'b');
        HttpResponse<byte[]> chunked = client.send(
                request("/echo")
                        .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(chunked.body()).isEqualTo(body);
        WireRequest request = proxy.requests().get(2);
        assertThat(request.header("Transfer-Encoding")).contains("chunked");
        assertThat(request.bodyLength()).isEqualTo(size);
        assertThat(request.answerLength()).isEqualTo(size);
        assertThat(request.bodyStart()).hasSize(Math.min(size, 8 << 10));
        assertThat(proxy.requests().get(1).answerLength()).isEqualTo(size);
    }

    @Test
    void answers_without_a_body_keep_the_connection() throws Exception {
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            for (String line : List.of("HEAD /bytes/1000", "GET /status/204", "GET /status/304", "GET /bytes/0")) {
                String head = raw.ask(line + " HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(head).startsWith("HTTP/1.1 ");
            }
            assertThat(raw.ask("GET /bytes/3 HTTP/1.1\r\nHost: h\r\n\r\n")).contains("200 OK");
            assertThat(raw.bytes(3)).hasSize(3);
        }
        assertThat(proxy.requests()).hasSize(5).allMatch(request -> request.connection() == 1);
        assertThat(proxy.requests().get(0).answerLength()).isZero();
        assertThat(proxy.requests(request -> request.status().orElse(0) == 204)).hasSize(1);
    }

    @Test
    void a_body_that_waits_for_its_100_gets_it() throws Exception {
        HttpResponse<String> answer = client.send(
                request("/echo")
                        .expectContinue(true)
                        .PUT(HttpRequest.BodyPublishers.ofString(BODY))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo(BODY);
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            String expecting = "PUT /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
            assertThat(raw.ask(expecting)).startsWith("HTTP/1.1 100");
            assertThat(raw.ask("abc")).startsWith("HTTP/1.1 200");
            assertThat(raw.bytes(3)).asString(UTF_8).isEqualTo("abc");
            // In the upstream's place too.
            proxy.when(ANY, Fault.answer(503, "slow down"));
            assertThat(raw.ask(expecting)).startsWith("HTTP/1.1 100");
            assertThat(raw.ask("abc")).startsWith("HTTP/1.1 503");
        }
    }

    @Test
    void an_answer_that_comes_before_the_body_is_over_is_read() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (RawClient raw = new RawClient(proxy.endpoint())) {
                raw.send("PUT /early HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
                raw.send("x".repeat(1_000));
                assertThat(raw.ask("")).startsWith("HTTP/1.1 403");
            }
        }
    }

    @Test
    void a_body_that_is_refused_before_it_is_sent_is_not_waited_for() throws Exception {
        try (ServerSocket refusing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WireProxy before = WireProxy.before(URI.create("http://127.0.0.1:" + refusing.getLocalPort()));
                RawClient raw = new RawClient(before.endpoint())) {
            Future<?> upstream = serverThreads.submit(() -> {
                try (Socket asked = refusing.accept()) {
                    asked.getInputStream().read(new byte[1_000]);
                    asked.getOutputStream().write("HTTP/1.1 412 No\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
                    asked.getInputStream().read();
                }
                return null;
            });
            long started = System.nanoTime();
            String expecting = "PUT /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
            assertThat(raw.ask(expecting)).startsWith("HTTP/1.1 412");
            assertThat(raw.restUntilEnd()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(2_500));
            upstream.get();
        }
    }

    @Test
    void two_hundred_megabytes_pass_both_ways() throws Exception {
        long size = 200L << 20;
        HttpResponse<InputStream> down = client.send(request("/bytes/" + size).build(), BodyHandlers.ofInputStream());
        try (InputStream body = down.body()) {
            assertThat(body.transferTo(java.io.OutputStream.nullOutputStream())).isEqualTo(size);
        }
        HttpURLConnection up =
                (HttpURLConnection) proxy.endpoint().resolve("/bytes/0").toURL().openConnection();
        up.setRequestMethod("PUT");
        up.setDoOutput(true);
        up.setFixedLengthStreamingMode(size);
        byte[] block = new byte[1 << 20];
        for (int i = 0; i < 200; i++) {
            up.getOutputStream().write(block);
        }
        assertThat(up.getResponseCode()).isEqualTo(200);
        assertThat(bytesGot).hasValue(size);
        assertThat(proxy.requests().get(0).answerLength()).isEqualTo(size);
        assertThat(proxy.requests().get(1).bodyLength()).isEqualTo(size);
    }

    @Test
    void a_thousand_small_requests_are_soon_done() throws Exception {
        long started = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> answers = java.util.stream.IntStream.range(0, 1_000)
                    .mapToObj(i -> threads.submit(() -> put("x").statusCode()))
                    .toList();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(proxy.requests()).hasSize(1_000).allMatch(request -> request.bodyLength() == 1);
        assertThat(proxy.peakInFlight()).isBetween(1, 8);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(30));
        proxy.clear();
        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void an_upstream_that_is_not_there_is_told() throws Exception {
        server.stop(0);
        HttpResponse<String> answer = put("x");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("nothing listens");
    }

    // Rules

    @Test
    void a_rule_holds_for_its_requests_and_its_times() throws Exception {
        WireProxy.Rule first = proxy.when(2, WireRequest.method("PUT"), Fault.answer(503, "one"));
        WireProxy.Rule second = proxy.when(1, WireRequest.method("PUT", "GET"), Fault.answer(500, "two"));
        assertThat(put("a").statusCode()).isEqualTo(503);
        assertThat(put("a").statusCode()).isEqualTo(503);
        assertThat(put("a").statusCode()).isEqualTo(500);
        assertThat(put("a").statusCode()).isEqualTo(200);
        assertThat(get("/bytes/1").statusCode()).isEqualTo(200);
        assertThat(first.used()).isEqualTo(2);
        assertThat(second.used()).isEqualTo(1);
        assertThat(got).containsExactly("a");

        proxy.when(WireRequest.target("/bytes/7"), Fault.answer(500, ""));
        assertThat(get("/bytes/7").statusCode()).isEqualTo(500);
        assertThat(get("/bytes/6").statusCode()).isEqualTo(200);
        proxy.heal();
        assertThat(get("/bytes/7").statusCode()).isEqualTo(200);
    }

    @Test
    void a_rule_counts_right_when_requests_come_at_once() throws Exception {
        WireProxy.Rule rule = proxy.when(10, ANY, Fault.answer(503, ""));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> answers = java.util.stream.IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() -> get("/bytes/1").statusCode()))
                    .toList();
            int refused = 0;
            for (Future<Integer> answer : answers) {
                refused += answer.get() == 503 ? 1 : 0;
            }
            assertThat(refused).isEqualTo(10).isEqualTo(rule.used());
        }
    }

    @Test
    void a_predicate_that_fails_fails_the_test() throws Exception {
        try (WireProxy broken = WireProxy.before(proxy.endpoint());
                RawClient raw = new RawClient(broken.endpoint())) {
            broken.when(request -> request.header("absent").orElseThrow().isEmpty(), Fault.stall());
            raw.send("GET /bytes/1 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(raw.restUntilEnd()).isEmpty();
            assertThatThrownBy(broken::close).isInstanceOf(AssertionError.class).hasMessageContaining("1 problem");
        } catch (AssertionError e) {
            // From the second close, which says the same.
            assertThat(e).hasMessageContaining("problem");
        }
    }

    // Faults

    @Test
    void an_answer_in_the_upstreams_place() throws Exception {
        proxy.when(ANY, Fault.answer(503, "<Error><Code>SlowDown</Code></Error>", "Retry-After", "1"));
        HttpResponse<String> answer = put(BODY);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("SlowDown");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(got).isEmpty();
        WireRequest request = proxy.requests().get(0);
        assertThat(request.bodyLength()).isEqualTo(100);
        assertThat(request.status()).hasValue(503);
        assertThat(request.faulted()).isTrue();
        // The connection is good for the next one, also after HEAD.
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            assertThat(raw.ask("HEAD /x HTTP/1.1\r\nHost: h\r\n\r\n")).contains("503");
            assertThat(raw.ask("GET /x HTTP/1.1\r\nHost: h\r\n\r\n")).contains("503");
        }
    }

    @Test
    void a_reset_before_the_body_is_read() throws Exception {
        proxy.when(ANY, Fault.resetBeforeBody());
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            raw.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n");
            assertThatThrownBy(raw::restUntilEnd).isInstanceOf(SocketException.class);
        }
        assertThat(got).isEmpty();
        assertThat(proxy.requests().get(0).bodyLength()).isZero();
        assertThat(proxy.requests().get(0).faulted()).isTrue();
    }

    @Test
    void a_reset_in_the_requests_body() throws Exception {
        proxy.when(ANY, Fault.resetInRequest(40));
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            raw.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n" + BODY);
            assertThatThrownBy(raw::restUntilEnd).isInstanceOf(SocketException.class);
        }
        assertThat(got).as("the upstream never had a whole request").isEmpty();
        assertThat(proxy.requests().get(0).bodyLength()).isEqualTo(40);
        assertThat(proxy.requests().get(0).status()).isEmpty();
        assertThat(proxy.requests().get(0).faulted()).isTrue();
    }

    @Test
    void a_reset_before_the_answer_of_which_the_upstream_knows_nothing() throws Exception {
        proxy.when(ANY, Fault.resetBeforeAnswer());
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            raw.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n" + BODY);
            assertThatThrownBy(raw::restUntilEnd).isInstanceOf(SocketException.class);
        }
        assertThat(got).isEmpty();
        assertThat(proxy.requests().get(0).bodyLength()).isEqualTo(100);
    }

    @Test
    void an_answer_that_is_lost_after_the_work_was_done() throws Exception {
        proxy.when(1, ANY, Fault.loseAnswer());
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            raw.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n" + BODY);
            assertThatThrownBy(raw::restUntilEnd).isInstanceOf(SocketException.class);
        }
        assertThat(got).containsExactly(BODY);
        assertThat(proxy.requests().get(0).status())
                .as("what the upstream said")
                .hasValue(200);
        assertThat(proxy.requests().get(0).answerLength()).isZero();
        assertThat(put("again").body()).isEqualTo("again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bytes/100", "/chunked/100"})
    void a_reset_in_the_answers_body(String target) throws Exception {
        proxy.when(ANY, Fault.resetInAnswer(40));
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            assertThat(raw.ask("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n"))
                    .contains("200 OK");
            assertThatThrownBy(raw::restUntilEnd).isInstanceOf(SocketException.class);
        }
        assertThat(proxy.requests().get(0).answerLength()).isEqualTo(40);
        assertThatThrownBy(() -> get(target)).isInstanceOf(IOException.class);
    }

    @Test
    void an_answer_that_ends_in_order_but_early() throws Exception {
        proxy.when(ANY, Fault.truncate(40));
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            String head = raw.ask("GET /bytes/100 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(head.toLowerCase(Locale.ROOT)).contains("content-length: 100");
            assertThat(raw.restUntilEnd()).hasSize(40);
        }
        assertThatThrownBy(() -> get("/bytes/100")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get("/chunked/100")).isInstanceOf(IOException.class);
        HttpURLConnection connection = (HttpURLConnection)
                proxy.endpoint().resolve("/bytes/100").toURL().openConnection();
        try (InputStream body = connection.getInputStream()) {
            assertThat(body.readNBytes(40)).hasSize(40);
        }
    }

    @Test
    void a_fault_behind_the_end_does_nothing_and_says_so() throws Exception {
        proxy.when(ANY, Fault.truncate(1_000), Fault.flipAnswerBit(8_000), Fault.flipRequestBit(8_000));
        assertThat(put(BODY).body()).isEqualTo(BODY);
        assertThat(proxy.requests().get(0).faulted()).isFalse();
    }

    @Test
    void silence_instead_of_an_answer() throws Exception {
        proxy.when(ANY, Fault.stall());
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            raw.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n" + BODY);
            assertThatThrownBy(raw::impatiently).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(got).isEmpty();
    }

    @Test
    void silence_in_the_middle_of_an_answer() throws Exception {
        proxy.when(ANY, Fault.stallAfter(40));
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            assertThat(raw.ask("GET /bytes/100 HTTP/1.1\r\nHost: h\r\n\r\n")).contains("200 OK");
            assertThat(raw.bytes(40)).hasSize(40);
            assertThatThrownBy(raw::impatiently).isInstanceOf(SocketTimeoutException.class);
            // Closing the proxy ends it.
            proxy.close();
            assertThatThrownBy(() -> {
                        if (raw.restUntilEnd().length == 0) {
                            throw new IOException("the end");
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void an_answer_that_drips() throws Exception {
        proxy.when(ANY, Fault.drip(Duration.ofMillis(20)));
        long started = System.nanoTime();
        assertThat(get("/bytes/20").body()).hasSize(20);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(350));
        assertThat(proxy.requests().get(0).faulted()).isTrue();
    }

    @Test
    void a_request_that_is_delayed() throws Exception {
        proxy.when(ANY, Fault.delay(Duration.ofMillis(300)));
        long started = System.nanoTime();
        assertThat(put("x").body()).isEqualTo("x");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(290));
    }

    @Test
    void one_bit_flips_in_a_body_and_nowhere_else() throws Exception {
        proxy.when(1, ANY, Fault.flipRequestBit(8 * 99));
        String up = put(BODY).body();
        assertThat(up).isEqualTo(BODY.substring(0, 99) + "8");
        assertThat(got).containsExactly(up);
        assertThat(new String(proxy.requests().get(0).bodyStart(), UTF_8))
                .as("as the client sent it")
                .isEqualTo(BODY);

        proxy.when(1, ANY, Fault.flipAnswerBit(1));
        assertThat(put(BODY).body()).isEqualTo("2" + BODY.substring(1));
        assertThat(got.get(1)).isEqualTo(BODY);

        for (long seed = 0; seed < 20; seed++) {
            proxy.when(1, ANY, Fault.flipSomeAnswerBit(seed));
            assertThat(bitsSet(get("/bytes/1000").body())).isEqualTo(1);
            proxy.when(1, ANY, Fault.flipSomeAnswerBit(seed));
            assertThat(bitsSet(get("/chunked/1000").body())).isEqualTo(1);
            proxy.when(1, ANY, Fault.flipSomeRequestBit(seed));
            put("\0".repeat(1_000));
            assertThat(bitsSet(got.get(got.size() - 1).getBytes(UTF_8))).isPositive();
        }
        assertThat(proxy.requests()).allMatch(WireRequest::faulted);
    }

    private static int bitsSet(byte[] bytes) {
        int bits = 0;
        for (byte b : bytes) {
            bits += Integer.bitCount(b & 0xFF);
        }
        return bits;
    }

    @Test
    void an_answer_is_rewritten_as_a_whole() throws Exception {
        proxy.when(
                ANY,
                Fault.rewriteAnswer(answer -> answer.withStatus(201)
                        .withHeader("X-New", "yes")
                        .withBody(answer.text().replace("0123456789", "-"))));
        HttpResponse<String> answer = put(BODY);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("----------");
        assertThat(answer.headers().firstValue("X-New")).contains("yes");
        assertThat(answer.headers().firstValue("X-Target")).contains("/echo");
        // One in chunks gets a length.
        assertThat(get("/chunked/5").headers().firstValue("Content-Length")).contains("5");
        assertThat(got).containsExactly(BODY);
    }

    @Test
    void headers_are_set_and_dropped_both_ways() throws Exception {
        proxy.when(
                ANY,
                Fault.setRequestHeader("x-tag", "by the proxy"),
                Fault.setAnswerHeader("X-Host", "changed"),
                Fault.dropAnswerHeader("X-TARGET"));
        HttpResponse<String> answer = put(BODY);
        assertThat(answer.headers().firstValue("X-Tag-Seen")).contains("by the proxy");
        assertThat(answer.headers().allValues("X-Host")).containsExactly("changed");
        assertThat(answer.headers().firstValue("X-Target")).isEmpty();
        assertThat(proxy.requests().get(0).header("X-Tag"))
                .as("what the client sent")
                .isEmpty();
        proxy.heal();
        proxy.when(ANY, Fault.dropRequestHeader("x-tag"));
        HttpRequest tagged = request("/echo").header("X-Tag", "one").build();
        assertThat(client.send(tagged, BodyHandlers.ofString()).headers().firstValue("X-Tag-Seen"))
                .contains("none");
    }

    @Test
    void a_length_that_lies_ends_the_connection() throws Exception {
        proxy.when(ANY, Fault.setAnswerHeader("Content-Length", "150"));
        try (RawClient raw = new RawClient(proxy.endpoint())) {
            assertThat(raw.ask("GET /bytes/100 HTTP/1.1\r\nHost: h\r\n\r\n")).contains("150");
            assertThat(raw.restUntilEnd()).hasSize(100);
        }
    }

    /** Sees what a client library hides: heads as they are, and the difference between an end and a reset. */
    private static final class RawClient implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        RawClient(URI endpoint) throws IOException {
            socket = new Socket(endpoint.getHost(), endpoint.getPort());
            socket.setSoTimeout(20_000);
            in = socket.getInputStream();
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        /** Sends, and reads a head. */
        String ask(String text) throws IOException {
            send(text);
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int got = in.read();
                if (got < 0) {
                    throw new IOException("the end, after: " + head);
                }
                head.append((char) got);
            }
            return head.toString();
        }

        byte[] bytes(int count) throws IOException {
            return in.readNBytes(count);
        }

        byte[] restUntilEnd() throws IOException {
            return in.readAllBytes();
        }

        int impatiently() throws IOException {
            socket.setSoTimeout(300);
            try {
                return in.read();
            } finally {
                socket.setSoTimeout(20_000);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
