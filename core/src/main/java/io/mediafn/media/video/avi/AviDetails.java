package io.mediafn.media.video.avi;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.Window;
import io.mediafn.media.video.FourCc;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Reduction;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What an AVI tells beyond what FiftyOne stores, from bytes that are here already. */
final class AviDetails {
    private static final int LONGEST_DATE = 64;

    /** {@code Mon Mar 10 15:04:43 2003}. */
    private static final String C_DATE = "EEE MMM d HH:mm:ss yyyy";

    private static final int AUDIO_FORMAT = 16;
    private static final int PROPERTIES = 36;

    private final Window window;
    private final Details details = new Details();
    private Rational pixelAspect = Rational.UNKNOWN;

    AviDetails(Window window) {
        this.window = window;
    }

    /** The codec of the video. */
    void video(String tag) {
        FourCc.videoCodec(tag).ifPresent(name -> details.put("codec", name));
    }

    /** The WAVEFORMATEX of an audio stream; the first one counts. */
    void audio(long content, long length) {
        if (length < AUDIO_FORMAT || !window.fetched(content, AUDIO_FORMAT) || details.has("audio")) {
            return;
        }
        Details audio = new Details();
        String codec = audioCodec(window.u16le(content), window.u16le(content + 14));
        if (!codec.isEmpty()) {
            audio.put("codec", codec);
        }
        audio.put("channels", window.u16le(content + 2)).put("sample_rate", window.u32le(content + 4));
        details.put("audio", audio);
    }

    private static String audioCodec(int tag, int bits) {
        return switch (tag) {
            case 1 -> bits == 8 ? "pcm_u8" : "pcm_s" + bits + "le";
            case 3 -> bits == 64 ? "pcm_f64le" : "pcm_f32le";
            case 2 -> "adpcm_ms";
            case 6 -> "pcm_alaw";
            case 7 -> "pcm_mulaw";
            case 0x11 -> "adpcm_ima_wav";
            case 0x50 -> "mp2";
            case 0x55 -> "mp3";
            case 0xff, 0x1600, 0x706d -> "aac";
            case 0x160 -> "wmav1";
            case 0x161 -> "wmav2";
            case 0x162 -> "wmapro";
            case 0x2000 -> "ac3";
            case 0x2001 -> "dts";
            case 0x566f -> "vorbis";
            case 0xf1ac -> "flac";
            default -> "";
        };
    }

    /** OpenDML's vprp: the aspect ratio of the picture. */
    void properties(long content, long length) {
        if (length <= PROPERTIES || !window.fetched(content, PROPERTIES)) {
            return;
        }
        long aspectHeight = window.u16le(content + 20);
        long aspectWidth = window.u16le(content + 22);
        long activeWidth = window.u32le(content + 24);
        long activeHeight = window.u32le(content + 28);
        if (aspectHeight > 0 && aspectWidth > 0 && activeWidth > 0 && activeHeight > 0) {
            pixelAspect = Reduction.reduce(aspectWidth * activeHeight, aspectHeight * activeWidth, Integer.MAX_VALUE);
        }
    }

    /** When it was recorded, in the words of C's {@code ctime}, or as {@code 2003/03/10 15:04}. */
    void date(long content, long length) {
        int read = (int) Math.min(LONGEST_DATE, length);
        if (!window.fetched(content, read)) {
            return;
        }
        String text =
                window.text(content, read).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        try {
            LocalDateTime time = LocalDateTime.parse(text, DateTimeFormatter.ofPattern(C_DATE, Locale.ROOT));
            details.put("captured_at", time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME));
        } catch (DateTimeException e) {
            if (text.matches("\\d{4}/\\d\\d/\\d\\d.*")) {
                details.put("captured_at", text.replace('/', '-'));
            }
        }
    }

    void truncated() {
        details.put("truncated", true);
    }

    Details details() {
        if (pixelAspect.numerator() > 0 && pixelAspect.numerator() != pixelAspect.denominator()) {
            details.put("sample_aspect_ratio", pixelAspect.numerator() + ":" + pixelAspect.denominator());
        }
        return details;
    }
}
