package io.mediafn.gcf;

import com.google.cloud.functions.invoker.runner.Invoker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The zip that is deployed, unpacked as Google unpacks it, under Google's own invoker in a process of its own: the invoker
 * loads the one jar at the root, which finds the others by its manifest, and shows the function nothing else but its API.
 */
final class DeployedFunction implements AutoCloseable {
    static final Path ZIP = Path.of("target", "mediafn-gcf.zip");
    static final String JAR = "mediafn-gcf.jar";
    private static final Duration LONGEST_START = Duration.ofSeconds(90);

    private final Process process;
    private final Path output;
    private final URI address;

    private DeployedFunction(Process process, Path output, URI address) {
        this.process = process;
        this.output = output;
        this.address = address;
    }

    /** Unpacks the zip of this build. */
    static Path unpack(Path folder) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(ZIP))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(zip, target);
                }
            }
        }
        return folder;
    }

    /**
     * Starts a function and waits until it listens.
     *
     * @param folder what {@link #unpack} filled
     * @param options of the JVM
     * @throws IOException with what it printed, if it ends before
     */
    static DeployedFunction start(Path folder, Class<?> target, Map<String, String> environment, List<String> options)
            throws IOException, InterruptedException {
        int port = Served.freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", invoker().toString(), "--classpath", JAR, "--target", target.getName()));
        Path output = Files.createTempFile("gcf-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("AWS_")
                        || name.startsWith("MEDIAFN_")
                        || name.startsWith("GOOGLE_")
                        || name.equals("STORAGE_EMULATOR_HOST"));
        // As Cloud Run has it: with the name of the service, the invoker logs as it does there.
        builder.environment().put("K_SERVICE", "traffic");
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().putAll(environment);
        DeployedFunction function =
                new DeployedFunction(builder.start(), output, URI.create("http://localhost:" + port));
        function.await(port);
        return function;
    }

    private static Path invoker() {
        try {
            return Path.of(Invoker.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void await(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("localhost", port), 1_000);
                return;
            } catch (IOException e) {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        close();
        throw new IOException("the function did not start; it printed:\n" + output());
    }

    URI address() {
        return address;
    }

    /** What the process printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
