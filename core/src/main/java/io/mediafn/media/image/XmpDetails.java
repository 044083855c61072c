package io.mediafn.media.image;

import io.mediafn.media.read.Details;
import java.util.List;

/** What a packet of XMP tells by a few words in it; it is searched, not parsed. */
final class XmpDetails {
    /** What Pillow looks for to tell a gain map from another picture in the same file. */
    static final String GAIN_MAP = " hdrgm:Version=\"";

    private static final List<String> MOTION =
            List.of("MotionPhoto=\"1\"", "MotionPhoto>1<", "MicroVideo=\"1\"", "MicroVideo>1<");

    private XmpDetails() {}

    static void of(String packet, Details details) {
        if (packet.contains("hdrgm:Version")) {
            details.put("gain_map", true);
        }
        if (MOTION.stream().anyMatch(packet::contains)) {
            details.put("motion_photo", true);
        }
    }
}
