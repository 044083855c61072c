package io.mediafn.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over TLS, with a certificate for localhost alone. */
final class TlsTest {
    private static final Location AT = Location.of("s3://bucket/key");
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private final List<String> payloads = new CopyOnWriteArrayList<>();
    private HttpsServer server;
    private SSLContext trusting;

    @BeforeEach
    void start() throws Exception {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-J-Duser.language=en")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(trusting));
        server.createContext("/", exchange -> {
            payloads.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-content-sha256")));
            byte[] got = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("ETag", "\"" + got.length + "\"");
            byte[] body = new byte[exchange.getRequestMethod().equals("GET") ? 300_000 : 0];
            Arrays.fill(body, (byte) 7);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ObjectStore open(String host, boolean trusted) {
        S3Settings settings = new S3Settings(
                Optional.of(
                        URI.create("https://" + host + ":" + server.getAddress().getPort())),
                Optional.of("us-east-1"),
                new S3Credentials.Keys("key", "secret", Optional.empty()));
        ConnectionPool pool = trusted
                ? new ConnectionPool(() -> trusting.getSocketFactory(), Optional.empty())
                : new ConnectionPool();
        return new S3ObjectStore(S3Stores.wire(settings, pool, Clock.systemUTC()));
    }

    @Test
    void reads_and_writes_over_tls_without_hashing_what_tls_protects() {
        try (ObjectStore store = open("localhost", true)) {
            for (int length : new int[] {1, 100_000, 3_000_000}) {
                assertThat(store.write(AT, Content.of(new byte[length]), WriteOptions.createOnly())
                                .etag())
                        .contains("\"" + length + "\"");
            }
            try (ObjectRead read = store.read(AT, ReadOptions.all())) {
                assertThat(read.readAllBytes()).hasSize(300_000).containsOnly(7);
            }
        }
        assertThat(payloads.subList(0, 3)).containsOnly("UNSIGNED-PAYLOAD");
    }

    /** The certificate is trusted, but is of another host; and then the right one, but nobody vouches for it. */
    @Test
    void a_certificate_of_somebody_else_is_refused() {
        for (ObjectStore stranger : List.of(open("127.0.0.1", true), open("localhost", false))) {
            try (stranger) {
                assertThatThrownBy(() -> stranger.write(AT, Content.of(new byte[1]), WriteOptions.replace()))
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            }
        }
        assertThat(payloads).isEmpty();
    }
}
