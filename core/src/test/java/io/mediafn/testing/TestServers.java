package io.mediafn.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Real servers for tests, each started once per JVM when first asked for, and ended with it:
 *
 * <pre>
 * &#64;NeedsServer(Server.LOCALSTACK)
 * class SomethingIT {
 *     private static final S3Server SERVER = TestServers.localStack();
 * </pre>
 *
 * <p>A server is the one that the environment names (MEDIAFN_TEST_S3_ENDPOINT, MEDIAFN_TEST_SIGNED_S3_ENDPOINT with
 * _ACCESS_KEY and _SECRET_KEY, MEDIAFN_TEST_GCS_ENDPOINT,
 * MEDIAFN_TEST_AZURE_ENDPOINT, MEDIAFN_TEST_MONGODB_ENDPOINT), else LocalStack in Docker where that answers, else a process that dev/servers installs
 * and runs. A test that asks without {@link NeedsServer} does so in its method or in a field of the instance.
 */
public final class TestServers {
    private static final Map<String, String> ENVIRONMENT = System.getenv();
    private static final String ROOT = "mediafn";
    private static final String ROOT_SECRET = UUID.randomUUID().toString();

    /** The account of every Azurite; its key is in Azurite's own documentation and protects nothing. */
    private static final String AZURITE_ACCOUNT = "devstoreaccount1";

    private static final String AZURITE_KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final SharedServer LOCALSTACK = new SharedServer(
            "LocalStack",
            ENVIRONMENT,
            TestServers::report,
            List.of(
                    new EnvironmentEndpoint(ENVIRONMENT, "MEDIAFN_TEST_S3", "test"),
                    new LocalStackInDocker(TestServers::report),
                    new DevServer("localstack", "/_localstack/health", "test", "test", Map.of(), TestServers::report)));

    private static final SharedServer VERSITY_GATEWAY = new SharedServer(
            "Versity S3 Gateway",
            ENVIRONMENT,
            TestServers::report,
            List.of(
                    new EnvironmentEndpoint(ENVIRONMENT, "MEDIAFN_TEST_SIGNED_S3", null),
                    new DevServer(
                            "versitygw",
                            "/",
                            ROOT,
                            ROOT_SECRET,
                            Map.of("ROOT_ACCESS_KEY", ROOT, "ROOT_SECRET_KEY", ROOT_SECRET),
                            TestServers::report)));

    private static final SharedServer FAKE_GCS = new SharedServer(
            "fake-gcs-server",
            ENVIRONMENT,
            TestServers::report,
            List.of(
                    new EnvironmentEndpoint(ENVIRONMENT, "MEDIAFN_TEST_GCS", ""),
                    new DevServer("fake-gcs-server", "/storage/v1/b", "", "", Map.of(), TestServers::report)));

    private static final SharedServer AZURITE = new SharedServer(
            "Azurite",
            ENVIRONMENT,
            TestServers::report,
            List.of(
                    new EnvironmentEndpoint(ENVIRONMENT, "MEDIAFN_TEST_AZURE", null),
                    new DevServer("azurite", "/", AZURITE_ACCOUNT, AZURITE_KEY, Map.of(), TestServers::report)));

    private static final SharedServer MONGOD = new SharedServer(
            "mongod",
            ENVIRONMENT,
            TestServers::report,
            List.of(
                    new EnvironmentEndpoint(ENVIRONMENT, "MEDIAFN_TEST_MONGODB", ""),
                    new DevServer("mongod", "/", "", "", Map.of(), TestServers::report)));

    private static final SharedProgram FIFTYONE =
            new SharedProgram("fiftyone", "MEDIAFN_TEST_FIFTYONE", ENVIRONMENT, TestServers::report);

    private static final SharedProgram FFPROBE =
            new SharedProgram("ffprobe", "MEDIAFN_TEST_FFPROBE", ENVIRONMENT, TestServers::report);

    private TestServers() {}

    /**
     * Cloud Storage in memory, without credentials. It takes no notice of most preconditions.
     *
     * @throws ServerUnavailableException where none can be had, which skips the test
     */
    public static TestServer fakeGcs() {
        return FAKE_GCS.get();
    }

    /**
     * Azure Blob Storage in memory; the access key is the account, which is in the path of every URL.
     *
     * @throws ServerUnavailableException where none can be had, which skips the test
     */
    public static TestServer azurite() {
        return AZURITE.get();
    }

    /**
     * MongoDB as its URI, without a password and, unless the environment names one that has them, without transactions.
     *
     * @throws ServerUnavailableException where none can be had, which skips the test
     */
    public static String mongod() {
        URI endpoint = MONGOD.get().endpoint();
        // One of dev/servers is named like all servers there are, by the scheme that it answers its readiness with.
        return endpoint.getScheme().equals("http") ? "mongodb://" + endpoint.getAuthority() : endpoint.toString();
    }

    /**
     * The Python that has FiftyOne's client: the one that MEDIAFN_TEST_FIFTYONE names, else one that dev/servers installs.
     *
     * @throws ServerUnavailableException where none can be had, which skips the test
     */
    public static Path fiftyOne() {
        return FIFTYONE.get();
    }

    /**
     * LocalStack with S3 and SQS, also SNS and EventBridge. It does not check signatures.
     *
     * @throws ServerUnavailableException where none can be had, which skips the test
     */
    public static S3Server localStack() {
        return S3Server.of(LOCALSTACK.get());
    }

    /**
     * S3 that checks signatures, on a file system: no key under another object's, no segment over 255 bytes.
     *
     * @throws ServerUnavailableException where none can be had, which skips the test
     */
    public static S3Server versityGateway() {
        return S3Server.of(VERSITY_GATEWAY.get());
    }

    /**
     * The program ffprobe, of the version that FiftyOne's expected values come from: the one that MEDIAFN_TEST_FFPROBE
     * names, else one that dev/servers installs.
     *
     * @throws ServerUnavailableException where none can be had, which skips the test
     */
    public static Path ffprobe() {
        return FFPROBE.get();
    }

    static void start(NeedsServer.Server server) {
        switch (server) {
            case LOCALSTACK -> localStack();
            case VERSITY_GATEWAY -> versityGateway();
            case FAKE_GCS -> fakeGcs();
            case AZURITE -> azurite();
            case FFPROBE -> ffprobe();
            case MONGOD -> mongod();
            case FIFTYONE -> fiftyOne();
        }
    }

    private static void report(String line) {
        System.err.println("test servers: " + line);
    }
}
