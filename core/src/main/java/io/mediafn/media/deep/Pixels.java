package io.mediafn.media.deep;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.Problem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The statistics of an image's pixels. The file is held in memory, and nothing touches a disk; an image that would need
 * more than there is for all of them is left out, with the reason.
 */
public final class Pixels implements WholeReader {
    /** What the pixels are told as. */
    public static final String FIELD = "image_statistics";

    /** A decoded pixel, and what a decoder holds beside it. */
    private static final int BYTES_PER_PIXEL = 8;
    /** The file itself, and the copy that the JDK's stream makes of it. */
    private static final int COPIES = 2;

    private final byte[] file;
    private final Optional<DecodingMemory.Lease> lease;
    private final String refusal;
    private final int width;
    private final int height;
    private int length;

    /**
     * Takes the memory that it will need, and waits for it if others have it.
     *
     * @param size of the file in bytes
     * @param width as the header says, before or after a rotation
     * @param height likewise
     */
    public Pixels(DecodingMemory memory, long size, int width, int height) {
        this.width = width;
        this.height = height;
        long needed = COPIES * size + (long) width * height * BYTES_PER_PIXEL;
        this.lease = needed < 0 || size > Integer.MAX_VALUE - 8 ? Optional.empty() : memory.lease(needed);
        this.refusal = lease.isPresent()
                ? ""
                : "the image needs " + (needed >> 20) + " MiB to be decoded, and there are " + memory.total()
                        + " for all images together";
        this.file = lease.isPresent() ? new byte[(int) size] : new byte[0];
    }

    @Override
    public void accept(byte[] bytes, int offset, int count) {
        if (lease.isPresent()) {
            System.arraycopy(bytes, offset, file, length, count);
            length += count;
        }
    }

    @Override
    public Details finish(List<Problem> problems) {
        if (lease.isEmpty()) {
            problems.add(new Problem(FIELD, refusal));
            return new Details();
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file, 0, length))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                problems.add(new Problem(FIELD, "this Java decodes no such format"));
                return new Details();
            }
            BufferedImage image = decoded(readers.next(), in);
            boolean asIs = image.getWidth() == width && image.getHeight() == height;
            boolean turned = image.getWidth() == height && image.getHeight() == width;
            if (!asIs && !turned) {
                problems.add(new Problem(FIELD, "its first frame does not fill the image"));
                return new Details();
            }
            return new Details().put(FIELD, ImageStatistics.of(image).toDetails());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // A decoder fails on a broken file in whatever way, and that is a fact about the file. The last one comes
            // of a single array that a broken header asks for, which was then not made.
            problems.add(new Problem(FIELD, "the pixels could not be decoded: " + e));
            return new Details();
        }
    }

    private static BufferedImage decoded(ImageReader reader, ImageInputStream in) throws IOException {
        try {
            reader.setInput(in, true, true);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    @Override
    public void close() {
        lease.ifPresent(DecodingMemory.Lease::close);
    }
}
