package io.mediafn.media;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Builds the bytes of small files. */
public final class Build {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public static Build of(String latin1) {
        return new Build().text(latin1);
    }

    public Build text(String latin1) {
        return bytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Build bytes(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Build u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    public Build be16(int... values) {
        for (int value : values) {
            u8(value >> 8, value);
        }
        return this;
    }

    public Build be32(long... values) {
        for (long value : values) {
            be16((int) (value >> 16), (int) value);
        }
        return this;
    }

    public Build le16(int... values) {
        for (int value : values) {
            u8(value, value >> 8);
        }
        return this;
    }

    public Build le32(long... values) {
        for (long value : values) {
            le16((int) value, (int) (value >> 16));
        }
        return this;
    }

    public Build zeros(int count) {
        return bytes(new byte[count]);
    }

    public Build repeat(String latin1, int times) {
        for (int i = 0; i < times; i++) {
            text(latin1);
        }
        return this;
    }

    /** The first bytes only. */
    public byte[] cut(int length) {
        return Arrays.copyOf(done(), length);
    }

    public byte[] done() {
        return out.toByteArray();
    }

    public int size() {
        return out.size();
    }

    // JPEG

    public static Build jpeg() {
        return new Build().u8(0xff, 0xd8);
    }

    public Build segment(int marker, byte[] content) {
        return u8(0xff, marker).be16(content.length + 2).bytes(content);
    }

    public Build segment(int marker, String content) {
        return segment(marker, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Build frame(int width, int height, int components) {
        return frame(0xc0, 8, width, height, components);
    }

    public Build frame(int marker, int precision, int width, int height, int components) {
        Build content = new Build().u8(precision).be16(height, width).u8(components);
        for (int i = 1; i <= components; i++) {
            content.u8(i, 0x11, 0);
        }
        return segment(marker, content.done());
    }

    /** The start of the scan, which ends the header. */
    public Build scan() {
        return segment(0xda, "\1\1\0\0?\0");
    }

    public Build exif(byte[] tiff) {
        return segment(0xe1, Build.of("Exif\0\0").bytes(tiff).done());
    }

    public Build xmp(String text) {
        return segment(0xe1, "http://ns.adobe.com/xap/1.0/\0" + text);
    }

    /** A little-endian TIFF structure with one directory, right behind its header. */
    public static Tiff tiff() {
        return new Tiff();
    }

    public static byte[] orientation(int value) {
        return tiff().shorts(0x112, value).done();
    }

    /** The index of a JPEG with several pictures. */
    public Build multiPicture(int images, int entries) {
        byte[] index = tiff().longs(0xb001, images)
                .raw(0xb002, 7, entries * 16L, new byte[entries * 16])
                .done();
        return segment(0xe2, Build.of("MPF\0").bytes(index).done());
    }

    // PNG

    public static Build png() {
        return new Build().u8(0x89).text("PNG\r\n\u001a\n");
    }

    public Build chunk(String type, byte[] content) {
        byte[] checked = Build.of(type).bytes(content).done();
        CRC32 crc = new CRC32();
        crc.update(checked);
        return be32(content.length).bytes(checked).be32(crc.getValue());
    }

    public Build ihdr(long width, long height, int depth, int colourType) {
        return chunk(
                "IHDR",
                new Build().be32(width, height).u8(depth, colourType, 0, 0, 0).done());
    }

    public Build idat() {
        return chunk("IDAT", new byte[10]).chunk("IEND", new byte[0]);
    }

    // RIFF

    public static byte[] webp(Build chunks) {
        return Build.of("RIFF")
                .le32(4 + chunks.size())
                .text("WEBP")
                .bytes(chunks.done())
                .done();
    }

    public Build riff(String type, byte[] content) {
        text(type).le32(content.length).bytes(content);
        return content.length % 2 == 0 ? this : u8(0);
    }

    public Build vp8x(int flags, int width, int height) {
        return riff(
                "VP8X",
                new Build()
                        .u8(flags, 0, 0, 0)
                        .le16(width - 1)
                        .u8(0)
                        .le16(height - 1)
                        .u8(0)
                        .done());
    }

    public Build vp8(int width, int height) {
        return riff(
                "VP8 ",
                new Build()
                        .u8(0x10, 0, 0, 0x9d, 1, 0x2a)
                        .le16(width, height)
                        .zeros(10)
                        .done());
    }

    public Build vp8l(int width, int height, boolean alpha) {
        return riff(
                "VP8L",
                new Build()
                        .u8(0x2f)
                        .le32((width - 1) | (height - 1) << 14 | (alpha ? 1 << 28 : 0))
                        .zeros(9)
                        .done());
    }

    /** Entries of a directory, in the order in which they are added; long values follow it. */
    public static final class Tiff {
        private final Build entries = new Build();
        private final Build values = new Build();
        private int count;
        private int declaredCount = -1;

        public Tiff shorts(int tag, int... numbers) {
            return raw(tag, 3, numbers.length, new Build().le16(numbers).done());
        }

        public Tiff longs(int tag, long... numbers) {
            return raw(tag, 4, numbers.length, new Build().le32(numbers).done());
        }

        public Tiff raw(int tag, int type, long number, byte[] content) {
            entries.le16(tag, type).le32(number);
            if (content.length <= 4) {
                entries.bytes(content).zeros(4 - content.length);
            } else {
                entries.le32(1000L + values.size());
                values.bytes(content);
            }
            count++;
            return this;
        }

        public Tiff declare(int entryCount) {
            declaredCount = entryCount;
            return this;
        }

        public byte[] done() {
            Build file = Build.of("II*\0")
                    .le32(8)
                    .le16(declaredCount < 0 ? count : declaredCount)
                    .bytes(entries.done())
                    .le32(0);
            return file.zeros(1000 - file.size()).bytes(values.done()).done();
        }
    }
}
