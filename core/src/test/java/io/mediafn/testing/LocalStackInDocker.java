package io.mediafn.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** LocalStack in a container, which Testcontainers ends with this JVM. */
record LocalStackInDocker(Consumer<String> report) implements Way {
    private static final String IMAGE = "localstack/localstack:4.14.0";
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PULL = Duration.ofMinutes(5);
    private static final long START_SECONDS = 90;

    @Override
    public Found find() throws NotThisWayException {
        image();
        // What matters of a failure is in the reason; these log it at length. (Read when a logger is made.)
        for (String logger : new String[] {"org.testcontainers", "tc", "com.github.dockerjava"}) {
            System.setProperty("org.slf4j.simpleLogger.log." + logger, "off");
        }
        try {
            CompletableFuture<TestServer> start = CompletableFuture.supplyAsync(LocalStackInDocker::start);
            return new Found(start.get(START_SECONDS, TimeUnit.SECONDS), "in Docker");
        } catch (ExecutionException e) {
            throw new NotThisWayException("Docker: " + innermost(e));
        } catch (TimeoutException e) {
            throw new NotThisWayException("Docker: the container was not ready in " + START_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotThisWayException("interrupted");
        }
    }

    /**
     * Sees to it that the image is here, by the docker command: Testcontainers looks for a missing engine at length and
     * with stack traces, and tries for minutes to pull from a registry that isn't reachable.
     */
    private void image() throws NotThisWayException {
        if (Command.run(ANSWER, line -> {}, "docker", "version").status() != 0) {
            throw new NotThisWayException("Docker does not answer");
        }
        if (Command.run(ANSWER, line -> {}, "docker", "image", "inspect", IMAGE).status() != 0) {
            report.accept("pulling " + IMAGE);
            Command pull = Command.run(PULL, line -> {}, "docker", "pull", "--quiet", IMAGE);
            if (pull.status() != 0) {
                throw new NotThisWayException("Docker can't pull " + IMAGE + ": " + pull.lastLine());
            }
        }
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    private static TestServer start() {
        LocalStackContainer container =
                new LocalStackContainer(DockerImageName.parse(IMAGE)).withServices("s3", "sqs", "sns", "events");
        container.start();
        return new TestServer(
                container.getEndpoint(), container.getRegion(), container.getAccessKey(), container.getSecretKey());
    }

    /** The cause that says something: Testcontainers wraps it in several that only name the image. */
    private static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString().lines().findFirst().orElse("");
    }
}
