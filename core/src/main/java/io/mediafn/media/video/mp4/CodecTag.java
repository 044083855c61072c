package io.mediafn.media.video.mp4;

/** How ffprobe prints the four characters of a codec. */
final class CodecTag {
    private CodecTag() {}

    /** Letters, digits and a few signs as they are, any other byte as its number; no tag is four zeros. */
    static String text(String tag) {
        if (tag.isEmpty()) {
            return "[0][0][0][0]";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tag.length(); i++) {
            char c = tag.charAt(i);
            boolean plain = (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || " .-_".indexOf(c) >= 0;
            if (plain) {
                text.append(c);
            } else {
                text.append('[').append((int) c).append(']');
            }
        }
        return text.toString();
    }
}
