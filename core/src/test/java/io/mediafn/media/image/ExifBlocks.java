package io.mediafn.media.image;

import io.mediafn.media.Build;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Builds TIFF structures with the directories that Exif hangs below the first one. */
final class ExifBlocks {
    private static final int SUB_EXIF = 2_000;
    private static final int SUB_GPS = 3_000;

    private ExifBlocks() {}

    /** One directory at a fixed place, its long values right behind it. */
    static final class Directory {
        private final int start;
        private final List<byte[]> entries = new ArrayList<>();
        private final Build values = new Build();

        Directory(int start) {
            this.start = start;
        }

        Directory text(int tag, String text) {
            return raw(tag, 2, text.length() + 1, (text + "\0").getBytes(StandardCharsets.ISO_8859_1));
        }

        Directory fractions(int tag, long... numbers) {
            return raw(tag, 5, numbers.length / 2, new Build().le32(numbers).done());
        }

        Directory shorts(int tag, int... numbers) {
            return raw(tag, 3, numbers.length, new Build().le16(numbers).done());
        }

        Directory longs(int tag, long... numbers) {
            return raw(tag, 4, numbers.length, new Build().le32(numbers).done());
        }

        Directory bytes(int tag, int... numbers) {
            return raw(tag, 1, numbers.length, new Build().u8(numbers).done());
        }

        Directory raw(int tag, int type, long count, byte[] content) {
            Build entry = new Build().le16(tag, type).le32(count);
            if (content.length <= 4) {
                entry.bytes(content).zeros(4 - content.length);
            } else {
                entry.le32(start + 400L + values.size());
                values.bytes(content);
            }
            entries.add(entry.done());
            return this;
        }

        private byte[] done() {
            Build directory = new Build().le16(entries.size());
            entries.forEach(directory::bytes);
            return directory.zeros(400 - directory.size()).bytes(values.done()).done();
        }
    }

    static Directory main() {
        return new Directory(8);
    }

    static Directory exif() {
        return new Directory(SUB_EXIF);
    }

    static Directory gps() {
        return new Directory(SUB_GPS);
    }

    /** A structure in which the first directory leads to the two others. */
    static byte[] block(Directory main, Directory exif, Directory gps) {
        main.longs(0x8769, SUB_EXIF).longs(0x8825, SUB_GPS);
        Build block = Build.of("II*\0").le32(8).bytes(main.done());
        block.zeros(SUB_EXIF - block.size()).bytes(exif.done());
        return block.zeros(SUB_GPS - block.size()).bytes(gps.done()).done();
    }

    /** What a camera writes. */
    static byte[] photo() {
        return block(
                main().text(0x010f, "Maker").text(0x0110, "Model 7 "),
                exif().fractions(0x829a, 1, 200)
                        .fractions(0x829d, 28, 10)
                        .shorts(0x8827, 400)
                        .text(0x9003, "2024:02:29 13:14:15")
                        .text(0x9011, "+05:30")
                        .text(0x9291, "25")
                        .fractions(0x920a, 353, 10)
                        .text(0xa434, "35mm f/2.8"),
                gps().text(1, "S")
                        .fractions(2, 33, 1, 30, 1, 36, 1)
                        .text(3, "W")
                        .fractions(4, 70, 1, 45, 1, 0, 1)
                        .bytes(5, 1)
                        .fractions(6, 25, 2));
    }
}
