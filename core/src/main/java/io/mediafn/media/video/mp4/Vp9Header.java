package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import java.util.Locale;

/** VP8 and VP9: the box {@code vpcC}. The size of the picture is in the frames alone. */
final class Vp9Header {
    private static final int FIXED = 12;

    private Vp9Header() {}

    static CodecHeader read(Bytes bytes, Box box, String tag) {
        Details details = new Details();
        if (box.length() < FIXED || bytes.u8(box.content()) != 1) {
            return CodecHeader.of(details);
        }
        long at = box.content() + 4;
        int profile = bytes.u8(at);
        int level = bytes.u8(at + 1);
        int depth = bytes.u8(at + 2) >> 4;
        details.put("codec_string", String.format(Locale.ROOT, "%s.%02d.%02d.%02d", tag, profile, level, depth));
        details.put("codec_profile", "Profile " + profile);
        if (level > 0) {
            details.put("codec_level", String.format(Locale.ROOT, "%d.%d", level / 10, level % 10));
        }
        details.put("bit_depth", depth);
        details.put(
                "color", Colors.of(bytes.u8(at + 3), bytes.u8(at + 4), bytes.u8(at + 5), (bytes.u8(at + 2) & 1) == 1));
        return CodecHeader.of(details);
    }
}
