package io.mediafn.media.image;

import static io.mediafn.media.image.Boxes.av1;
import static io.mediafn.media.image.Boxes.box;
import static io.mediafn.media.image.Boxes.fileType;
import static io.mediafn.media.image.Boxes.fullBox;
import static io.mediafn.media.image.Boxes.handler;
import static io.mediafn.media.image.Boxes.size;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.image.Boxes.Heif;
import io.mediafn.media.read.MediaException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images made to cost requests, memory or time: each ends in an answer, within the limits. */
class HostileImagesTest {
    private static final Duration BOUND = Duration.ofSeconds(2); // for a busy machine; a few milliseconds are usual

    /** A few times of what may be read. */
    private static final long MAX_MEMORY = 64L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static String outcome(String path, byte[] bytes) {
        CountedSource source = CountedSource.of(bytes);
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        String outcome;
        try {
            outcome = new MediaProbe().probe(path, source).metadata().toString();
        } catch (MediaException e) {
            outcome = e.reason() + " " + e.getMessage();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(path).isLessThan(BOUND);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated)
                .as(path)
                .isLessThan(MAX_MEMORY);
        assertThat(source.requests).as(path).isLessThanOrEqualTo(16);
        assertThat(source.received).as(path).isLessThanOrEqualTo(4 << 20);
        return outcome;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "avif", "heic", "heif", "jp2", "j2k", "jpx", "jxl", "psd", "ico", "cur", "ppm", "pgm", "pbm", "pnm",
                        "tga",
                "pcx", "dds", "dcm", "exr", "hdr", "qoi", "jpg", "png", "gif", "bmp", "dib", "tif", "webp", "nef",
                        "dng",
                "cr2", "arw"
            })
    void empty_and_tiny_files_of_every_extension(String extension) {
        for (byte[] tiny : List.of(new byte[0], new byte[1], new byte[] {(byte) 0xff}, new byte[] {'P', '6'})) {
            assertThat(outcome("a." + extension, tiny)).isNotEmpty();
        }
    }

    @Test
    void boxes_of_declared_sizes_that_no_file_has() {
        byte[] huge = new Build()
                .bytes(fileType("avif", "avif"))
                .be32(1)
                .text("meta")
                .be32(0x7fffffffL, 0xffffffffL)
                .zeros(100)
                .done();
        byte[] negative = new Build()
                .bytes(fileType("avif", "avif"))
                .be32(1)
                .text("free")
                .be32(0xffffffffL, 0xffffffffL)
                .zeros(100)
                .done();

        assertThat(outcome("a.avif", huge)).startsWith("CORRUPT");
        assertThat(outcome("a.avif", negative)).startsWith("CORRUPT");
        assertThat(outcome(
                        "a.heic",
                        new Build()
                                .bytes(fileType("heic", "heic"))
                                .be32(0xfffffff0L)
                                .text("meta")
                                .done()))
                .startsWith("CORRUPT");
    }

    @Test
    void a_meta_box_larger_than_may_be_read() {
        byte[] meta = fullBox("meta", 0, 0, handler("pict"), box("free", new byte[20_000_000]));

        assertThat(outcome(
                        "a.avif",
                        new Build().bytes(fileType("avif", "avif")).bytes(meta).done()))
                .startsWith("CORRUPT the header does not end within");
    }

    @Test
    void boxes_nested_20_000_deep() {
        Build deep = new Build();
        for (int i = 20_000; i > 0; i--) {
            deep.be32(8L * i).text("trak");
        }
        byte[] nested = deep.done();
        byte[] moov = new Build()
                .bytes(fileType("avis", "avis"))
                .bytes(box("moov", nested))
                .done();
        byte[] header = new Build()
                .be32(12)
                .text("jP  \r\n\u0087\n")
                .bytes(box("jp2h", nested))
                .done();

        assertThat(outcome("a.avif", moov)).startsWith("CORRUPT");
        assertThat(outcome("a.jp2", header)).startsWith("CORRUPT");
    }

    @Test
    void counts_of_two_to_the_32() {
        long all = 0xffffffffL;
        byte[] locations = fullBox("iloc", 2, 0, new Build().u8(0, 0).be32(all).done());
        byte[] infos = fullBox("iinf", 1, 0, new Build().be32(all).done());
        byte[] properties = box(
                "iprp", box("ipco"), fullBox("ipma", 1, 1, new Build().be32(all).done()));
        for (byte[] part : List.of(locations, infos, properties)) {
            byte[] meta = fullBox("meta", 0, 0, handler("pict"), part);
            byte[] file =
                    new Build().bytes(fileType("avif", "avif")).bytes(meta).done();

            assertThat(outcome("a.avif", file)).startsWith("CORRUPT broken box");
        }
        for (String table : List.of("stco", "stsc", "stsz", "stts", "stss", "stsd")) {
            byte[] entries = fullBox(
                    table,
                    0,
                    0,
                    new Build().be32(table.equals("stsz") ? 0 : all, all).done());
            byte[] track = box("trak", box("mdia", box("minf", box("stbl", entries))));
            byte[] file = new Build()
                    .bytes(fileType("avis", "avis"))
                    .bytes(box("moov", track))
                    .done();

            assertThat(outcome("a.avif", file)).startsWith("CORRUPT broken box");
        }
    }

    @Test
    void extents_without_any_bytes() {
        Build content = new Build().u8(0, 0).be16(20_000);
        for (int i = 1; i <= 20_000; i++) {
            content.be16(i, 0, 0, 65_535);
        }
        byte[] meta = fullBox("meta", 0, 0, handler("pict"), fullBox("iloc", 1, 0, content.done()));

        assertThat(outcome(
                        "a.avif",
                        new Build().bytes(fileType("avif", "avif")).bytes(meta).done()))
                .startsWith("CORRUPT");
    }

    @Test
    void more_properties_and_items_than_any_image_has() {
        Build empty = new Build();
        for (int i = 0; i < 100_000; i++) {
            empty.bytes(box("free"));
        }
        byte[] properties = fullBox("meta", 0, 0, handler("pict"), box("iprp", box("ipco", empty.done())));
        Build ids = new Build().u8(0x40, 0).be32(100_000);
        for (int i = 1; i <= 100_000; i++) {
            ids.be32(i).be16(0, 0, 1).be32(5);
        }
        byte[] items = fullBox("meta", 0, 0, handler("pict"), fullBox("iloc", 2, 0, ids.done()));

        assertThat(outcome(
                        "a.avif",
                        new Build()
                                .bytes(fileType("avif", "avif"))
                                .bytes(properties)
                                .done()))
                .isEqualTo("CORRUPT broken box ipco: more than 4096 properties");
        assertThat(outcome(
                        "a.avif",
                        new Build().bytes(fileType("avif", "avif")).bytes(items).done()))
                .isEqualTo("CORRUPT broken box iloc: more than 70000 items");
    }

    @Test
    void grids_made_of_themselves() {
        byte[] self =
                new Heif().item("grid", 8, size(40, 30)).refer("dimg", 1, 1).done();
        byte[] each = new Heif()
                .item("grid", 8, size(40, 30))
                .item("grid", 8, size(40, 30), av1(0))
                .refer("dimg", 1, 2)
                .refer("dimg", 2, 1)
                .done();

        assertThat(outcome("a.avif", self)).contains("width=40");
        assertThat(outcome("a.avif", each)).contains("width=40");
    }

    @Test
    void thousands_of_items_that_each_call_for_a_search() {
        byte[] alpha = Boxes.auxiliary("x".repeat(60_000));
        Heif auxiliaries = new Heif().item("av01", 100, size(40, 30), av1(0));
        Heif blocks = new Heif().item("av01", 100, size(40, 30), av1(0)).data(new byte[9_000]);
        Heif maps = new Heif().fileType("avif", "avif", "tmap").item("av01", 100, size(40, 30), av1(0));
        auxiliaries.item("av01", 50, size(40, 30), alpha).refer("auxl", 2, 1);
        for (int i = 2; i < 4_000; i++) {
            auxiliaries.again("av01", 50, 4).refer("auxl", i + 1, 1);
            blocks.item("Exif", 9_000).refer("cdsc", i, 1);
            maps.item("tmap", 50).refer("dimg", 4_000 + i, i);
        }
        assertThat(outcome("a.avif", auxiliaries.done())).contains("width=40");
        assertThat(outcome("a.avif", blocks.done())).contains("width=40");
        assertThat(outcome("a.avif", maps.done())).contains("width=40");
    }

    @Test
    void a_walk_over_boxes_that_costs_a_request_each() {
        Build far = new Build().bytes(fileType("avif", "avif"));
        for (int i = 0; i < 40; i++) {
            far.bytes(box("free", new byte[200_000]));
        }
        assertThat(outcome("a.avif", far.done())).contains("within 16 requests");
    }

    @Test
    void samples_that_are_too_many_to_count() {
        byte[] table = box(
                "stbl",
                fullBox(
                        "stsd",
                        0,
                        0,
                        new Build()
                                .be32(1)
                                .bytes(box("av01", new byte[78], av1(0)))
                                .done()),
                fullBox("stsc", 0, 0, new Build().be32(1, 1, 0xffffffffL, 1).done()),
                fullBox("stsz", 0, 0, new Build().be32(1, 0xffffffffL).done()),
                fullBox("stco", 0, 0, new Build().be32(1, 0).done()));
        byte[] header = fullBox(
                "tkhd",
                0,
                0,
                new Build()
                        .be32(0, 0, 1, 0, 100)
                        .zeros(52)
                        .be32(320 << 16, 200 << 16)
                        .done());
        byte[] moov = box("moov", box("trak", header, box("mdia", box("minf", table))));

        assertThat(outcome(
                        "a.avif",
                        new Build().bytes(fileType("avis", "avis")).bytes(moov).done()))
                .contains("width=320");
    }

    @Test
    void icons_and_layers_that_are_far_too_many() {
        assertThat(outcome(
                        "a.ico", new Build().le16(0, 1, 65_535).zeros(2_000_000).done()))
                .isNotEmpty();
        assertThat(outcome("a.cur", new Build().le16(0, 2, 255).zeros(2_000_000).done()))
                .isNotEmpty();
        Build resources = Build.of("8BPS")
                .be16(1)
                .zeros(6)
                .be16(3)
                .be32(20, 30)
                .be16(8, 3)
                .be32(0, 3_000_000);
        for (int i = 0; i < 250_000; i++) {
            resources.text("8BIM").be16(1, 0).be32(0);
        }
        assertThat(outcome("a.psd", resources.done())).isNotEmpty();
    }

    @Test
    @Timeout(60)
    void whatever_is_broken_ends_in_an_answer() {
        List<byte[]> seeds = List.of(
                new Heif()
                        .item("av01", 100, size(64, 48), av1(0), Boxes.depths(8, 8, 8), Boxes.nclx())
                        .item("Exif", 90)
                        .refer("cdsc", 2, 1)
                        .done(),
                new Heif()
                        .item("grid", 8, size(64, 48))
                        .item("av01", 50, size(32, 48), av1(0))
                        .item("av01", 50, size(32, 48), av1(0))
                        .refer("dimg", 1, 2, 3)
                        .done(),
                Build.of("8BPS")
                        .be16(1)
                        .zeros(6)
                        .be16(3)
                        .be32(20, 30)
                        .be16(8, 3)
                        .be32(0, 12)
                        .text("8BIM")
                        .be16(1, 0)
                        .be32(0, 0, 0)
                        .done(),
                new Build()
                        .be32(12)
                        .text("jP  \r\n\u0087\n")
                        .bytes(box(
                                "jp2h",
                                box(
                                        "ihdr",
                                        new Build()
                                                .be32(20, 30)
                                                .be16(1)
                                                .u8(7, 7, 0, 0)
                                                .done())))
                        .done(),
                new Build()
                        .u8(0xff, 10, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90)
                        .zeros(20)
                        .done(),
                new Build()
                        .le16(0, 1, 1)
                        .u8(16, 16, 0, 0)
                        .le16(1, 24)
                        .le32(900, 22, 40, 16, 32)
                        .le16(1, 24)
                        .zeros(900)
                        .done(),
                Build.of("P6 # x\n30 20 255 ").zeros(10).done(),
                Build.of("DDS ")
                        .le32(124, 0, 20, 30)
                        .zeros(56)
                        .le32(32, 4)
                        .text("DX10")
                        .zeros(60)
                        .done(),
                new Build()
                        .u8(10, 5, 1, 8)
                        .zeros(4)
                        .le16(29, 19)
                        .zeros(53)
                        .u8(3)
                        .zeros(800)
                        .done(),
                new Build()
                        .zeros(128)
                        .text("DICM")
                        .le16(0x28, 0x10)
                        .text("US")
                        .le16(2, 480, 0x28, 0x11)
                        .text("US")
                        .le16(2, 640)
                        .done(),
                Build.jpeg().exif(ExifBlocks.photo()).frame(64, 48, 3).scan().done());
        Random random = new Random(20_240_229);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = seeds.get(i % seeds.size()).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt() : -random.nextInt(2));
            }
            String path = List.of("a.tga", "a.dcm", "a").get(random.nextInt(3));

            assertThat(outcome(path, bytes))
                    .as(() -> new String(bytes, StandardCharsets.ISO_8859_1))
                    .isNotEmpty();
        }
    }
}
