package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.BoxWalk;
import io.mediafn.media.read.Bytes;
import java.util.Optional;

/**
 * A picture in the metadata (iTunes' {@code covr}). ffprobe makes a stream of video of it, and FiftyOne takes it for
 * the video where no track of video stands before it.
 *
 * @param codec ffmpeg's name
 * @param width in pixels, 0 when it was not found
 * @param height likewise
 */
record CoverPicture(String codec, int width, int height) {
    private static final int MOST = 1_024;
    private static final int DATA_HEADER = 8;
    private static final int JPEG = 13;
    private static final int PNG = 14;
    private static final int BMP = 27;
    private static final long PNG_MARK = 0x8950_4e47_0d0a_1a0aL;

    /** Segments of a JPEG before its frame. */
    private static final int MOST_SEGMENTS = 128;

    /** The first picture in a box {@code udta} or {@code meta}. */
    static Optional<CoverPicture> find(Bytes bytes, Box box) {
        Optional<Box> meta = box.is("meta")
                ? Optional.of(box)
                : BoxWalk.tolerant(bytes, box.content(), box.end(), MOST).next("meta");
        if (meta.isEmpty()) {
            return Optional.empty();
        }
        Optional<Box> ilst = UserData.insideMeta(bytes, meta.get()).next("ilst");
        Optional<Box> covr = ilst.flatMap(list ->
                BoxWalk.tolerant(bytes, list.content(), list.end(), MOST).next("covr"));
        if (covr.isEmpty()) {
            return Optional.empty();
        }
        BoxWalk walk = BoxWalk.tolerant(bytes, covr.get().content(), covr.get().end(), MOST);
        for (Optional<Box> data = walk.next("data"); data.isPresent(); data = walk.next("data")) {
            Optional<CoverPicture> picture = picture(bytes, data.get());
            if (picture.isPresent()) {
                return picture;
            }
        }
        return Optional.empty();
    }

    private static Optional<CoverPicture> picture(Bytes bytes, Box data) {
        if (data.length() < DATA_HEADER + 26) {
            return Optional.empty();
        }
        long type = bytes.u32be(data.content());
        long start = data.content() + DATA_HEADER;
        if (type == BMP) {
            return Optional.of(
                    new CoverPicture("bmp", (int) bytes.u32le(start + 18), Math.abs((int) bytes.u32le(start + 22))));
        }
        if (type != JPEG && type != PNG) {
            return Optional.empty();
        }
        // As in ffprobe, the bytes decide which of the two it is.
        return bytes.s64be(start) == PNG_MARK
                ? Optional.of(new CoverPicture("png", bytes.s32be(start + 16), bytes.s32be(start + 20)))
                : Optional.of(jpeg(bytes, start, data.end()));
    }

    private static CoverPicture jpeg(Bytes bytes, long start, long end) {
        long at = start + 2;
        for (int i = 0; i < MOST_SEGMENTS && at + 9 <= end && bytes.u8(at) == 0xff; i++) {
            int marker = bytes.u8(at + 1);
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame) {
                return new CoverPicture("mjpeg", bytes.u16be(at + 7), bytes.u16be(at + 5));
            }
            at += 2 + bytes.u16be(at + 2);
        }
        return new CoverPicture("mjpeg", 0, 0);
    }
}
