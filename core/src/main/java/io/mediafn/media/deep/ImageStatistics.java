package io.mediafn.media.deep;

import io.mediafn.media.read.Details;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Numbers about the pixels of an image by which datasets are curated, with the names and ranges of Lightly's. Colours are
 * red, green and blue from 0 to 1; a grey image has three equal ones; transparency is left out. From sums and counts of
 * images follow mean and deviation of their dataset.
 *
 * @param pixels how many there are
 * @param sums of the values of each colour
 * @param squares sums of the squared values of each colour
 * @param luminance the mean of the grey values, 0 to 100
 * @param sharpness the standard deviation of the edges: what {@code ImageFilter.Kernel((3, 3), (-1, -1, -1, -1, 8, -1, -1,
 *     -1, -1), 1)} of Pillow makes of the grey image, 0 to 127.5
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ImageStatistics(long pixels, double[] sums, double[] squares, double luminance, double sharpness) {
    private static final int COLOURS = 3;
    private static final int WHITE = 255;

    static ImageStatistics of(BufferedImage image) {
        return new Sums(image.getWidth(), image.getHeight()).of(image);
    }

    /** Goes over an image row by row, with three rows of grey at hand. */
    private static final class Sums {
        private final int width;
        private final int height;
        private final long[] sums = new long[COLOURS];
        private final long[] squares = new long[COLOURS];
        private long grey;
        private long edges;
        private long edgeSquares;

        Sums(int width, int height) {
            this.width = width;
            this.height = height;
        }

        ImageStatistics of(BufferedImage image) {
            PixelRows pixelRows = new PixelRows(image);
            int[] colours = new int[width];
            int[][] rows = new int[3][width];
            for (int y = 0; y < height; y++) {
                pixelRows.read(y, colours);
                int[] row = rows[y % 3];
                addRow(colours, row);
                if (y == 0 || y == height - 1) {
                    addBorder(row);
                }
                if (y >= 2) {
                    addEdges(rows[(y - 2) % 3], rows[(y - 1) % 3], row);
                }
            }
            double pixels = (double) width * height;
            double edgeMean = edges / pixels;
            return new ImageStatistics(
                    (long) width * height,
                    Arrays.stream(sums).mapToDouble(sum -> sum / (double) WHITE).toArray(),
                    Arrays.stream(squares)
                            .mapToDouble(sum -> sum / (double) (WHITE * WHITE))
                            .toArray(),
                    grey / pixels / WHITE * 100,
                    Math.sqrt(Math.max(0, edgeSquares / pixels - edgeMean * edgeMean)));
        }

        private void addRow(int[] colours, int[] row) {
            for (int x = 0; x < width; x++) {
                int red = colours[x] >> 16 & WHITE;
                int green = colours[x] >> 8 & WHITE;
                int blue = colours[x] & WHITE;
                sums[0] += red;
                sums[1] += green;
                sums[2] += blue;
                squares[0] += (long) red * red;
                squares[1] += (long) green * green;
                squares[2] += (long) blue * blue;
                // Pillow's grey: ITU-R 601-2, in sixteen bits.
                row[x] = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
                grey += row[x];
            }
        }

        /** Where the filter does not fit, the pixel stays what it is. */
        private void addBorder(int[] row) {
            for (int value : row) {
                addEdge(value);
            }
        }

        private void addEdges(int[] above, int[] row, int[] below) {
            addEdge(row[0]);
            for (int x = 1; x < width - 1; x++) {
                int around = above[x - 1]
                        + above[x]
                        + above[x + 1]
                        + row[x - 1]
                        + row[x + 1]
                        + below[x - 1]
                        + below[x]
                        + below[x + 1];
                addEdge(Math.clamp(8L * row[x] - around, 0, WHITE));
            }
            if (width > 1) {
                addEdge(row[width - 1]);
            }
        }

        private void addEdge(int value) {
            edges += value;
            edgeSquares += (long) value * value;
        }
    }

    Details toDetails() {
        return new Details()
                .put("sharpness", sharpness)
                .put("luminance", luminance)
                .putJson("mean", list(Arrays.stream(sums).map(sum -> sum / pixels)))
                .putJson("std", deviations())
                .putJson("sum_of_values", list(Arrays.stream(sums)))
                .putJson("sum_of_squares", list(Arrays.stream(squares)))
                .put("pixels", pixels);
    }

    private static List<Double> list(DoubleStream values) {
        return values.boxed().toList();
    }

    private List<Double> deviations() {
        Double[] deviations = new Double[COLOURS];
        for (int i = 0; i < COLOURS; i++) {
            double mean = sums[i] / pixels;
            deviations[i] = Math.sqrt(Math.max(0, squares[i] / pixels - mean * mean));
        }
        return List.of(deviations);
    }
}
