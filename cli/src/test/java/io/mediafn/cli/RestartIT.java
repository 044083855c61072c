package io.mediafn.cli;

import static io.mediafn.testing.NeedsServer.Server.AZURITE;
import static io.mediafn.testing.NeedsServer.Server.VERSITY_GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.cli.Cli.Result;
import io.mediafn.testing.AzuriteContainers;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServer;
import io.mediafn.testing.TestServers;
import io.mediafn.testing.WireProxy;
import io.mediafn.testing.WireRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy whose process is killed is gone on with by the same command, from the parts that have arrived. */
@NeedsServer({VERSITY_GATEWAY, AZURITE})
final class RestartIT {
    private static final long SIZE = 192L << 20;
    private static final long KILL_AT = SIZE * 60 / 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path disk;

    @Test
    void s3() throws Exception {
        S3Server server = TestServers.versityGateway();
        String bucket = "restart-" + UUID.randomUUID();
        try (var vendor = server.client();
                WireProxy proxy = WireProxy.before(server.endpoint())) {
            vendor.createBucket(request -> request.bucket(bucket));
            restarts(
                    proxy,
                    Map.of(
                            "AWS_ENDPOINT_URL", proxy.endpoint().toString(),
                            "AWS_ACCESS_KEY_ID", server.accessKey(),
                            "AWS_SECRET_ACCESS_KEY", server.secretKey(),
                            "AWS_REGION", server.region()),
                    "s3://" + bucket + "/folder/");
        }
    }

    @Test
    void azure() throws Exception {
        TestServer server = TestServers.azurite();
        String container = "restart-" + UUID.randomUUID();
        AzuriteContainers.create(server, container);
        try (WireProxy proxy = WireProxy.before(server.endpoint())) {
            restarts(
                    proxy,
                    Map.of(
                            "AZURE_STORAGE_ACCOUNT", server.accessKey(),
                            "AZURE_STORAGE_KEY", server.secretKey(),
                            "AZURE_STORAGE_ACCOUNT_URL", proxy.endpoint() + "/" + server.accessKey()),
                    "az://" + container + "/folder/");
        }
    }

    private void restarts(WireProxy proxy, Map<String, String> environment, String place) throws Exception {
        Path file = random(disk.resolve("large.bin"));
        Cli cli = Cli.inHome(disk.resolve("home"));
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            cli = cli.with(variable.getKey(), variable.getValue());
        }
        kill(proxy, environment, file, place);

        Result left = cli.run("uploads", place, "--json");
        proxy.clear();
        Result again = cli.run("cp", file.toString(), place);
        long sent = sent(proxy);
        Result third = cli.run("cp", file.toString(), place);

        assertThat(left.json()).as(left.err()).hasSize(1);
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(sent).as("bytes sent by the second run").isLessThanOrEqualTo(SIZE * 45 / 100);
        Path back = disk.resolve("back.bin");
        assertThat(cli.run("cp", place + "large.bin", back.toString()).exit()).isZero();
        assertThat(Files.mismatch(file, back)).isEqualTo(-1);
        assertThat(third.err()).contains("1 skipped");
        assertThat(cli.run("uploads", place, "--json").json()).isEmpty();
        assertThat(cli.run("ls", "-r", "--json", place).json()).hasSize(1);
    }

    /** Kills the process as nothing can be that wants to tidy up. */
    private static void kill(WireProxy proxy, Map<String, String> environment, Path file, String place)
            throws IOException, InterruptedException {
        Path log = file.resolveSibling("killed.log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "cp",
                file.toString(),
                place);
        Map<String, String> all = new HashMap<>(environment);
        all.put("MEDIAFN_BUFFER_MIB", "16"); // few parts in flight, so that what was sent has arrived
        builder.environment().putAll(all);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (sent(proxy) < KILL_AT && process.isAlive() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        boolean alive = process.isAlive();
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertThat(alive)
                .as("the process was killed before it was done; it said: " + Files.readString(log))
                .isTrue();
    }

    private static long sent(WireProxy proxy) {
        return proxy.requests(WireRequest.method("PUT")).stream()
                .filter(request -> request.status().orElse(0) / 100 == 2)
                .mapToLong(WireRequest::bodyLength)
                .sum();
    }

    private static Path random(Path file) throws IOException {
        Random random = new Random(3);
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = SIZE; left > 0; left -= piece.length) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
        return file;
    }
}
