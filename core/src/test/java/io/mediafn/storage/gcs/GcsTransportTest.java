package io.mediafn.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import io.mediafn.storage.gcs.GcsTimeouts.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer that is slow in any of the ways that there are ends a request when its time is over, and not later. */
final class GcsTransportTest {
    private static final Limits SHORT = new Limits(Duration.ofSeconds(20), Duration.ofMillis(700));
    /** Time enough for a handshake on a busy machine. */
    private static final Limits LONGER = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(5));

    private static final char[] PASSWORD = "not a secret".toCharArray();

    /** What a server does with a connection. */
    @FunctionalInterface
    private interface Talk {
        void with(Socket client) throws IOException, InterruptedException;
    }

    private static void serve(ServerSocket server, Talk talk) {
        Thread.ofPlatform().daemon().start(() -> {
            while (!server.isClosed()) {
                talk(server, talk);
            }
        });
    }

    private static void talk(ServerSocket server, Talk talk) {
        try (Socket client = server.accept()) {
            talk.with(client);
        } catch (IOException e) {
            assertThat(e).as("a client that left, or the end").isNotNull();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static void assertBounded(ThrowingCallable call) {
        long started = System.nanoTime();
        assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageContaining("no whole answer within");
        assertThat(System.nanoTime() - started)
                .isLessThan(Duration.ofSeconds(15).toNanos());
    }

    private static HttpResponse ask(GcsTransport transport, String url, HttpContent content) throws IOException {
        HttpRequest request = transport.createRequestFactory().buildPutRequest(new GenericUrl(url), content);
        return request.setNumberOfRetries(0).execute();
    }

    private static String plain(ServerSocket server) {
        return "http://127.0.0.1:" + server.getLocalPort() + "/x";
    }

    private static void drip(Socket client, String text) throws IOException, InterruptedException {
        client.getInputStream().read();
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 1000; i++) {
            client.getOutputStream().write('x');
            client.getOutputStream().flush();
            Thread.sleep(50);
        }
    }

    @Test
    void a_head_that_drips() throws IOException {
        try (ServerSocket server = listen();
                GcsTransport transport =
                        new GcsTransport(HttpsURLConnection::getDefaultSSLSocketFactory, (url, sending) -> SHORT)) {
            serve(server, client -> drip(client, "HTTP/1.1 200 OK\r\nX-Slow: "));

            assertBounded(() -> ask(transport, plain(server), new ByteArrayContent(null, new byte[1])));
            assertThat(transport.requests()).isEqualTo(1);
        }
    }

    @Test
    void a_body_that_drips() throws IOException {
        try (ServerSocket server = listen();
                GcsTransport transport =
                        new GcsTransport(HttpsURLConnection::getDefaultSSLSocketFactory, (url, sending) -> SHORT)) {
            serve(server, client -> drip(client, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));

            assertBounded(() -> ask(transport, plain(server), new ByteArrayContent(null, new byte[1]))
                    .getContent()
                    .readAllBytes());
        }
    }

    @Test
    void a_peer_that_takes_nothing() throws IOException {
        try (ServerSocket server = listen();
                GcsTransport transport =
                        new GcsTransport(HttpsURLConnection::getDefaultSSLSocketFactory, (url, sending) -> SHORT)) {
            serve(server, client -> Thread.sleep(20_000));

            assertBounded(() -> ask(transport, plain(server), new ByteArrayContent(null, new byte[30_000_000])));
        }
    }

    @Test
    void a_peer_that_takes_nothing_under_tls(@TempDir Path folder) throws Exception {
        SSLContext tls = selfSigned(folder);
        try (ServerSocket server =
                        tls.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
                GcsTransport transport = new GcsTransport(tls::getSocketFactory, (url, sending) -> LONGER)) {
            CountDownLatch shaken = new CountDownLatch(1);
            serve(server, client -> {
                client.getInputStream().read();
                shaken.countDown();
                Thread.sleep(20_000);
            });

            assertBounded(() -> ask(
                    transport,
                    "https://127.0.0.1:" + server.getLocalPort() + "/x",
                    new ByteArrayContent(null, new byte[30_000_000])));
            assertThat(shaken.getCount()).as("handshakes to wait for").isZero();
        }
    }

    private static SSLContext selfSigned(Path folder)
            throws GeneralSecurityException, IOException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-J-Duser.language=en"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return tls;
    }
}
