package io.mediafn.media.ffprobe;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One run of a program, with bounds for its time and for what it prints. Its environment is nearly empty: a program that
 * reads files of strangers gets no credentials, and no proxy.
 */
final class ProgramRun {
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT");
    private static final int MOST_ERRORS = 16 << 10;
    private static final Duration TO_END = Duration.ofSeconds(5);

    /** What became of it. */
    enum Outcome {
        ENDED,
        TOOK_TOO_LONG,
        PRINTED_TOO_MUCH
    }

    /**
     * A run that is over.
     *
     * @param status of the program, if it ended by itself
     * @param output what it printed, in UTF-8
     * @param errors what it printed for people, the first 16 KiB
     */
    record Result(Outcome outcome, int status, String output, String errors) {}

    private ProgramRun() {}

    /**
     * Runs it to its end. The process is gone when this returns or throws, also where the thread was interrupted.
     *
     * @param mostOutput bytes that it may print
     * @throws UncheckedIOException if the program cannot be started, or the thread is interrupted
     */
    static Result run(List<String> command, Duration limit, int mostOutput) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(Redirect.from(nothing()));
        builder.environment().keySet().retainAll(ENVIRONMENT);
        Process process = start(builder);
        try {
            AtomicBoolean tooMuch = new AtomicBoolean();
            Text output = new Text(process.getInputStream(), mostOutput, () -> {
                tooMuch.set(true);
                process.destroyForcibly();
            });
            Text errors = new Text(process.getErrorStream(), MOST_ERRORS, () -> {});
            Thread first = Thread.ofVirtual().start(output);
            Thread second = Thread.ofVirtual().start(errors);
            boolean inTime = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!inTime) {
                end(process); // not one that ended by itself: that would throw away what it printed last
            }
            first.join(TO_END);
            second.join(TO_END);
            Outcome outcome = tooMuch.get() ? Outcome.PRINTED_TOO_MUCH : inTime ? Outcome.ENDED : Outcome.TOOK_TOO_LONG;
            return new Result(outcome, inTime ? process.exitValue() : -1, output.text(), errors.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted while " + name(command) + " ran"));
        } finally {
            end(process);
        }
    }

    private static File nothing() {
        return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
    }

    private static String name(List<String> command) {
        String program = command.getFirst();
        return program.substring(program.lastIndexOf('/') + 1);
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With what it started itself: a script may have. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** What comes from a stream, up to a length; the rest is read and dropped, so that the program can go on. */
    private static final class Text implements Runnable {
        private final InputStream in;
        private final int most;
        private final Runnable full;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Text(InputStream in, int most, Runnable full) {
            this.in = in;
            this.most = most;
            this.full = full;
        }

        @Override
        public void run() {
            try (in) {
                byte[] piece = new byte[8 << 10];
                boolean told = false;
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    int kept = keep(piece, count);
                    if (kept < count && !told) {
                        told = true;
                        full.run();
                    }
                }
            } catch (IOException e) {
                // The process was ended.
            }
        }

        private synchronized int keep(byte[] piece, int count) {
            int kept = Math.min(count, most - bytes.size());
            bytes.write(piece, 0, kept);
            return kept;
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
