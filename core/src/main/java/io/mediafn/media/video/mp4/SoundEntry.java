package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.BoxWalk;
import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import java.util.Optional;

/** The first description of a track of sound. */
final class SoundEntry {
    private static final int FIXED = 36;
    private static final int VERSION_1 = 16;
    private static final int MOST = 64;

    private SoundEntry() {}

    static Details read(Bytes bytes, Box stsd, String tag) {
        Details details = new Details();
        long start = stsd.content() + 8;
        if (stsd.end() - start < FIXED) {
            return details;
        }
        String codec = Codecs.audio(tag);
        int version = bytes.u16be(start + 16);
        long boxes = start + FIXED + (version == 1 ? VERSION_1 : 0);
        Optional<Box> esds = BoxWalk.tolerant(bytes, boxes, stsd.end(), MOST).next("esds");
        if (esds.isPresent() && version < 2) {
            String described = Mpeg4Header.read(bytes, esds.get(), tag).codec();
            codec = described.isEmpty() ? codec : described;
        }
        details.putText("codec", codec.isEmpty() ? tag : codec);
        if (version < 2) {
            details.put("channels", bytes.u16be(start + 24));
            details.put("sample_rate", bytes.u32be(start + 32) >> 16);
        }
        return details;
    }
}
