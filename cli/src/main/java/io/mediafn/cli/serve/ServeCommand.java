package io.mediafn.cli.serve;

import io.mediafn.app.MediaApp;
import io.mediafn.cli.Environment;
import io.mediafn.cli.Terminal;
import io.mediafn.cli.UsageException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Hosts the API until it is interrupted. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        header = "Hosts the HTTP API of the functions on this machine.",
        description = {
            "",
            "The very API that the functions have in the cloud, with the rules that they have: no files of this machine, no"
                    + " servers of its network. It listens on this machine alone and asks nobody who they are; requests of"
                    + " web pages are refused. Buckets that no cloud has are folders of the embedded S3"
                    + " (MEDIAFN_EMBEDDED_S3).",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  mediafn serve",
            "  curl http://127.0.0.1:8080/openapi.json",
            "  curl http://127.0.0.1:8080/metadata -H 'Content-Type: application/json' \\",
            "       -d '{\"filepaths\":[\"s3://bucket/photo.jpg\"]}'",
            "",
            "Ends with Ctrl-C. Exit status: 130 interrupted, 2 usage or configuration."
        })
public final class ServeCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;
    private static final int DEFAULT_PORT = 8080;
    private static final int DEFAULT_TIMEOUT = 60;
    private static final int LONGEST_TIMEOUT = 86_400;
    private static final String REQUEST_TIMEOUT = "sun.net.httpserver.maxReqTime";
    private static final String SECONDS_FOR_A_REQUEST = "60";

    private final Environment environment;
    private final Terminal terminal;

    @Option(names = "--port", paramLabel = "PORT", description = "0 for any that is free (default: 8080)")
    private int port = DEFAULT_PORT;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "after which a request starts nothing new, as a function would (default: 60)")
    private int timeout = DEFAULT_TIMEOUT;

    public ServeCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new UsageException("--port: a whole number from 0 to " + HIGHEST_PORT + " (is " + port + ")");
        }
        if (timeout < 1 || timeout > LONGEST_TIMEOUT) {
            throw new UsageException("--timeout: seconds, from 1 to " + LONGEST_TIMEOUT + " (is " + timeout + ")");
        }
        // The JDK's server waits for a request to come whole, without end unless told otherwise before it starts.
        if (System.getProperty(REQUEST_TIMEOUT) == null) {
            System.setProperty(REQUEST_TIMEOUT, SECONDS_FOR_A_REQUEST);
        }
        try (MediaApp app = environment.functionApp(Map.of());
                LocalApi api = new LocalApi(
                        app.api(() -> UUID.randomUUID().toString(), System::nanoTime),
                        port,
                        Duration.ofSeconds(timeout))) {
            terminal.out().println("mediafn answers at http://127.0.0.1:" + api.port() + " (Ctrl-C ends it)");
            terminal.out().flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException e) {
            throw new UsageException("--port: can't listen at port " + port + ": " + e.getMessage());
        }
    }
}
