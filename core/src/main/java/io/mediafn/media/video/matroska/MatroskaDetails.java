package io.mediafn.media.video.matroska;

import io.mediafn.media.read.Details;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Reduction;
import io.mediafn.media.video.mp4.CodecConfiguration;
import java.time.Instant;

/** What else the header tells than FiftyOne's values. */
final class MatroskaDetails {
    private static final Instant EPOCH = Instant.parse("2001-01-01T00:00:00Z");
    private static final Instant EARLIEST = Instant.parse("1995-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    /** Of the unit that the display's sizes are in: from here on they tell nothing. */
    private static final int UNKNOWN_UNIT = 4;

    private static final int STUDIO = 1;
    private static final int FULL = 2;
    private static final int VP9_PROFILE = 1;
    private static final int VP9_LEVEL = 2;
    private static final int VP9_DEPTH = 3;

    private final Segment segment;
    private final Track track;
    private final Details details = new Details();

    MatroskaDetails(Segment segment, Track track) {
        this.segment = segment;
        this.track = track;
    }

    Details of(CodecFacts codec) {
        VideoSettings video = track.video;
        if (!codec.name().isEmpty()) {
            details.put("codec", codec.name());
        }
        details.putAll(codec.header().details());
        if (codec.name().equals("vp9")) {
            vp9();
        }
        if (video.bitsPerChannel > 0 && video.bitsPerChannel <= 32) {
            details.put("bit_depth", video.bitsPerChannel);
        }
        color();
        sampleAspectRatio();
        if (video.alpha) {
            details.put("has_alpha", true);
        }
        if (video.yaw != 0 && video.isFlat()) {
            details.put("mirrored", true);
        }
        if (track.encodings.encrypted) {
            details.put("encrypted", true);
        }
        details.put("truncated", segment.cut);
        segment.tracks.stream().filter(Track::isAudio).findFirst().ifPresent(this::audio);
        capturedAt();
        return details;
    }

    /** The container's word counts more than the codec's. */
    private void color() {
        VideoSettings video = track.video;
        Details color = CodecConfiguration.color(video.primaries, video.transfer, video.matrix);
        if (video.range == STUDIO || video.range == FULL) {
            color.put("full_range", video.range == FULL);
        }
        details.put("color", color);
    }

    private void sampleAspectRatio() {
        VideoSettings video = track.video;
        boolean told = video.displayUnit < UNKNOWN_UNIT && isSide(video.displayWidth) && isSide(video.displayHeight);
        if (told && isSide(video.croppedWidth()) && isSide(video.croppedHeight())) {
            Rational ratio = Reduction.reduce(
                    video.croppedHeight() * video.displayWidth,
                    video.croppedWidth() * video.displayHeight,
                    Integer.MAX_VALUE);
            if (ratio.numerator() != ratio.denominator()) {
                details.put("sample_aspect_ratio", ratio.numerator() + ":" + ratio.denominator());
            }
        }
    }

    private static boolean isSide(long pixels) {
        return pixels > 0 && pixels <= Integer.MAX_VALUE;
    }

    /** WebM's codec features: numbers, each behind its id and its length. */
    private void vp9() {
        long[] features = {-1, -1, -1, -1};
        long length = track.codecPrivateLength();
        for (long at = 0; at + 3 <= Math.min(length, 64); at += 3) {
            int id = track.codecPrivate().u8(at);
            if (track.codecPrivate().u8(at + 1) != 1) {
                return;
            }
            if (id >= VP9_PROFILE && id <= VP9_DEPTH) {
                features[id] = track.codecPrivate().u8(at + 2);
            }
        }
        if (features[VP9_PROFILE] >= 0) {
            details.put("codec_profile", "Profile " + features[VP9_PROFILE]);
        }
        if (features[VP9_DEPTH] > 0) {
            details.put("bit_depth", features[VP9_DEPTH]);
        }
        if (features[VP9_PROFILE] >= 0 && features[VP9_LEVEL] > 0 && features[VP9_DEPTH] > 0) {
            details.put("codec_level", features[VP9_LEVEL] / 10 + "." + features[VP9_LEVEL] % 10);
            details.put(
                    "codec_string",
                    "vp09." + twoDigits(features[VP9_PROFILE]) + "." + twoDigits(features[VP9_LEVEL]) + "."
                            + twoDigits(features[VP9_DEPTH]));
        }
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }

    private void audio(Track sound) {
        Details audio = new Details();
        CodecNames.audio(sound.codecId, sound.audio.bitDepth).ifPresent(name -> audio.put("codec", name));
        audio.put("channels", sound.audio.channels);
        double rate = sound.audio.sampleRate();
        if (rate >= 1 && rate <= Integer.MAX_VALUE) {
            audio.put("sample_rate", (int) rate);
        }
        details.put("audio", audio);
    }

    private void capturedAt() {
        segment.dateUtc.ifPresent(nanoseconds -> {
            Instant time = EPOCH.plusNanos(nanoseconds);
            if (time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
                details.put("captured_at", time.toString());
            }
        });
    }
}
