package io.mediafn.cli.quickstart;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Generates a file of each kind that the quickstart shows, and two broken ones. */
final class SampleMedia {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 200;

    private SampleMedia() {}

    /** Names to bytes, in the order in which they are shown. */
    static Map<String, byte[]> all() throws IOException {
        // Without a display: some desktops' toolkits would otherwise be loaded.
        System.setProperty("java.awt.headless", "true");
        byte[] jpeg = encoded("jpg", picture(BufferedImage.TYPE_INT_RGB));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("bitmap.bmp", encoded("bmp", picture(BufferedImage.TYPE_3BYTE_BGR)));
        files.put("broken-truncated.jpg", Arrays.copyOf(withOrientation(jpeg, 6), 30));
        files.put("broken-web-page.png", "<html><body>403 Forbidden</body></html>".getBytes(StandardCharsets.UTF_8));
        files.put("drawing.gif", encoded("gif", picture(BufferedImage.TYPE_BYTE_INDEXED)));
        files.put("grey.jpg", encoded("jpg", picture(BufferedImage.TYPE_BYTE_GRAY)));
        files.put("photo-turned.jpg", withOrientation(jpeg, 6));
        files.put("scan.tif", encoded("tiff", picture(BufferedImage.TYPE_INT_RGB)));
        files.put("small.webp", webp(WIDTH, HEIGHT));
        files.put("with alpha + ümlaut.png", encoded("png", picture(BufferedImage.TYPE_INT_ARGB)));
        return files;
    }

    private static BufferedImage picture(int type) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int alpha = 255 - y / 2;
                int red = x * 255 / WIDTH;
                int green = y * 255 / HEIGHT;
                int blue = (x ^ y) & 0xFF;
                image.setRGB(x, y, (alpha << 24) | (red << 16) | (green << 8) | blue);
            }
        }
        return image;
    }

    private static byte[] encoded(String format, BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // Given the plain stream, it would write a temporary file first.
        try (ImageOutputStream memory = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(image, format, memory)) {
                throw new IOException("this Java writes no " + format);
            }
        }
        return out.toByteArray();
    }

    /** Puts an EXIF block with nothing but an orientation behind a JPEG's first marker. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) throws IOException {
        byte[] exif = {
            (byte) 0xFF,
            (byte) 0xE1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0, // an APP1 segment of 34 bytes
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8, // big-endian TIFF, its first directory at 8
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0, // one entry: Orientation, one SHORT
            0,
            0,
            0,
            0 // no further directory
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(exif);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    /** A lossless WebP of one colour: five prefix codes of one symbol each, hence not a bit for any pixel. */
    private static byte[] webp(int width, int height) {
        BitWriter bits = new BitWriter();
        bits.write(0x2F, 8);
        bits.write(width - 1, 14);
        bits.write(height - 1, 14);
        bits.write(0, 1); // no alpha
        bits.write(0, 3); // version
        bits.write(0, 3); // no transform, no colour cache, one group of codes
        for (int symbol : new int[] {0x80, 0x40, 0xC0, 0xFF}) { // green, red, blue, alpha
            bits.write(0b101, 3); // a simple code of one symbol of eight bits
            bits.write(symbol, 8);
        }
        bits.write(0b001, 3); // a simple code of one symbol of one bit: no distances
        bits.write(0, 1);
        byte[] stream = bits.toByteArray();
        int padded = stream.length + stream.length % 2;
        BitWriter file = new BitWriter();
        file.write("RIFF");
        file.write(4 + 8 + padded, 32);
        file.write("WEBPVP8L");
        file.write(stream.length, 32);
        for (byte b : Arrays.copyOf(stream, padded)) {
            file.write(b & 0xFF, 8);
        }
        return file.toByteArray();
    }

    /** Least significant bit first. */
    private static final class BitWriter {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int pending;
        private int count;

        void write(int value, int bits) {
            for (int i = 0; i < bits; i++) {
                pending |= ((value >>> i) & 1) << count;
                if (++count == 8) {
                    out.write(pending);
                    pending = 0;
                    count = 0;
                }
            }
        }

        void write(String ascii) {
            ascii.chars().forEach(c -> write(c, 8));
        }

        byte[] toByteArray() {
            if (count > 0) {
                out.write(pending);
                pending = 0;
                count = 0;
            }
            return out.toByteArray();
        }
    }
}
