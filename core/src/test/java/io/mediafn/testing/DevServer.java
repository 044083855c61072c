package io.mediafn.testing;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server as a process that dev/servers installs and runs. It ends with this JVM: by a shutdown hook, and if the JVM is
 * killed, by the watcher that dev/servers starts beside it.
 *
 * @param readyPath answers with less than 500 once the server is ready
 */
record DevServer(
        String name,
        String readyPath,
        String accessKey,
        String secretKey,
        Map<String, String> variables,
        Consumer<String> report)
        implements Way {
    private static final Duration INSTALL = Duration.ofMinutes(20);
    private static final long READY_SECONDS = 60;
    private static final int TRIES = 3;

    @Override
    public Found find() throws NotThisWayException {
        Path script = repository().resolve("dev/servers");
        if (!Files.isExecutable(script)) {
            throw new NotThisWayException("no dev/servers in " + repository());
        }
        try {
            install(script);
            for (int attempt = 1; ; attempt++) {
                // Somebody else may take the port before the server does; then it ends, and another port may do.
                URI endpoint = URI.create("http://127.0.0.1:" + freePort());
                String failure = run(script, endpoint);
                if (failure == null) {
                    return new Found(new TestServer(endpoint, "us-east-1", accessKey, secretKey), "run by dev/servers");
                }
                if (attempt == TRIES) {
                    throw new NotThisWayException("dev/servers run " + name + ": " + failure);
                }
            }
        } catch (IOException e) {
            throw new NotThisWayException("dev/servers: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotThisWayException("interrupted");
        }
    }

    /** The root of the repository: given by the build, else (in an IDE) the nearest folder above that has dev/servers. */
    static Path repository() {
        String given = System.getProperty("mediafn.root");
        Path here = Path.of("").toAbsolutePath();
        if (given != null) {
            return Path.of(given);
        }
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("dev/servers"))) {
                return folder;
            }
        }
        return here;
    }

    private void install(Path script) throws NotThisWayException {
        Command install = Command.run(INSTALL, report, script.toString(), "install", name);
        if (install.status() != 0) {
            throw new NotThisWayException("dev/servers install " + name + ": " + install.lastLine());
        }
    }

    /** Starts the server and waits until it answers; returns what went wrong, null if nothing did. */
    private @Nullable String run(Path script, URI endpoint) throws IOException, InterruptedException {
        Path log = Files.createDirectories(Path.of("target", "test-servers")).resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                script.toString(),
                "run",
                "--parent",
                String.valueOf(ProcessHandle.current().pid()),
                name,
                String.valueOf(endpoint.getPort()));
        builder.environment().putAll(variables);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        URI ready = endpoint.resolve(readyPath);
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS); System.nanoTime() < end; ) {
            boolean answers = answers(ready);
            if (!process.isAlive()) { // and if one answers nevertheless, it is another that had the port first
                return "it ended with " + process.exitValue() + ": " + lastLine(log);
            }
            if (answers) {
                return null;
            }
            Thread.sleep(100);
        }
        end(process);
        return "not ready after " + READY_SECONDS + " s: " + lastLine(log);
    }

    private static boolean answers(URI ready) {
        try {
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status < 500;
        } catch (IOException e) {
            return false;
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines =
                Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
        return (lines.isEmpty() ? "nothing logged" : lines.getLast()) + " (" + log.toAbsolutePath() + ")";
    }
}
