package io.mediafn.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Images of a few bytes: a header that says what it should, and hardly a pixel. */
public final class TinyImages {
    private TinyImages() {}

    /** An RGB PNG without pixels. */
    public static byte[] png(int width, int height) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        ByteBuffer png = ByteBuffer.allocate(8 + 25 + 12 + 12);
        png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        chunk(png, "IHDR", header);
        chunk(png, "IDAT", new byte[0]);
        chunk(png, "IEND", new byte[0]);
        return png.array();
    }

    private static void chunk(ByteBuffer png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        png.putInt(data.length).put(name).put(data).putInt((int) crc.getValue());
    }

    /** A JPEG whose size stands behind {@code before} bytes of application data. */
    public static byte[] jpegWithLongHeader(int before, int width, int height) {
        ByteBuffer jpeg = ByteBuffer.allocate(before + 200).putShort((short) 0xFFD8);
        int left = before;
        while (left > 0) {
            int segment = Math.min(left, 60_000);
            jpeg.putShort((short) 0xFFE5).putShort((short) segment).put(new byte[segment - 2]);
            left -= segment;
        }
        jpeg.putShort((short) 0xFFC0).putShort((short) 17).put((byte) 8);
        jpeg.putShort((short) height).putShort((short) width).put((byte) 3);
        jpeg.put(new byte[] {1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1});
        jpeg.putShort((short) 0xFFDA).putShort((short) 12).put(new byte[] {3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0});
        return jpeg.array();
    }
}
