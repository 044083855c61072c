package io.mediafn.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A command that has ended: how, and the last line it printed, which for a failure is the reason. */
record Command(int status, String lastLine) {
    /**
     * Runs a command to its end and hands on each line it prints as it comes.
     *
     * @throws Way.NotThisWayException if it can't be run, or is not done in time and therefore was ended
     */
    static Command run(Duration limit, Consumer<String> lines, String... command) throws Way.NotThisWayException {
        String name = String.join(" ", command);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            Output output = new Output(process.inputReader(), lines);
            Thread reading = Thread.ofVirtual().start(output);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
                throw new Way.NotThisWayException(name + ": not done in " + limit.toSeconds() + " s");
            }
            reading.join(1000);
            return new Command(process.exitValue(), output.lastLine);
        } catch (IOException e) {
            throw new Way.NotThisWayException(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Way.NotThisWayException(name + ": interrupted");
        }
    }

    private static final class Output implements Runnable {
        private final BufferedReader reader;
        private final Consumer<String> lines;
        private volatile String lastLine = "it printed nothing";

        Output(BufferedReader reader, Consumer<String> lines) {
            this.reader = reader;
            this.lines = lines;
        }

        @Override
        public void run() {
            try {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.accept(line);
                    lastLine = line.isBlank() ? lastLine : line;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
