package io.mediafn.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mediafn.media.read.MediaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Thousands of real files against what FiftyOne itself stores for them. The files are read in place, where present. */
class CorpusTest {
    /** Every file that FiftyOne reads, by format. A number that changes, in either direction, fails. */
    private static final Map<String, Integer> FILES = Map.ofEntries(
            Map.entry("AVIF", 207),
            Map.entry("BMP", 96),
            Map.entry("DDS", 37),
            Map.entry("DIB", 1),
            Map.entry("GIF", 50),
            Map.entry("ICO", 27),
            Map.entry("JPEG", 209),
            Map.entry("JPEG2000", 19),
            Map.entry("PCX", 9),
            Map.entry("PNG", 589),
            Map.entry("PPM", 23),
            Map.entry("PSD", 18),
            Map.entry("TGA", 67),
            Map.entry("TIFF", 188),
            Map.entry("WEBP", 73),
            Map.entry("asf", 2),
            Map.entry("avi", 8),
            Map.entry("flv", 1),
            Map.entry("gif", 1),
            Map.entry("ivf", 1),
            Map.entry("matroska,webm", 53),
            Map.entry("mov,mp4,m4a,3gp,3g2,mj2", 135),
            Map.entry("mpeg", 1),
            Map.entry("mpegts", 13),
            Map.entry("mpegvideo", 2),
            Map.entry("mxf", 1),
            Map.entry("ogg", 1));

    /** Containers that only an ffprobe reads. */
    private static final Set<String> EXTERNAL =
            Set.of("asf", "flv", "ivf", "mpeg", "mpegts", "mpegvideo", "mxf", "ogg");

    /** With {@code -Dmediafn.corpus.verbose=FORMAT} every file of it that differs is printed, and FiftyOne's refusals. */
    private static final String VERBOSE = System.getProperty("mediafn.corpus.verbose", "");

    private static final class Tally {
        int files;
        int equal;
        int listed;
        long requests;
        long bytes;

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d/%d  %.2f requests  %.1f KB",
                    equal,
                    files,
                    requests / (double) files,
                    bytes / 1000.0 / files);
        }
    }

    @Test
    void readsWhatFiftyOneStores() throws IOException {
        Path corpus = corpus();
        Map<String, String> listed = differences();
        Map<String, Tally> tallies = new TreeMap<>();
        List<String> unlisted = new ArrayList<>();
        Set<String> differing = new TreeSet<>();
        truth(corpus).forEach((name, entry) -> {
            Object expected = entry.get("fiftyone");
            String format = String.valueOf(entry.getOrDefault("container", entry.get("format")));
            if (expected == null || EXTERNAL.contains(format)) {
                return;
            }
            Tally tally = tallies.computeIfAbsent(format, unused -> new Tally());
            CountedSource source = CountedSource.of(corpus.resolve(name));
            String found = outcome(name, source, Profile.FIFTYONE_STRICT);
            String usual = outcome(name, CountedSource.of(corpus.resolve(name)), Profile.FIFTYONE);
            tally.files++;
            tally.requests += source.requests;
            tally.bytes += source.received;
            boolean equal = found.equals(stored(expected).toString())
                    && usual.equals(possible(stored(expected)).toString());
            if (equal) {
                tally.equal++;
                return;
            }
            differing.add(name);
            if (listed.containsKey(name)) {
                tally.listed++;
            } else {
                unlisted.add(name + "\n    expected " + new TreeMap<>(map(expected)) + "\n    found " + found);
            }
            if (VERBOSE.equals(format)) {
                System.out.println(name + "\n    expected " + new TreeMap<>(map(expected)) + "\n    found " + found);
            }
        });
        tallies.forEach((format, tally) -> System.out.println(format + " " + tally));

        assertThat(unlisted).as("files that differ").isEmpty();
        assertThat(differing).as("listed files, each of which still differs").isEqualTo(listed.keySet());
        FILES.forEach((format, files) -> {
            if (!EXTERNAL.contains(format)) {
                Tally tally = tallies.getOrDefault(format, new Tally());
                assertThat(tally.files).as("files of " + format).isEqualTo(files);
                assertThat(tally.equal).as("equal files of " + format).isEqualTo(files - tally.listed);
            }
        });
    }

    @Test
    void costsWhatItShould() throws IOException {
        Path corpus = corpus();
        Map<String, Tally> tallies = new TreeMap<>();
        truth(corpus).forEach((name, entry) -> {
            if (entry.get("fiftyone") != null) {
                String format = String.valueOf(entry.getOrDefault("container", entry.get("format")));
                CountedSource source = CountedSource.of(corpus.resolve(name));
                outcome(name, source, Profile.FIFTYONE);
                Tally tally = tallies.computeIfAbsent(format, unused -> new Tally());
                tally.files++;
                tally.requests += source.requests;
                assertThat(source.requests).as("requests of " + name).isLessThanOrEqualTo(16);
                assertThat(source.received).as("bytes of " + name).isLessThanOrEqualTo(4L << 20);
            }
        });
        Map.of("PNG", 1.0, "GIF", 1.0, "BMP", 1.0, "WEBP", 1.0, "AVIF", 1.0, "JPEG", 1.06)
                .forEach((format, most) -> {
                    Tally tally = tallies.getOrDefault(format, new Tally());
                    assertThat(tally.requests / (double) tally.files)
                            .as("mean requests of " + format)
                            .isLessThanOrEqualTo(most);
                });
    }

    @Test
    void answersClearlyWhereFiftyOneHasNothing() throws IOException {
        Path corpus = corpus();
        Map<String, Integer> outcomes = new TreeMap<>();
        truth(corpus).forEach((name, entry) -> {
            if (entry.get("fiftyone") == null) {
                String found = outcome(name, CountedSource.of(corpus.resolve(name)), Profile.FIFTYONE);
                if (VERBOSE.equals("refused")) {
                    System.out.println(name + "  " + found + "  |  " + entry.get("reason"));
                }
                outcomes.merge(found.startsWith("{") ? "knows more" : found.replaceFirst(":.*", ""), 1, Integer::sum);
            }
        });
        System.out.println("Refused by FiftyOne: " + outcomes);
        assertThat(outcomes.keySet()).isSubsetOf("CORRUPT", "UNSUPPORTED", "knows more");
    }

    /** The metadata in the form of the expected values, or the exception; anything but these two fails the test. */
    private static String outcome(String name, CountedSource source, Profile profile) {
        try {
            ProbeResult result = new MediaProbe().probe(name, source, profile);
            Map<String, Object> json = new TreeMap<>(result.metadata().toJson());
            json.remove("_cls");
            if (result.metadata() instanceof MediaMetadata.Video) {
                json.remove("mime_type"); // truth.json has none for videos
            }
            return json.toString();
        } catch (MediaException e) {
            return e.reason() + ": " + e.getMessage();
        } catch (RuntimeException e) {
            throw new AssertionError(name, e);
        }
    }

    private static Map<String, String> differences() throws IOException {
        Map<String, String> differences = new TreeMap<>();
        for (String list : List.of("images", "mp4", "other-videos")) {
            try (InputStream in = CorpusTest.class.getResourceAsStream("differences/" + list + ".txt")) {
                assertThat(in).isNotNull();
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .forEach(line -> {
                            String[] parts = line.split("\t", -1);
                            assertThat(parts).as(line).hasSize(2).doesNotContain("");
                            differences.put(parts[0], parts[1]);
                        });
            }
        }
        return differences;
    }

    private static Path corpus() {
        assumeTrue(Corpus.folder().isPresent(), Corpus.WHY_ABSENT);
        return Corpus.folder().orElseThrow();
    }

    private static Map<String, Map<String, Object>> truth(Path corpus) throws IOException {
        return Corpus.truth(corpus);
    }

    private static Map<String, Object> map(Object value) {
        return Corpus.map(value);
    }

    /** The expected values; the -1 of an unknown duration is a whole number there, as nothing but Python minds. */
    private static Map<String, Object> stored(Object expected) {
        Map<String, Object> values = new TreeMap<>(map(expected));
        values.computeIfPresent("duration", (name, value) -> ((Number) value).doubleValue());
        return values;
    }

    /** What the profile leaves out is what cannot be. */
    private static Map<String, Object> possible(Map<String, Object> stored) {
        Map<String, Object> possible = new TreeMap<>(stored);
        possible.values().removeIf(value -> value instanceof Number number && number.doubleValue() < 0);
        return possible;
    }
}
