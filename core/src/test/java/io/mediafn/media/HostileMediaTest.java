package io.mediafn.media;

import static io.mediafn.media.Build.jpeg;
import static io.mediafn.media.Build.png;
import static io.mediafn.media.Build.tiff;
import static io.mediafn.media.Build.webp;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.media.read.MediaException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files made to cost requests, memory or time, and files that are broken at random. */
class HostileMediaTest {
    private static final Duration BOUND = Duration.ofSeconds(2); // for a busy machine; a few milliseconds are usual

    private static String outcome(String path, byte[] bytes) {
        CountedSource source = CountedSource.of(bytes);
        long start = System.nanoTime();
        String outcome;
        try {
            ProbeResult result = new MediaProbe().probe(path, source);
            Map<String, Object> json = new TreeMap<>(result.metadata().toJson());
            outcome = json.get("width") + "x" + json.get("height") + "x" + json.get("num_channels");
        } catch (MediaException e) {
            outcome = e.reason() + " " + e.getMessage();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(path).isLessThan(BOUND);
        assertThat(source.requests).as(path).isLessThanOrEqualTo(16);
        assertThat(source.received).as(path).isLessThanOrEqualTo(4 << 20);
        return outcome;
    }

    @Test
    void jpegsThatNeverComeToTheFrame() {
        Build chain = jpeg();
        for (int i = 0; i < 400; i++) {
            chain.segment(0xe1, new byte[65_533]);
        }
        assertThat(outcome("seg_chain.jpg", chain.frame(16, 16, 3).scan().done()))
                .isEqualTo("CORRUPT the header does not end within 16 requests (the limit)");
        assertThat(outcome(
                        "fill.jpg",
                        jpeg().repeat("\u00ff", 5_000_000).frame(16, 16, 3).done()))
                .isEqualTo("CORRUPT broken JPEG: more than 65536 bytes between two segments");
        assertThat(outcome("junk.jpg", jpeg().u8(0xff, 0).zeros(5_000_000).done()))
                .isEqualTo("CORRUPT broken JPEG: more than 65536 bytes between two segments");
        assertThat(outcome(
                        "tiny.jpg",
                        jpeg().repeat("\u00ff\u00fe\0\2", 1_000_000)
                                .frame(16, 16, 3)
                                .done()))
                .startsWith("CORRUPT the header does not end within");
    }

    @Test
    void exifWithMoreEntriesThanItHolds() {
        byte[] liar = tiff().shorts(0x112, 6).declare(65_535).done();

        assertThat(outcome("ifd.jpg", jpeg().exif(liar).frame(32, 16, 3).scan().done()))
                .isEqualTo("16x32x3");
    }

    /** A long directory in many pieces made every byte a search through all of them. */
    @Test
    @Timeout(5)
    void exifInThousandsOfPieces() {
        Build file = directory(20_000, 4_000);
        for (int i = 0; i < 4_000; i++) {
            file.exif(new byte[] {'x'});
        }
        assertThat(outcome("pieces.jpg", file.frame(32, 16, 3).scan().done())).isEqualTo("32x16x3");
    }

    /** A directory that is no longer than it may be, and then as many pieces of one byte as fit. */
    @Test
    @Timeout(10)
    void exifThatIsRefusedBeforeItCosts() {
        Build file = directory(20_000, 4_000);
        while (file.size() < 500_000) {
            file.exif(new byte[] {'x'});
        }
        assertThat(outcome("tiny_pieces.jpg", file.frame(32, 16, 3).scan().done()))
                .isEqualTo("CORRUPT broken JPEG: more than 4096 APP1 segments");
    }

    /** All pieces are within every limit but the block's own: the orientation lies behind 256 KiB of entries. */
    @Test
    void exifBeyondWhatIsCollected() {
        Build near = directory(20_000, 65_000, 19_999);
        Build far = directory(25_000, 65_000, 24_999);

        assertThat(outcome("near.jpg", near.frame(32, 16, 3).scan().done())).isEqualTo("16x32x3");
        assertThat(outcome("far.jpg", far.frame(32, 16, 3).scan().done())).isEqualTo("32x16x3");
    }

    private static Build directory(int entries, int pieceLength) {
        return directory(entries, pieceLength, -1);
    }

    /** A JPEG's start with a directory in pieces, whose entry {@code turned} is an orientation of 6. */
    private static Build directory(int entries, int pieceLength, int turned) {
        Build directory = Build.of("MM\0*\0\0\0\b").be16(entries);
        for (int i = 0; i < entries; i++) {
            boolean turns = i == turned;
            directory.be16(turns ? 0x112 : i + 1000, 3, 0, 1, turns ? 6 : 0, 0);
        }
        byte[] block = directory.done();
        Build file = jpeg();
        for (int at = 0; at < block.length; at += pieceLength) {
            file.exif(Arrays.copyOfRange(block, at, Math.min(block.length, at + pieceLength)));
        }
        return file;
    }

    @Test
    void moreSegmentsThanAreWorthRemembering() {
        assertThat(outcome(
                        "app1.jpg",
                        jpeg().repeat("\u00ff\u00e1\0\2", 500_000)
                                .frame(16, 16, 3)
                                .done()))
                .isEqualTo("CORRUPT broken JPEG: more than 4096 APP1 segments");
    }

    @Test
    void exifWhoseDirectoryLiesAnywhere() {
        for (long offset : new long[] {0, 1, 7, 999, 1000, 65_000, 0x7fffffffL, 0xffffffffL}) {
            byte[] exif = Build.of("II*\0").le32(offset).zeros(992).done();

            assertThat(outcome(
                            "ifd.jpg", jpeg().exif(exif).frame(32, 16, 3).scan().done()))
                    .isEqualTo("32x16x3");
        }
    }

    @Test
    void tiffsThatDeclareTooMuch() {
        byte[] loop = Build.of("II*\0")
                .le32(8)
                .le16(2)
                .le16(256, 3)
                .le32(1, 10)
                .le16(257, 3)
                .le32(1, 10)
                .le32(8)
                .done();
        assertThat(outcome("loop.tif", loop)).isEqualTo("CORRUPT TIFF without strips or tiles");
        byte[] count = Build.of("II*\0")
                .le32(8)
                .le16(3)
                .le16(256, 3)
                .le32(1, 10)
                .le16(257, 3)
                .le32(1, 10)
                .le16(258, 3)
                .le32(0xffffffffL, 8)
                .le32(0)
                .done();
        assertThat(outcome("count_4g.tif", count)).isEqualTo("CORRUPT TIFF without strips or tiles");
        byte[] bigCount = Build.of("II+\0")
                .le16(8, 0)
                .le32(16, 0, 1, 0)
                .le16(258, 16)
                .le32(-1, -1, 0, 0)
                .done();
        assertThat(outcome("count_max.tif", bigCount)).startsWith("CORRUPT");
        byte[] bigDirectory = Build.of("II+\0")
                .le16(8, 0)
                .le32(16, 0, -1, 0x7fffffff)
                .zeros(9_000_000)
                .done();
        assertThat(outcome("directory_max.tif", bigDirectory))
                .isEqualTo("CORRUPT a TIFF directory of 9223372036854775807 entries");
        byte[] full = Build.of("II*\0")
                .le32(8)
                .le16(65_535)
                .repeat("\0\1\3\0\1\0\0\0\5\0\0\0", 700_000)
                .done();
        assertThat(outcome("directory_64k.tif", full)).isEqualTo("CORRUPT TIFF without width or height");
    }

    @Test
    void pngsThatAreBombsOrHaveNoHeader() {
        assertThat(outcome(
                        "bomb.png",
                        png().ihdr(Integer.MAX_VALUE, Integer.MAX_VALUE, 8, 6)
                                .idat()
                                .done()))
                .isEqualTo("2147483647x2147483647x4");
        Build texts = png();
        for (int i = 0; i < 100_000; i++) {
            texts.chunk("tEXt", new byte[10]);
        }
        assertThat(outcome("no_ihdr.png", texts.done())).isEqualTo("CORRUPT broken PNG: no IHDR before tEXt");
    }

    @Test
    void othersThatNeverEnd() {
        Build gif = Build.of("GIF89a").le16(16, 16).u8(0, 0, 0);
        byte[] forever = gif.repeat("!\u00fe\1a\0", 1_000_000).done();
        assertThat(outcome("ext_forever.gif", forever)).isEqualTo("CORRUPT broken GIF: no frame within 524288 bytes");
        assertThat(outcome("nothing.gif", Build.of("GIF89a").zeros(2_000_000).done()))
                .isEqualTo("CORRUPT broken GIF: no frame within 524288 bytes");
        assertThat(outcome("trunc.webp", Build.of("RIFF\u0010\0\0\0WEBPVP8X").done()))
                .startsWith("CORRUPT broken WebP");
        Build chunks = new Build().vp8x(0, 5, 5);
        for (int i = 0; i < 600_000; i++) {
            chunks.riff("JUNK", new byte[0]);
        }
        assertThat(outcome("chunks.webp", webp(chunks))).startsWith("CORRUPT the header does not end within");
    }

    @Test
    void filesThatAreNotWhatTheySeem() {
        assertThat(outcome("zero.jpg", new byte[0])).isEqualTo("CORRUPT empty object");
        assertThat(outcome("one.jpg", new byte[] {(byte) 0xff})).startsWith("CORRUPT");
        assertThat(outcome(
                        "html_error.jpg",
                        Build.of("<html><body>403</body></html>").done()))
                .isEqualTo("CORRUPT named as image/jpeg, but its content is text/html");
        byte[] polyglot = Build.of("GIF89a")
                .le16(16, 16)
                .u8(0, 0, 0)
                .text(",\0\0\0\0\10\0\10\0\0")
                .be32(20)
                .text("ftypisom\0\0\2\0isom")
                .done();
        assertThat(outcome("polyglot.gif", polyglot)).isEqualTo("16x16x1");
    }
}
