package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.json.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart with the samples that it generates. */
final class QuickstartCommandTest {
    /** Name, requests and finding of a row; the columns between are sizes. */
    private static final Pattern ROW =
            Pattern.compile("  (\\S.*?)  +(?:[0-9.]+ \\S+  +)?(\\d+)  +[0-9.]+ (?:B|KiB)  (\\S.*)");

    private static final String[] DONE_KEYS = {
        "id",
        "filepath",
        "media_type",
        "outcome",
        "metadata",
        "details",
        "source",
        "provenance",
        "problems",
        "tags",
        "sequence",
        "observed_at",
        "deleted"
    };
    private static final String[] FAILED_KEYS = {
        "id",
        "filepath",
        "media_type",
        "outcome",
        "error",
        "source",
        "provenance",
        "problems",
        "tags",
        "sequence",
        "observed_at",
        "deleted"
    };

    @TempDir
    private Path home;

    private Cli cli = Cli.inHome(Path.of("/"));

    @BeforeEach
    void start() {
        cli = Cli.inHome(home);
    }

    @Test
    void shows_each_sample_with_what_it_is_and_what_it_cost() {
        Cli.Result result = cli.run("quickstart");

        assertThat(result.exit()).isZero();
        Map<String, String> found = new TreeMap<>();
        for (Matcher row : rows(result)) {
            assertThat(row.group(2)).as("requests of %s", row.group(1)).isEqualTo("1");
            found.put(row.group(1), row.group(3));
        }
        assertThat(found)
                .containsOnly(
                        entry("bitmap.bmp", "image/bmp, 320 x 200, 3 channels"),
                        entry("broken-truncated.jpg", "CORRUPT: truncated: a JPEG that ends in its segment ffe1"),
                        entry("broken-web-page.png", "CORRUPT: named as image/png, but its content is text/html"),
                        entry("drawing.gif", "image/gif, 320 x 200, 1 channel"),
                        entry("grey.jpg", "image/jpeg, 320 x 200, 1 channel"),
                        entry("photo-turned.jpg", "image/jpeg, 200 x 320, 3 channels, orientation 6"),
                        entry("scan.tif", "image/tiff, 320 x 200, 3 channels"),
                        entry("small.webp", "image/webp, 320 x 200, 3 channels"),
                        entry("with alpha + ümlaut.png", "image/png, 320 x 200, 4 channels"));
        assertThat(result.out()).contains("9 objects, 2 failed; 9 requests, ");
    }

    @Test
    void says_where_everything_lies_and_what_to_try_next() {
        Cli.Result result = cli.run("quickstart");

        assertThat(result.out())
                .contains(
                        "s3://mediafn-quickstart/",
                        "s3://mediafn-quickstart-dataset/quickstart/",
                        dataset().toString(),
                        "Try next",
                        "mediafn ls s3://mediafn-quickstart/");
        assertThat(result.err()).contains("9 S3 events", "io.mediafn.lambda.MediaHandler");
        assertThat(result.out() + result.err()).doesNotContain("\u001B");
    }

    @Test
    void what_it_suggests_works() {
        String out = cli.run("quickstart").out();

        Matcher suggested = Pattern.compile("mediafn metadata '(.*)' --json").matcher(out);
        assertThat(suggested.find()).isTrue();
        assertThat(cli.run("metadata", suggested.group(1), "--json").exit()).isZero();
    }

    @Test
    void json_is_the_records_and_nothing_else() {
        Cli.Result result = cli.run("quickstart", "--json");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.json()).hasSize(9).allSatisfy(record -> {
            boolean failed = "failed".equals(record.get("outcome"));
            assertThat(record).containsOnlyKeys(failed ? FAILED_KEYS : DONE_KEYS);
            assertThat(record)
                    .containsEntry("media_type", "image")
                    .containsEntry("deleted", false)
                    .containsEntry("tags", List.of())
                    .containsEntry("problems", List.of());
            assertThat(record.get("id")).asString().matches("[0-9a-f]{24}");
            assertThat(record.get("sequence")).asString().matches("[0-9A-F]{16}");
            assertThat(record.get("observed_at")).asString().matches("[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z");
            assertThat(object(record, "source")).containsOnlyKeys("etag", "last_modified", "event_time");
            assertThat(object(record, "provenance"))
                    .containsOnlyKeys("profile", "exact", "requests", "bytes_read")
                    .containsEntry("profile", "fiftyone")
                    .containsEntry("requests", 1);
            if (failed) {
                assertThat(object(record, "error"))
                        .containsOnlyKeys("kind", "retryable", "message")
                        .containsEntry("kind", "CORRUPT")
                        .containsEntry("retryable", false);
            } else {
                assertThat(object(record, "metadata"))
                        .containsOnlyKeys("_cls", "size_bytes", "mime_type", "width", "height", "num_channels")
                        .containsEntry("_cls", "ImageMetadata");
            }
        });
        assertThat(result.json().stream().filter(record -> "failed".equals(record.get("outcome"))))
                .extracting(record -> record.get("filepath"))
                .containsExactly(
                        "s3://mediafn-quickstart/broken-truncated.jpg", "s3://mediafn-quickstart/broken-web-page.png");
    }

    @Test
    void quiet_leaves_the_table() {
        Cli.Result result = cli.run("quickstart", "--quiet");

        assertThat(result.err()).isEmpty();
        assertThat(rows(result)).hasSize(9);
    }

    @Test
    void each_event_wrote_a_segment_of_one_line() throws IOException {
        List<Map<String, Object>> shown = cli.run("quickstart", "--json").json();

        try (Stream<Path> segments = Files.list(dataset().resolve("segments"))) {
            List<String> lines = segments.map(QuickstartCommandTest::text)
                    .peek(text -> assertThat(text).endsWith("\n"))
                    .flatMap(String::lines)
                    .toList();
            assertThat(lines.stream().map(Json::readObject)).containsExactlyInAnyOrderElementsOf(shown);
        }
    }

    @Test
    void a_second_run_starts_fresh() throws IOException {
        cli.run("quickstart");
        Files.writeString(bucket().resolve("left over.png"), "x");
        Files.writeString(dataset().resolve("segments/left-over.ndjson"), "not JSON");

        Cli.Result second = cli.run("quickstart", "--json");

        assertThat(second.exit()).isZero();
        assertThat(second.json()).hasSize(9);
        assertThat(bucket().resolve("left over.png")).doesNotExist();
        assertThat(dataset().resolve("segments")).isDirectoryNotContaining("glob:**left-over*");
    }

    @Test
    void the_bucket_can_be_listed_afterwards() {
        List<Map<String, Object>> records = cli.run("quickstart", "--json").json();

        Cli.Result listed = cli.run("ls", "s3://mediafn-quickstart/", "--json");

        assertThat(listed.exit()).isZero();
        assertThat(listed.json())
                .extracting(line -> line.get("filepath"))
                .isEqualTo(
                        records.stream().map(record -> record.get("filepath")).toList());
        assertThat(cli.run("ls", "s3://mediafn-quickstart/").lines())
                .hasSize(9)
                .anyMatch(line -> line.endsWith("s3://mediafn-quickstart/with alpha + ümlaut.png"));
        assertThat(cli.run("ls", "s3://mediafn-quickstart-dataset/quickstart/segments/")
                        .lines())
                .hasSize(9);
    }

    @Test
    void metadata_agrees_with_what_the_function_recorded() {
        Map<Object, Map<String, Object>> recorded = byFilepath(cli.run("quickstart", "--json"));
        Cli.Result read = cli.run("metadata", "s3://mediafn-quickstart/", "--json");

        assertThat(read.exit()).isEqualTo(1);
        assertThat(byFilepath(read)).hasSize(9).allSatisfy((filepath, record) -> {
            Map<String, Object> other = Objects.requireNonNull(recorded.get(filepath));
            for (String part : List.of("media_type", "outcome", "metadata", "details", "error")) {
                assertThat(record.get(part)).as("%s of %s", part, filepath).isEqualTo(other.get(part));
            }
            // The event's time is all that reading without an event can't know.
            Map<String, Object> source = new HashMap<>(object(other, "source"));
            assertThat(source.remove("event_time")).isNotNull();
            assertThat(source).isEqualTo(object(record, "source"));
        });

        Cli.Result one = cli.run("metadata", "s3://mediafn-quickstart/photo-turned.jpg", "--json");
        assertThat(one.exit()).isZero();
        assertThat(one.json())
                .singleElement()
                .satisfies(record -> assertThat(object(record, "metadata"))
                        .containsEntry("width", 200)
                        .containsEntry("height", 320)
                        .containsEntry("num_channels", 3)
                        .containsEntry("mime_type", "image/jpeg"));
    }

    /** So that the samples are what they are said to be, by another reader than ours. */
    @Test
    void the_samples_are_real() throws IOException {
        Map<Object, Map<String, Object>> recorded = byFilepath(cli.run("quickstart", "--json"));

        for (String name : List.of(
                "bitmap.bmp", "drawing.gif", "grey.jpg", "photo-turned.jpg", "scan.tif", "with alpha + ümlaut.png")) {
            Path file = bucket().resolve(name);
            BufferedImage image = Objects.requireNonNull(ImageIO.read(file.toFile()), name);
            Map<String, Object> record = Objects.requireNonNull(recorded.get("s3://mediafn-quickstart/" + name));
            Map<?, ?> metadata = object(record, "metadata");
            // Orientation 6 lies on its side: ImageIO does not turn it, and FiftyOne does.
            boolean turned = name.equals("photo-turned.jpg");
            assertThat(metadata.get(turned ? "height" : "width")).as(name).isEqualTo(image.getWidth());
            assertThat(metadata.get(turned ? "width" : "height")).as(name).isEqualTo(image.getHeight());
            assertThat(metadata.get("num_channels"))
                    .as(name)
                    .isEqualTo(image.getColorModel().getPixelSize() / 8);
            assertThat(metadata.get("size_bytes")).as(name).isEqualTo(Math.toIntExact(Files.size(file)));
        }
    }

    /** ImageIO reads no WebP, so this goes through its bits as the specification of VP8L has them. */
    @Test
    void the_webp_is_real() throws IOException {
        cli.run("quickstart");
        byte[] bytes = Files.readAllBytes(bucket().resolve("small.webp"));

        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(bytes, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
        assertThat(file.getInt(4)).isEqualTo(bytes.length - 8);
        assertThat(new String(bytes, 8, 8, StandardCharsets.US_ASCII)).isEqualTo("WEBPVP8L");
        int length = file.getInt(16);
        assertThat(20 + length + length % 2).isEqualTo(bytes.length);

        Bits bits = new Bits(ByteBuffer.wrap(bytes, 20, length).slice());
        assertThat(bits.next(8)).as("signature").isEqualTo(0x2F);
        assertThat(bits.next(14) + 1).as("width").isEqualTo(320);
        assertThat(bits.next(14) + 1).as("height").isEqualTo(200);
        assertThat(bits.next(1)).as("alpha").isZero();
        assertThat(bits.next(3)).as("version").isZero();
        assertThat(bits.next(3)).as("transform, colour cache, meta prefix").isZero();
        for (String code : List.of("green", "red", "blue", "alpha", "distance")) {
            assertThat(bits.next(1)).as("%s is a simple code", code).isEqualTo(1);
            assertThat(bits.next(1)).as("further symbols of %s", code).isZero();
            int symbol = bits.next(bits.next(1) == 1 ? 8 : 1);
            assertThat(symbol).as("symbol of %s", code).isLessThan(code.equals("distance") ? 40 : 256);
        }
        assertThat(bits.left()).as("bits behind the last code").isBetween(0, 7);
    }

    @Test
    void a_blank_setting_of_the_buckets_counts_as_none() {
        assertThat(cli.with("MEDIAFN_EMBEDDED_S3", " ").run("quickstart").exit())
                .isZero();
        assertThat(bucket()).isNotEmptyDirectory();
    }

    @Test
    void a_home_that_cannot_be_is_named() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");

        Cli.Result result = Cli.inHome(file).run("quickstart");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(file.toString(), "MEDIAFN_HOME").doesNotContain("Exception", "\tat ");
    }

    @Test
    void the_persons_own_settings_of_a_function_do_not_matter() {
        Cli.Result result = cli.with("MEDIAFN_ALLOW", "s3://elsewhere/")
                .with("MEDIAFN_DATASET", "s3://elsewhere/dataset/")
                .run("quickstart", "--json");

        assertThat(result.exit()).isZero();
        assertThat(result.json()).hasSize(9);
    }

    private Path bucket() {
        return home.resolve("s3/mediafn-quickstart");
    }

    private Path dataset() {
        return home.resolve("s3/mediafn-quickstart-dataset/quickstart");
    }

    private static List<Matcher> rows(Cli.Result result) {
        return result.lines().stream()
                .dropWhile(line -> !line.startsWith("  OBJECT"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .map(ROW::matcher)
                .peek(row -> assertThat(row.matches()).isTrue())
                .toList();
    }

    private static Map<Object, Map<String, Object>> byFilepath(Cli.Result result) {
        return result.json().stream()
                .collect(Collectors.toMap(
                        record -> Objects.requireNonNull(record.get("filepath")), record -> record, (a, b) -> a));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> record, String field) {
        return (Map<String, Object>) Objects.requireNonNull(record.get(field), field);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Least significant bit first. */
    private static final class Bits {
        private final BitSet bits;
        private final int count;
        private int at;

        Bits(ByteBuffer bytes) {
            this.count = bytes.remaining() * 8;
            this.bits = BitSet.valueOf(bytes);
        }

        int next(int length) {
            int value = 0;
            for (int i = 0; i < length; i++, at++) {
                value |= (bits.get(at) ? 1 : 0) << i;
            }
            return value;
        }

        int left() {
            return count - at;
        }
    }
}
