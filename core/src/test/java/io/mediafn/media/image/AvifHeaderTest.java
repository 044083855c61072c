package io.mediafn.media.image;

import static io.mediafn.media.Probing.image;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static io.mediafn.media.image.Boxes.auxiliary;
import static io.mediafn.media.image.Boxes.av1;
import static io.mediafn.media.image.Boxes.box;
import static io.mediafn.media.image.Boxes.depths;
import static io.mediafn.media.image.Boxes.fileType;
import static io.mediafn.media.image.Boxes.fullBox;
import static io.mediafn.media.image.Boxes.handler;
import static io.mediafn.media.image.Boxes.nclx;
import static io.mediafn.media.image.Boxes.size;
import static io.mediafn.media.image.Boxes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.Build;
import io.mediafn.media.CountedSource;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.Profile;
import io.mediafn.media.image.Boxes.Heif;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvifHeaderTest {
    private static final String ALPHA = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha";
    private static final int GREY = 0x1c;
    private static final int COLOUR = 0x0c;

    private static Heif still(byte[]... more) {
        byte[][] properties = Arrays.copyOf(more, more.length + 2);
        properties[more.length] = size(640, 480);
        properties[more.length + 1] = av1(COLOUR);
        return new Heif().item("av01", 100, properties);
    }

    /** Known by its size, but nothing that FiftyOne stores. */
    private static void isRefused(byte[] file, String known, String why) {
        assertThat(image(file)).isEqualTo(known);
        assertThatThrownBy(() -> new MediaProbe().probe("a.avif", CountedSource.of(file), Profile.FIFTYONE_STRICT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED))
                .hasMessageContaining(why);
    }

    @Test
    void reads_the_size_of_the_primary_image() {
        assertThat(image(still(depths(8, 8, 8), nclx()).done())).isEqualTo("640x480x3");
        byte[] second =
                still().item("av01", 50, size(7, 9), av1(GREY)).primary(2).done();
        assertThat(image(second)).isEqualTo("7x9x1");
    }

    @Test
    void costs_one_small_read() {
        CountedSource source = CountedSource.of(still().data(new byte[300_000]).done());

        new MediaProbe().probe("a.avif", source);

        assertThat(source.requests).isEqualTo(1);
        assertThat(source.received).isEqualTo(8_192);
    }

    @Test
    void does_not_turn_but_tells_how_to() {
        byte[] file = still(box("irot", new byte[] {1})).done();

        assertThat(image(file)).isEqualTo("640x480x3");
        assertThat(probe("a.avif", file).details())
                .contains(entry("orientation", 8), entry("display_width", 480), entry("display_height", 640));
        byte[] mirrored = still(box("imir", new byte[] {1})).done();
        assertThat(probe("a.avif", mirrored).details()).contains(entry("orientation", 2));
    }

    @Test
    void an_alpha_item_makes_four_channels_even_of_grey() {
        byte[] file = new Heif()
                .item("av01", 100, size(640, 480), av1(GREY))
                .item("av01", 50, size(640, 480), av1(GREY), auxiliary(ALPHA))
                .refer("auxl", 2, 1)
                .done();

        assertThat(image(file)).isEqualTo("640x480x4");
        assertThat(probe("a.avif", file).details())
                .contains(entry("has_alpha", true), entry("color_space", "grayscale"));
    }

    @Test
    void another_auxiliary_item_is_no_alpha() {
        byte[] depthMap = still().item(
                        "av01", 50, size(640, 480), av1(GREY), auxiliary("urn:mpeg:mpegB:cicp:systems:auxiliary:depth"))
                .refer("auxl", 2, 1)
                .done();

        assertThat(image(depthMap)).isEqualTo("640x480x3");
    }

    @Test
    void refuses_an_alpha_item_without_a_size_as_libavif_does() {
        byte[] file = still().item("av01", 50, av1(GREY), auxiliary(ALPHA))
                .refer("auxl", 2, 1)
                .done();

        isRefused(file, "640x480x4", "image 2 has none (an alpha channel)");
    }

    @Test
    void a_thumbnail_or_an_unknown_item_is_passed_over() {
        byte[] file =
                still().item("av01", 50).item("hvc1", 50).refer("thmb", 2, 1).done();

        assertThat(image(file)).isEqualTo("640x480x3");
    }

    @Test
    void reads_a_grid_by_its_first_tile() {
        assertThat(image(grid(2, COLOUR, COLOUR))).isEqualTo("1000x500x3");
        assertThat(image(grid(2, GREY, GREY))).isEqualTo("1000x500x1");
        isRefused(grid(2, COLOUR, GREY), "1000x500x3", "alike");
        isRefused(grid(3, COLOUR, COLOUR), "1000x500x3", "a tile missing");
    }

    private static byte[] grid(int columns, int first, int second) {
        byte[] shape = new Build().u8(0, 0, 0, columns - 1).be16(1000, 500).done();
        return new Heif()
                .data(Arrays.copyOf(shape, 100))
                .item("grid", shape.length, size(1000, 500))
                .item("av01", 50, size(500, 500), av1(first))
                .item("av01", 50, size(500, 500), av1(second))
                .refer("dimg", 1, 2, 3)
                .done();
    }

    @Test
    void takes_alpha_that_each_tile_has_for_itself() {
        byte[] shape = new Build().u8(0, 0, 0, 0).be16(500, 500).done();
        byte[] file = new Heif()
                .data(Arrays.copyOf(shape, 100))
                .item("grid", shape.length, size(500, 500))
                .item("av01", 50, size(500, 500), av1(COLOUR))
                .item("av01", 50, size(500, 500), av1(GREY), auxiliary(ALPHA))
                .refer("dimg", 1, 2)
                .refer("auxl", 3, 2)
                .done();

        assertThat(image(file)).isEqualTo("500x500x4");
    }

    @Test
    void refuses_what_libavif_refuses_but_tells_the_size() {
        isRefused(still(depths(10, 10, 10)).done(), "640x480x3", "one depth");
        isRefused(new Heif().item("av01", 100, size(640, 480)).done(), "640x480x0", "configuration");
        isRefused(new Heif().item("av01", 100, size(40_000, 480), av1(COLOUR)).done(), "40000x480x3", "40000 x 480");
        isRefused(new Heif().item("av01", 5_000, size(640, 480), av1(COLOUR)).done(), "640x480x3", "missing");
        isRefused(still(nclx(), nclx()).done(), "640x480x3", "described once");
        byte[] again = fullBox("ipma", 0, 0, new byte[4]);
        isRefused(still().withAssociations(again).done(), "640x480x3", "two lists of associations");
        isRefused(still().fileType("miaf", "avif").done(), "640x480x3", "the major brand miaf");
        byte[] optional =
                fullBox("ipma", 0, 1, new Build().be32(1).be16(9).u8(1).be16(1).done());
        isRefused(
                new Heif()
                        .item("av01", 100, box("irot", new byte[] {0}), size(640, 480), av1(COLOUR))
                        .withAssociations(optional)
                        .done(),
                "640x480x3",
                "irot that is not essential");
    }

    @Test
    void refuses_metadata_that_is_cut_off_or_not_where_it_says() {
        isRefused(still().item("Exif", 900).refer("cdsc", 2, 1).done(), "640x480x3", "Exif cut off");
        isRefused(still().item("Exif", 90).refer("cdsc", 2, 1).done(), "640x480x3", "no Exif where");
        byte[] xmp =
                still().mime("application/rdf+xml", 900).refer("cdsc", 2, 1).done();
        isRefused(xmp, "640x480x3", "XMP cut off");
        assertThat(image(still().item("Exif", 900).done())).isEqualTo("640x480x3"); // about nothing in particular
    }

    @Test
    void reads_exif_where_it_was_read_already() {
        byte[] exif =
                new Build().be32(6).text("Exif\0\0").bytes(ExifBlocks.photo()).done();
        byte[] file =
                still().data(exif).item("Exif", exif.length).refer("cdsc", 2, 1).done();

        assertThat(probe("a.avif", file).details()).contains(entry("captured_at", "2024-02-29T13:14:15.25+05:30"));
    }

    @Test
    void a_file_that_ends_before_its_pixels_says_so() {
        byte[] file = still(nclx()).data(new byte[5_000]).done();
        byte[] cut = Arrays.copyOf(file, file.length - 4_950);

        assertThat(image(cut)).isEqualTo("640x480x3"); // libavif needs no pixel to open it
        assertThat(probe("a.avif", cut).details()).contains(entry("truncated", true));
        byte[] uncoloured = still().data(new byte[5_000]).done();
        isRefused(Arrays.copyOf(uncoloured, uncoloured.length - 4_950), "640x480x3", "cut off");
    }

    @ParameterizedTest
    @CsvSource({"irot,4", "imir,2", "a1op,32", "pixi,0", "av1C,1", "colr,0", "ispe,0", "auxC,0", "clap,0", "pasp,0"})
    void a_property_with_a_value_that_cannot_be_is_broken(String type, int value) {
        refuses(still(box(type, new byte[] {(byte) value})).done(), Reason.CORRUPT, "broken box " + type);
    }

    @Test
    void refuses_broken_structures() {
        refuses(fileType("avif", "avif"), Reason.CORRUPT, "no box meta");
        refuses(fileType("avis", "avis"), Reason.CORRUPT, "no box moov");
        refuses(still().primary(9).done(), Reason.CORRUPT, "no primary image");
        refuses(new Heif().item("av01", 0, size(6, 4), av1(COLOUR)).done(), Reason.CORRUPT, "no primary image");
        refuses(new Heif().item("av01", 100, size(0, 4), av1(COLOUR)).done(), Reason.CORRUPT, "of no size");
        refuses(still().with(handler("pict")).done(), Reason.CORRUPT, "at the wrong place");
        refuses(still().with(fullBox("pitm", 0, 0, new byte[2])).done(), Reason.CORRUPT, "wrong place");
        byte[] nobody = new Build()
                .bytes(fileType("avif", "avif"))
                .bytes(fullBox("meta", 0, 0))
                .done();
        refuses(nobody, Reason.CORRUPT, "ends too early");
        byte[] video = new Build()
                .bytes(fileType("avif", "avif"))
                .bytes(fullBox("meta", 0, 0, handler("vide")))
                .done();
        refuses(video, Reason.CORRUPT, "not of pictures");
        refuses(still().info(text("junkjunk")).done(), Reason.CORRUPT, "broken box iinf");
    }

    @Test
    void reads_a_sequence_by_its_track() {
        byte[] file = sequence(new byte[0], 3, 5);

        assertThat(image(file)).isEqualTo("320x200x3");
        assertThat(probe("a.avif", file).details()).contains(entry("animated", true), entry("frame_count", 3));
        isRefused(sequence(new byte[0], 3, 50_000), "320x200x3", "a frame missing");
        isRefused(sequence(new byte[0], 0, 5), "320x200x3", "a frame missing");
    }

    @Test
    void the_alpha_of_a_sequence_is_a_track_of_its_own() {
        byte[] reference = box("tref", box("auxl", new Build().be32(1).done()));

        assertThat(image(sequence(track(2, reference, 3, 5), 3, 5))).isEqualTo("320x200x4");
        assertThat(image(sequence(track(2, new byte[0], 3, 5), 3, 5))).isEqualTo("320x200x3");
    }

    private static byte[] sequence(byte[] secondTrack, int samples, int sampleSize) {
        return new Build()
                .bytes(fileType("avis", "avis", "msf1"))
                .bytes(box("moov", track(1, new byte[0], samples, sampleSize), secondTrack))
                .bytes(box("mdat", new byte[200]))
                .done();
    }

    private static byte[] track(int id, byte[] reference, int samples, int sampleSize) {
        byte[] header = fullBox(
                "tkhd",
                0,
                0,
                new Build()
                        .be32(0, 0, id, 0, 100)
                        .zeros(52)
                        .be32(320 << 16, 200 << 16)
                        .done());
        byte[] entry = box("av01", new byte[78], av1(COLOUR));
        byte[] table = box(
                "stbl",
                fullBox("stsd", 0, 0, new Build().be32(1).bytes(entry).done()),
                fullBox("stsc", 0, 0, new Build().be32(1, 1, samples, 1).done()),
                fullBox("stsz", 0, 0, new Build().be32(sampleSize, samples).done()),
                fullBox("stco", 0, 0, new Build().be32(1, 100).done()));
        return box("trak", header, reference, box("mdia", handler("pict"), box("minf", table)));
    }
}
