package io.mediafn.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Thousands of real files against what FiftyOne itself stores for them. The files are read in place, where present. */
class CorpusTest {
    /** Every file of these formats that FiftyOne opens. A number that changes, in either direction, fails. */
    private static final Map<String, Integer> FILES =
            Map.of("JPEG", 209, "PNG", 589, "GIF", 50, "BMP", 96, "DIB", 1, "TIFF", 188, "WEBP", 73);

    /** Files whose values differ from FiftyOne's, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.of();

    private static final String FAMILIES = "(?i).*\\.(jpe?g|png|gif|bmp|dib|tiff?|webp)";

    private static final class Tally {
        int files;
        int equal;
        int exceptions;
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
        Map<String, Tally> tallies = new TreeMap<>();
        List<String> differences = new ArrayList<>();
        List<String> exceptionsSeen = new ArrayList<>();
        truth(corpus).forEach((name, entry) -> {
            Object expected = entry.get("fiftyone");
            String format = String.valueOf(entry.get("format"));
            if (expected == null || !FILES.containsKey(format)) {
                return;
            }
            Tally tally = tallies.computeIfAbsent(format, unused -> new Tally());
            CountedSource source = CountedSource.of(corpus.resolve(name));
            String found = outcome(name, source);
            tally.files++;
            tally.requests += source.requests;
            tally.bytes += source.received;
            if (found.equals(new TreeMap<>(map(expected)).toString())) {
                tally.equal++;
            } else if (EXCEPTIONS.containsKey(name)) {
                tally.exceptions++;
                exceptionsSeen.add(name);
            } else {
                differences.add(name + "\n    expected " + new TreeMap<>(map(expected)) + "\n    found " + found);
            }
        });
        tallies.forEach((format, tally) -> System.out.println(format + " " + tally));

        assertThat(differences).isEmpty();
        assertThat(exceptionsSeen).containsExactlyInAnyOrderElementsOf(EXCEPTIONS.keySet());
        FILES.forEach((format, files) -> {
            Tally tally = tallies.getOrDefault(format, new Tally());
            assertThat(tally.files).as("files of " + format).isEqualTo(files);
            assertThat(tally.equal).as("equal files of " + format).isEqualTo(files - tally.exceptions);
        });
    }

    @Test
    void answersClearlyWhereFiftyOneHasNothing() throws IOException {
        Path corpus = corpus();
        Map<String, Integer> outcomes = new TreeMap<>();
        truth(corpus).forEach((name, entry) -> {
            if (entry.get("fiftyone") == null && name.matches(FAMILIES)) {
                String found = outcome(name, CountedSource.of(corpus.resolve(name)));
                if (System.getProperty("mediafn.corpus.verbose") != null) {
                    System.out.println(name + "  " + found + "  |  " + entry.get("reason"));
                }
                outcomes.merge(found.startsWith("{") ? "knows more" : found.replaceFirst(":.*", ""), 1, Integer::sum);
            }
        });
        System.out.println("Refused by FiftyOne: " + outcomes);
        assertThat(outcomes.keySet()).isSubsetOf("CORRUPT", "UNSUPPORTED", "knows more");
    }

    @Test
    void endsInAnAnswerForEverythingElse() throws IOException {
        Path corpus = corpus();
        Map<String, Integer> outcomes = new TreeMap<>();
        truth(corpus).forEach((name, entry) -> {
            if (!FILES.containsKey(String.valueOf(entry.get("format"))) && !name.matches(FAMILIES)) {
                CountedSource source = CountedSource.of(corpus.resolve(name));
                String found = outcome(name, source);
                String kind = found.startsWith("{") ? "metadata" : found.replaceFirst(":.*", "");
                if (System.getProperty("mediafn.corpus.verbose") != null) {
                    System.out.println(name + "  " + found);
                }
                outcomes.merge(kind, 1, Integer::sum);
            }
        });
        System.out.println("Not read yet: " + outcomes);
        assertThat(outcomes.keySet()).isSubsetOf("CORRUPT", "UNSUPPORTED", "metadata");
    }

    /** The metadata in the form of the expected values, or the exception; anything but these two fails the test. */
    private static String outcome(String name, CountedSource source) {
        try {
            ProbeResult result = new MediaProbe().probe(name, source);
            Map<String, Object> json = new TreeMap<>(result.metadata().toJson());
            json.remove("_cls");
            return json.toString();
        } catch (MediaException e) {
            return e.reason() + ": " + e.getMessage();
        } catch (RuntimeException e) {
            throw new AssertionError(name, e);
        }
    }

    private static Path corpus() {
        String given = System.getProperty("mediafn.corpus", System.getenv("MEDIAFN_TEST_CORPUS"));
        Path folder = given != null
                ? Path.of(given)
                : Path.of(System.getProperty("mediafn.root", "."), "..", "shared", "corpus");
        assumeTrue(
                Files.exists(folder.resolve("truth.json")),
                "no corpus in " + folder
                        + ": set MEDIAFN_TEST_CORPUS to a folder with truth.json and the files it lists");
        return folder;
    }

    private static Map<String, Map<String, Object>> truth(Path corpus) throws IOException {
        Map<String, Map<String, Object>> truth = new TreeMap<>();
        JSON.std
                .mapFrom(Files.readString(corpus.resolve("truth.json")))
                .forEach((name, entry) -> truth.put(name, map(entry)));
        return truth;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
