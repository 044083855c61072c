package io.mediafn.media.image;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;

/** OpenEXR and Radiance, which Pillow does not read: only what their first lines say. */
final class OtherHeaders {
    private static final int MAX_ATTRIBUTES = 256;
    private static final int MAX_TEXT = 255;
    private static final int MAX_LINES = 256;
    private static final int MAX_CHANNELS = 64;

    private OtherHeaders() {}

    static ImageHeader readOpenExr(Window window) {
        long position = 8;
        int channels = 0;
        for (int i = 0; i < MAX_ATTRIBUTES && window.u8(position) != 0; i++) {
            String name = text(window, position);
            position += name.length() + 1;
            position += text(window, position).length() + 1;
            long length = window.u32le(position);
            position += 4;
            if (name.equals("channels")) {
                channels = channels(window, position, position + length);
            } else if (name.equals("dataWindow") && length >= 16) {
                long width = (int) window.u32le(position + 8) - (long) (int) window.u32le(position) + 1;
                long height = (int) window.u32le(position + 12) - (long) (int) window.u32le(position + 4) + 1;
                return ImageHeader.of(width, height, channels <= 4 ? channels : 0, 0)
                        .refusedByFiftyOne("Pillow does not read OpenEXR");
            }
            position += length;
        }
        throw new MediaException(Reason.CORRUPT, "broken OpenEXR: no data window");
    }

    private static int channels(Window window, long start, long end) {
        int count = 0;
        long position = start;
        while (position < end && count < MAX_CHANNELS && window.u8(position) != 0) {
            position += text(window, position).length() + 1 + 16;
            count++;
        }
        return count;
    }

    /** Up to its zero byte. */
    private static String text(Window window, long start) {
        int length = 0;
        while (length < MAX_TEXT && window.u8(start + length) != 0) {
            length++;
        }
        return window.text(start, length);
    }

    /** The size is in the line behind the empty one: {@code -Y 512 +X 768}, in whichever order. */
    static ImageHeader readRadiance(Window window) {
        long position = 0;
        for (int i = 0; i < MAX_LINES; i++) {
            String line = line(window, position);
            position += line.length() + 1;
            String[] words = line.split(" ", 5);
            if (words.length != 4 || !isAxis(words[0]) || !isAxis(words[2])) {
                continue;
            }
            boolean rowsFirst = words[0].charAt(1) == 'Y';
            long first = number(words[1]);
            long second = number(words[3]);
            return ImageHeader.of(rowsFirst ? second : first, rowsFirst ? first : second, 3, 32)
                    .refusedByFiftyOne("Pillow does not read Radiance HDR");
        }
        throw new MediaException(Reason.CORRUPT, "broken Radiance HDR: no size");
    }

    private static boolean isAxis(String word) {
        return word.length() == 2 && "+-".indexOf(word.charAt(0)) >= 0 && "XY".indexOf(word.charAt(1)) >= 0;
    }

    private static long number(String digits) {
        return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 0;
    }

    private static String line(Window window, long start) {
        int length = 0;
        while (length < MAX_TEXT * 4 && window.u8(start + length) != '\n') {
            length++;
        }
        return window.text(start, length);
    }
}
