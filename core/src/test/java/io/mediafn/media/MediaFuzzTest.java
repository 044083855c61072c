package io.mediafn.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mediafn.json.Json;
import io.mediafn.media.read.MediaException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Broken files, always the same ones: whatever is in them, a probe ends in metadata or in a clear refusal, soon, within
 * its limits, and without taking memory that a header asks for. Runs for a number of files and a time, whichever ends
 * first: {@code dev/fuzz} for many and long.
 *
 * <p>Seeds are built ones, and the corpus where it is present.
 */
final class MediaFuzzTest {
    private static final long SEED = Long.getLong("mediafn.fuzz.seed", 20_261_121);
    private static final int FILES = Integer.getInteger("mediafn.fuzz.files", 500_000);
    /** A minute where it is nobody's time. */
    private static final int SECONDS = Integer.getInteger("mediafn.fuzz.seconds", System.getenv("CI") == null ? 5 : 60);

    private static final int LARGEST_SEED = 256 << 10;

    /** For a busy machine; a few milliseconds are usual. */
    private static final Duration LONGEST = Duration.ofSeconds(5);
    /** All that is read may be held, copied and turned into text; a declared size would be more by far. */
    private static final long MOST_ALLOCATED = 48L << 20;

    private static final int MOST_REQUESTS = 16;
    private static final long MOST_BYTES = 4L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Seed(String name, byte[] bytes) {}

    /** What was seen over all files. */
    private static final class Worst {
        long nanos;
        String slowest = "";
        long allocated;
        int requests;
        long received;
        final Map<String, Integer> outcomes = new TreeMap<>();

        void slowest(long took, String name, boolean whole) {
            if (took > nanos) {
                nanos = took;
                slowest = name + (whole ? ", every byte of it" : "");
            }
        }
    }

    @Test
    void whatever_is_broken_ends_in_an_answer() throws IOException {
        List<Seed> seeds = seeds();
        Mutator mutator = new Mutator(SEED, seeds.stream().map(Seed::bytes).toList());
        Random random = new Random(SEED);
        Worst worst = new Worst();
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        int files = 0;
        while (files < FILES && System.nanoTime() < end) {
            Seed seed = seeds.get(random.nextInt(seeds.size()));
            byte[] broken = mutator.broken(seed.bytes());
            // Usually by its own name; sometimes by another one, or by none.
            String name = random.nextInt(10) == 0
                    ? seeds.get(random.nextInt(seeds.size())).name()
                    : seed.name();
            try {
                probe(name, broken, worst, random.nextInt(16) == 0);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "file " + files + " of seed " + SEED + ", named " + name + ", made of " + seed.name()
                                + ", kept as " + keep(broken, name),
                        e);
            }
            files++;
        }
        System.out.printf(
                java.util.Locale.ROOT,
                "%,d broken files of %d seeds: %s; at most %d requests, %,d bytes read, %.1f MB allocated, %.1f ms for %s%n",
                files,
                seeds.size(),
                worst.outcomes,
                worst.requests,
                worst.received,
                worst.allocated / 1e6,
                worst.nanos / 1e6,
                worst.slowest);
        assertThat(files).isGreaterThan(100); // on the busiest of machines
        assertThat(worst.outcomes).containsKeys("metadata", "CORRUPT");
    }

    private static void probe(String name, byte[] bytes, Worst worst, boolean whole) {
        CountedSource source = CountedSource.of(bytes);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long started = System.nanoTime();
        String outcome;
        try {
            ProbeResult result = whole
                    ? new MediaProbe().probeWhole(name, source, Profile.DISPLAY, (piece, offset, length) -> {})
                    : new MediaProbe().probe(name, source, Profile.FIFTYONE);
            Json.write(result.metadata().toJson());
            Json.write(result.details());
            outcome = "metadata";
        } catch (MediaException e) {
            assertThat(e).hasMessageMatching("(?s).{3,400}");
            outcome = e.reason().name();
        }
        long nanos = System.nanoTime() - started;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        worst.outcomes.merge(outcome, 1, Integer::sum);
        worst.slowest(nanos, name, whole);
        assertThat(nanos).as("nanoseconds").isLessThan(LONGEST.toNanos());
        if (whole) {
            return; // reads everything, and decodes it
        }
        worst.allocated = Math.max(worst.allocated, allocated);
        worst.requests = Math.max(worst.requests, source.requests);
        worst.received = Math.max(worst.received, source.received);
        assertThat(allocated).as("bytes allocated").isLessThan(MOST_ALLOCATED);
        assertThat(source.requests).as("requests").isLessThanOrEqualTo(MOST_REQUESTS);
        assertThat(source.received).as("bytes read").isLessThanOrEqualTo(MOST_BYTES);
    }

    /** Outlives the test, for whoever has to find out why. */
    private static Path keep(byte[] bytes, String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "fuzz"));
        return Files.write(folder.resolve("broken-" + Arrays.hashCode(bytes) + extension(name)), bytes);
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }

    private static List<Seed> seeds() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        FuzzSeeds.built().forEach((name, bytes) -> seeds.add(new Seed(name, bytes)));
        Optional<Path> corpus = Corpus.folder();
        if (corpus.isPresent()) {
            try (Stream<Path> files = Files.walk(corpus.get())) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    if (!file.endsWith("truth.json") && Files.size(file) <= LARGEST_SEED) {
                        seeds.add(new Seed(file.getFileName().toString(), Files.readAllBytes(file)));
                    }
                }
            }
        }
        return seeds;
    }
}
