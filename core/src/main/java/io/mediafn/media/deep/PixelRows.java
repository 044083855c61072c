package io.mediafn.media.deep;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;

/**
 * The rows of an image as 8-bit red, green and blue, with the values that stand in the file: {@link BufferedImage#getRGB}
 * would convert greys and images with a colour profile to another colour space, which nobody else does for statistics.
 */
final class PixelRows {
    private static final int WHITE = 255;
    private static final int LEAST_OF_COLOUR = 3;

    private final BufferedImage image;
    private final boolean components;
    private final int bands;
    private final int most;
    private int[] samples = {};

    PixelRows(BufferedImage image) {
        this.image = image;
        ColorModel model = image.getColorModel();
        this.components = model instanceof ComponentColorModel;
        this.bands = image.getRaster().getNumBands();
        this.most = components ? (1 << Math.min(16, model.getComponentSize(0))) - 1 : WHITE;
    }

    /** One row into {@code colours}: red in the bits from 16 on, green from 8 on, blue from 0 on. */
    void read(int y, int[] colours) {
        int width = colours.length;
        if (!components) {
            image.getRGB(0, y, width, 1, colours, 0, width);
            return;
        }
        if (samples.length == 0) {
            samples = new int[width * bands];
        }
        image.getRaster().getPixels(image.getMinX(), y, width, 1, samples);
        boolean colour = bands >= LEAST_OF_COLOUR;
        for (int x = 0; x < width; x++) {
            int first = x * bands;
            int red = scaled(samples[first]);
            int green = colour ? scaled(samples[first + 1]) : red;
            int blue = colour ? scaled(samples[first + 2]) : red;
            colours[x] = red << 16 | green << 8 | blue;
        }
    }

    private int scaled(int sample) {
        return most == WHITE ? sample : (int) ((long) sample * WHITE / most);
    }
}
