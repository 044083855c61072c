package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;

/** What MP4 keeps about a codec in a box, and other containers keep likewise: Matroska the content of that box. */
public final class CodecConfiguration {
    /** A codec's pictures are coded in blocks of this size. */
    private static final int BLOCK = 16;

    private CodecConfiguration() {}

    /**
     * Reads the content of {@code avcC}, {@code hvcC} or {@code av1C}; nothing for another codec.
     *
     * @param codec ffmpeg's name
     * @param offset of the content
     * @param length of the content, 0 if there is none
     */
    public static CodecHeader read(String codec, Bytes bytes, long offset, long length) {
        return switch (codec) {
            case "h264" -> AvcHeader.read(bytes, box("avcC", offset, length), "avc1");
            case "hevc" -> HevcHeader.read(bytes, box("hvcC", offset, length), "hvc1");
            case "av1" -> Av1Header.read(bytes, box("av1C", offset, length), "av01");
            default -> CodecHeader.of(new Details());
        };
    }

    /**
     * The size of the picture that ffprobe prints: the decoder's; the container's where the codec tells none, and for
     * H.264 also where both agree but for padding.
     *
     * @param codec ffmpeg's name
     * @param width that the container states
     * @param height likewise
     * @return both sides
     */
    public static int[] size(String codec, int width, int height, CodecHeader header) {
        boolean untold = header.width() == 0 || header.height() == 0;
        boolean padded = codec.equals("h264")
                && !header.cropped()
                && isPadded(width, header.width())
                && isPadded(height, header.height());
        return untold || padded ? new int[] {width, height} : new int[] {header.width(), header.height()};
    }

    private static boolean isPadded(int stated, int coded) {
        return stated > 0 && stated <= coded && (stated + BLOCK - 1) / BLOCK == (coded + BLOCK - 1) / BLOCK;
    }

    private static Box box(String type, long content, long length) {
        return new Box(type, content, content, content + length, false);
    }

    /**
     * The names of a colour's numbers in ISO/IEC 23091-2; what is unspecified or not known has none.
     *
     * @param primaries 2 for unspecified, like the others
     */
    public static Details color(int primaries, int transfer, int matrix) {
        return Colors.of(primaries, transfer, matrix);
    }
}
