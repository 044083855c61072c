package io.mediafn.media.image;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import java.nio.charset.StandardCharsets;

/** The name of a colour profile (ICC.1, 7.2 and 9.2.41), from the bytes that are there. */
final class IccProfile {
    private static final int SIGNATURE = 36;
    private static final int TAGS = 128;
    private static final int TAG_SIZE = 12;
    private static final int MAX_TAGS = 100;
    private static final int MAX_TEXT = 256;

    private IccProfile() {}

    /**
     * Puts the profile's description, if these bytes hold it.
     *
     * @param profile from its first byte on; possibly only its start
     */
    static void describe(Bytes profile, Details details) {
        if (!profile.startsWith(SIGNATURE, "acsp") || !profile.contains(TAGS, 4)) {
            return;
        }
        long tags = Math.min(MAX_TAGS, profile.u32be(TAGS));
        for (long i = 0; i < tags; i++) {
            long tag = TAGS + 4 + i * TAG_SIZE;
            if (profile.startsWith(tag, "desc") && profile.contains(tag, TAG_SIZE)) {
                details.putText("icc_profile", text(profile, profile.u32be(tag + 4)));
                return;
            }
        }
    }

    private static String text(Bytes profile, long start) {
        if (profile.startsWith(start, "desc") && profile.contains(start, 12)) {
            return ascii(profile, start + 12, profile.u32be(start + 8));
        }
        if (profile.startsWith(start, "mluc") && profile.contains(start, 28)) {
            long length = Math.min(MAX_TEXT, profile.u32be(start + 20));
            long content = start + profile.u32be(start + 24);
            if (profile.contains(content, length)) {
                return new String(profile.copy(content, (int) length), StandardCharsets.UTF_16BE);
            }
        }
        return "";
    }

    private static String ascii(Bytes bytes, long start, long declared) {
        int length = 0;
        while (length < Math.min(declared, MAX_TEXT)
                && bytes.contains(start + length, 1)
                && bytes.u8(start + length) != 0) {
            length++;
        }
        return bytes.text(start, length);
    }
}
