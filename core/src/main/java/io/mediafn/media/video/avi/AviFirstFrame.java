package io.mediafn.media.video.avi;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;
import io.mediafn.media.video.FirstFrame;
import io.mediafn.media.video.HeldBytes;
import io.mediafn.media.video.mp4.CodecConfiguration;
import io.mediafn.media.video.mp4.CodecHeader;
import java.util.Locale;

/** What the codec says in the first frame, where that is among the bytes that are here already. */
final class AviFirstFrame {
    private static final int CHUNK_HEADER = 8;

    /** Sound, palettes and indexes that may come before the first frame. */
    private static final int MOST_CHUNKS = 64;

    /** A codec says its size in fewer bytes. */
    private static final int FRAME_START = 600;

    private static final int SPS = 7;

    private AviFirstFrame() {}

    /**
     * Nothing is told by a codec that is not read, or a frame that is not here.
     *
     * @param movie where the chunks begin
     * @param stream the number of the video
     * @param codec ffmpeg's name
     */
    static CodecHeader read(Window window, long movie, int stream, String codec) {
        String name = String.format(Locale.ROOT, "%02dd", stream);
        long position = movie;
        for (int i = 0; i < MOST_CHUNKS && window.fetched(position, CHUNK_HEADER); i++) {
            String type = window.text(position, 4);
            long length = window.u32le(position + 4);
            long content = position + CHUNK_HEADER;
            if (type.startsWith(name) && length > 0) {
                long here = Math.min(FRAME_START, length);
                return window.fetched(content, here)
                        ? header(codec, new Pieces(window).add(content, here), (int) here)
                        : nothing();
            }
            position = type.equals("LIST") ? content + 4 : content + length + (length & 1);
        }
        return nothing();
    }

    private static CodecHeader nothing() {
        return CodecHeader.of(new Details());
    }

    private static CodecHeader header(String codec, Bytes frame, int length) {
        if (codec.equals("h264")) {
            return h264(frame, length);
        }
        return FirstFrame.read(codec, frame, length)
                .map(first -> new CodecHeader(
                        first.width(),
                        first.height(),
                        false,
                        first.frameRate(),
                        new Details().put("bit_depth", first.bitDepth())))
                .orElseGet(AviFirstFrame::nothing);
    }

    /** Its parameter set stands behind a start code here, and is put into the box that it has elsewhere. */
    private static CodecHeader h264(Bytes frame, int length) {
        for (int at = 0; at + 8 < length; at++) {
            if (frame.u24be(at) == 1 && (frame.u8(at + 3) & 31) == SPS) {
                int start = at + 3;
                int end = start + 4;
                while (end + 3 < length && frame.u24be(end) > 1) {
                    end++;
                }
                byte[] box = new byte[8 + end - start];
                box[0] = 1;
                box[1] = (byte) frame.u8(start + 1);
                box[2] = (byte) frame.u8(start + 2);
                box[3] = (byte) frame.u8(start + 3);
                box[5] = 1;
                box[6] = (byte) ((end - start) >> 8);
                box[7] = (byte) (end - start);
                System.arraycopy(frame.copy(start, end - start), 0, box, 8, end - start);
                return CodecConfiguration.read("h264", new HeldBytes(box, box.length, 0), 0, box.length);
            }
        }
        return nothing();
    }
}
