package io.mediafn.operation.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mediafn.batch.Outcome;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.Profile;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.ForwardingStore;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

/** What is known when every byte of an object was read, and that it is read once. */
final class DeepMetadataTest {
    private static final Location AT = Location.of("mem://b/a.png");

    private final ObjectStore memory = MemoryStores.open();

    private MetadataRecord deep(ObjectStore store, Location at) {
        Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();
        MetadataReader reader =
                new MetadataReader(stores, LocationPolicy.forFunctions(Set.of(), List.of()), new MediaProbe());
        return reader.read(at, new MetadataOptions(Profile.FIFTYONE, true));
    }

    /** A PNG that is larger than a first read, half black and half of one colour. */
    private static byte[] png(int width, int height, int colour) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width / 2; x++) {
                image.setRGB(x, y, colour);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(image, "png", stream);
        }
        return out.toByteArray();
    }

    private static Map<String, Object> details(MetadataRecord record) {
        return record.found().orElseThrow().details();
    }

    private static Map<?, ?> statistics(MetadataRecord record) {
        return (Map<?, ?>) Objects.requireNonNull(details(record).get("image_statistics"));
    }

    private static double number(Map<?, ?> statistics, String name) {
        return (double) Objects.requireNonNull(statistics.get(name));
    }

    private static double number(Map<?, ?> statistics, String name, int index) {
        return (double) ((List<?>) Objects.requireNonNull(statistics.get(name))).get(index);
    }

    @Test
    void every_byte_is_read_once_and_digested() {
        byte[] bytes = new byte[300_000];
        new java.util.Random(1).nextBytes(bytes);
        Location at = Location.of("mem://b/x.bin");
        memory.write(at, Content.of(bytes), WriteOptions.replace());

        MetadataRecord record = deep(memory, at);

        assertThat(record.outcome()).isEqualTo(Outcome.DONE);
        assertThat(record.bytesRead()).isEqualTo(bytes.length);
        assertThat(record.requests()).isEqualTo(2);
        assertThat(record.readsJson())
                .extracting(read -> read.get("offset") + "+" + read.get("length"))
                .containsExactly("0+65536", "65536+" + (300_000 - 65_536));
        assertThat(details(record))
                .containsEntry(
                        "sha256", Hasher.of(ChecksumAlgorithm.SHA256, bytes).hex())
                .containsEntry(
                        "crc32c", Hasher.of(ChecksumAlgorithm.CRC32C, bytes).hex());
    }

    @Test
    void pixels_have_statistics() throws IOException {
        memory.write(AT, Content.of(png(40, 30, 0xff8000)), WriteOptions.replace());

        Map<?, ?> statistics = statistics(deep(memory, AT));

        assertThat(String.valueOf(statistics.get("mean")))
                .isEqualTo(List.of(0.5, 128 / 255.0 / 2, 0.0).toString());
        assertThat(number(statistics, "std", 0)).isCloseTo(0.5, within(1e-12));
        assertThat(number(statistics, "sum_of_values", 0)).isCloseTo(600, within(1e-9));
        assertThat(number(statistics, "sum_of_squares", 1))
                .isCloseTo(600 * (128 / 255.0) * (128 / 255.0), within(1e-9));
        // Pillow's grey of the colour is 151.
        assertThat(number(statistics, "luminance")).isCloseTo(151 / 255.0 / 2 * 100, within(1e-9));
        assertThat(String.valueOf(statistics.get("pixels"))).isEqualTo("1200");
        // One column of edges between the halves: 3 * 151 is cut to 255, over 28 inner rows; the border rows stay grey.
        double edges = 28 * 255.0 + 28 * 151.0 + 2 * 20 * 151.0;
        double squares = 28 * 255.0 * 255 + 28 * 151.0 * 151 + 2 * 20 * 151.0 * 151;
        assertThat(number(statistics, "sharpness"))
                .isCloseTo(Math.sqrt(squares / 1200 - edges / 1200 * edges / 1200), within(1e-9));
    }

    @Test
    void greys_are_what_stands_in_the_file() throws IOException {
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 16; i++) {
            image.getRaster().setSample(i % 4, i / 4, 0, 51);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        memory.write(AT, Content.of(out.toByteArray()), WriteOptions.replace());

        Map<?, ?> statistics = statistics(deep(memory, AT));

        assertThat(number(statistics, "mean", 0)).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void pixels_that_would_not_be_decoded_as_they_are_have_no_numbers() throws IOException {
        BufferedImage deep = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(deep, "png", out);
        // A GIF of 9 x 9 whose first frame has 1 x 1.
        byte[] gif = "GIF89a\t\0\t\0\u0080\0\0\0\0\0\u00ff\u00ff\u00ff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        memory.write(AT, Content.of(out.toByteArray()), WriteOptions.replace());
        Location small = Location.of("mem://b/small.gif");
        memory.write(small, Content.of(gif), WriteOptions.replace());

        for (Location at : List.of(AT, small)) {
            MetadataRecord record = deep(memory, at);
            assertThat(record.outcome()).isEqualTo(Outcome.DONE);
            assertThat(details(record)).doesNotContainKey("image_statistics");
            assertThat(String.valueOf(record.toJson().get("problems"))).contains("field=image_statistics");
        }
        assertThat(String.valueOf(deep(memory, small).toJson().get("problems"))).contains("does not fill the image");
    }

    @Test
    void an_image_that_does_not_decode_says_so() throws IOException {
        byte[] png = png(40, 30, 0xff);
        png[60] ^= 0x55;
        memory.write(AT, Content.of(png), WriteOptions.replace());

        MetadataRecord record = deep(memory, AT);

        assertThat(record.outcome()).isEqualTo(Outcome.DONE);
        assertThat(details(record)).doesNotContainKey("image_statistics").containsKey("sha256");
        assertThat(String.valueOf(record.toJson().get("problems"))).contains("field=image_statistics");
    }

    @Test
    void bytes_that_are_not_those_that_were_stored_are_no_metadata() throws IOException {
        memory.write(AT, Content.of(png(40, 30, 0xff)), WriteOptions.replace());
        ObjectStore lying = new ForwardingStore(memory) {
            @Override
            public ObjectRead read(Location at, ReadOptions options) {
                ObjectRead read = super.read(at, options);
                Checksums other = Checksums.NONE.with(Hasher.of(ChecksumAlgorithm.CRC32C, new byte[1]));
                return new ObjectRead(read.stat().withChecksums(other), read.body(), 1);
            }
        };

        MetadataRecord record = deep(lying, AT);

        assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(record.error().orElseThrow().toString()).contains("CORRUPT", "the store says");
    }
}
