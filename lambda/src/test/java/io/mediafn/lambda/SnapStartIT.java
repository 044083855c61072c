package io.mediafn.lambda;

import static io.mediafn.testing.NeedsServer.Server.LOCALSTACK;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.mediafn.json.Json;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import io.mediafn.testing.TinyImages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A start for SnapStart under the real runtime interface client, with credentials as such a start has them: from an
 * address in its environment. No snapshot is taken here; the process goes on where a restored one would.
 */
@NeedsServer(LOCALSTACK)
final class SnapStartIT {
    private static final String KEY = "in/a b.png";
    private static final String PASSWORD = "changeit";

    private final S3Server server = TestServers.localStack();
    private final S3Client s3 = server.client();
    private final String media = "media-" + UUID.randomUUID();
    private final String dataset = "dataset-" + UUID.randomUUID();
    private HttpServer credentials;

    @TempDir
    private static Path folder;

    @BeforeEach
    void lay() throws IOException {
        if (!Files.exists(folder.resolve("task"))) {
            DeployedFunction.unpack(folder);
        }
        s3.createBucket(request -> request.bucket(media));
        s3.createBucket(request -> request.bucket(dataset));
        s3.putObject(request -> request.bucket(media).key(KEY), RequestBody.fromBytes(TinyImages.png(3, 2)));
        byte[] keys = Json.write(Map.of(
                        "AccessKeyId",
                        server.accessKey(),
                        "SecretAccessKey",
                        server.secretKey(),
                        "Token",
                        "token",
                        "Expiration",
                        "2099-01-01T00:00:00Z"))
                .getBytes(StandardCharsets.UTF_8);
        credentials = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        credentials.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        credentials.start();
    }

    @AfterEach
    void close() {
        s3.close();
        credentials.stop(0);
    }

    @Test
    void an_event_after_the_restore_is_handled_as_any_other() throws Exception {
        try (DeployedFunction function = start(environment(), List.of())) {
            function.api().awaitSnapshot();

            assertThat(messages(function)).singleElement().asString().startsWith("INFO primed for the snapshot in ");
            assertThat(segments()).isEmpty();

            function.api().restore();
            assertThat(function.invoke(Events.sqs(Events.s3(media, KEY), "poison")))
                    .as(function.output())
                    .isEqualTo(new RuntimeApi.Result(
                            "response", "{\"batchItemFailures\":[{\"itemIdentifier\":\"message-1\"}]}"));

            assertThat(segments()).hasSize(1);
            assertThat(s3.getObjectAsBytes(request -> request.bucket(dataset)
                                    .key(segments().getFirst().key()))
                            .asUtf8String())
                    .contains("\"filepath\":\"s3://" + media + "/" + KEY + "\"")
                    .contains("\"width\":3,\"height\":2");
            assertThat(messages(function)).hasSize(4);
            assertThat(messages(function).subList(1, 2)).containsExactly("INFO restored from the snapshot");
            assertThat(messages(function).getLast()).isEqualTo("INFO done s3://" + media + "/" + KEY);
        }
    }

    @Test
    void no_connection_is_in_the_snapshot_but_that_of_the_runtime() throws Exception {
        try (DeployedFunction function = start(environment(), List.of())) {
            function.api().awaitSnapshot();

            assertThat(Sockets.peersOf(function.pid()))
                    .containsExactly(Integer.parseInt(function.api().address().split(":", -1)[1]));
        }
    }

    /**
     * Two instances from one snapshot go on from the same state: whatever makes names at random must begin after it. UUIDs
     * are drawn from the system's random numbers, and their generator is not even made before.
     */
    @Test
    void nothing_that_draws_names_is_awake_in_the_snapshot() throws Exception {
        Path classes = folder.resolve("classes-" + UUID.randomUUID() + ".log");
        try (DeployedFunction function = start(environment(), List.of("-Xlog:class+init=info:file=" + classes))) {
            function.api().awaitSnapshot();
            assertThat(initialised(classes))
                    .contains("io.mediafn.lambda.Priming")
                    .doesNotContain("java.util.UUID$Holder", "java.util.SplittableRandom");
        }
    }

    @Test
    void a_start_without_credentials_goes_on_unprimed_and_says_so() throws Exception {
        Map<String, String> environment = environment();
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:" + closedPort() + "/");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        try (DeployedFunction function = start(environment, List.of())) {
            function.api().awaitSnapshot();
            assertThat(messages(function))
                    .anySatisfy(line -> assertThat(line).startsWith("WARN the priming of what calls do failed"))
                    .noneSatisfy(line -> assertThat(line).contains("primed for the snapshot"));

            function.api().restore();
            assertThat(function.invoke(Events.S3_TEST_EVENT)).isEqualTo(new RuntimeApi.Result("response", "{}"));
        }
    }

    @Test
    void a_start_that_cannot_reach_s3_goes_on_and_says_so() throws Exception {
        Map<String, String> environment = environment();
        environment.put("AWS_ENDPOINT_URL", "https://127.0.0.1:" + closedPort());
        try (DeployedFunction function = start(environment, List.of())) {
            function.api().awaitSnapshot();
            assertThat(messages(function)).singleElement().asString().startsWith("WARN the priming of TLS failed");

            function.api().restore();
            assertThat(function.invoke(Events.S3_TEST_EVENT)).isEqualTo(new RuntimeApi.Result("response", "{}"));
        }
    }

    @Test
    void s3_is_greeted_over_tls_and_asked_for_nothing() throws Exception {
        AtomicInteger greeted = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        Path keys = folder.resolve("keys.p12");
        HttpsServer tls = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(tlsContext(keys)) {
            @Override
            public void configure(HttpsParameters parameters) {
                greeted.incrementAndGet();
            }
        });
        tls.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        tls.start();
        Map<String, String> environment = environment();
        environment.put(
                "AWS_ENDPOINT_URL", "https://localhost:" + tls.getAddress().getPort());
        List<String> trust =
                List.of("-Djavax.net.ssl.trustStore=" + keys, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
        try (DeployedFunction function = start(environment, trust)) {
            function.api().awaitSnapshot();

            assertThat(messages(function)).singleElement().asString().startsWith("INFO primed for the snapshot in ");
            assertThat(greeted).hasValue(1);
            assertThat(asked).hasValue(0);
        } finally {
            tls.stop(0);
        }
    }

    private static SSLContext tlsContext(Path keys) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void any_other_start_loads_nothing_of_this() throws Exception {
        Path classes = folder.resolve("classes-" + UUID.randomUUID() + ".log");
        Map<String, String> environment = environment();
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        try (DeployedFunction function = start(environment, List.of("-Xlog:class+load:file=" + classes))) {
            assertThat(function.invoke(Events.S3_TEST_EVENT)).isEqualTo(new RuntimeApi.Result("response", "{}"));
            assertThat(function.output()).isEmpty();
        }
        assertThat(Files.readString(classes))
                .contains("io.mediafn.lambda.MediaHandler")
                .doesNotContain("org.crac.")
                .doesNotContain("io.mediafn.lambda.Priming")
                .doesNotContain("io.mediafn.lambda.SnapshotHook");
    }

    private static DeployedFunction start(Map<String, String> environment, List<String> options) throws IOException {
        return DeployedFunction.start(folder, DeployedFunction.HANDLER, environment, List.of(), options);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        environment.put("AWS_ENDPOINT_URL", server.endpoint().toString());
        environment.put(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "http://127.0.0.1:" + credentials.getAddress().getPort() + "/");
        environment.put("MEDIAFN_DATASET", "s3://" + dataset + "/traffic/");
        environment.put("MEDIAFN_ALLOW", "s3://" + media + "/in/");
        environment.put("FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "-1");
        return environment;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What was logged, without metrics: the level and the message. */
    private static List<String> messages(DeployedFunction function) {
        List<String> messages = new ArrayList<>();
        function.output().lines().map(Json::readObject).forEach(line -> {
            if (line.containsKey("message")) {
                messages.add(line.get("level") + " " + line.get("message"));
            }
        });
        return messages;
    }

    /** The names of the classes that were initialised. */
    private static List<String> initialised(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("Initializing '"))
                    .map(line -> line.substring(line.indexOf('\'') + 1)
                            .split("'", -1)[0]
                            .replace('/', '.'))
                    .toList();
        }
    }

    private List<S3Object> segments() {
        return s3.listObjectsV2(request -> request.bucket(dataset).prefix("traffic/segments/"))
                .contents();
    }
}
