package io.mediafn.media.ffprobe;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.VideoStream;
import io.mediafn.media.video.VideoStream.CountMethod;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stream that FiftyOne takes from what ffprobe says of a file. */
final class FoundStream {
    /** More than ffprobe itself allows. */
    private static final int MOST_STREAMS = 1000;

    private static final int MOST_SIDE_DATA = 16;
    private static final Pattern FRACTION = Pattern.compile("(\\d{1,18})[/:](\\d{1,18})");

    /** The depth in a name like {@code yuv420p10le}. */
    private static final Pattern DEEP = Pattern.compile("p(9|1[0-6])(le|be)$");

    private final FlatOutput output;
    private final int index;

    private FoundStream(FlatOutput output, int index) {
        this.output = output;
        this.index = index;
    }

    /** @throws MediaException if there is no video in it */
    static VideoStream of(FlatOutput output) {
        return new FoundStream(
                        output,
                        firstOf(output, "video")
                                .orElseThrow(() -> new MediaException(
                                        Reason.UNSUPPORTED, "no video in it, so FiftyOne stores nothing for it")))
                .read();
    }

    private static OptionalInt firstOf(FlatOutput output, String type) {
        for (int i = 0; i < MOST_STREAMS; i++) {
            Optional<String> found = output.text("streams.stream." + i + ".codec_type");
            if (found.isPresent() && found.get().equals(type)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private String name(String field) {
        return "streams.stream." + index + "." + field;
    }

    private VideoStream read() {
        OptionalLong width = output.number(name("width"));
        OptionalLong height = output.number(name("height"));
        if (width.isEmpty() || height.isEmpty()) {
            throw new MediaException(Reason.CORRUPT, "ffprobe finds a video in it, but no size of its frames");
        }
        OptionalLong frames = output.number(name("nb_frames"));
        return new VideoStream(
                Math.toIntExact(width.getAsLong()),
                Math.toIntExact(height.getAsLong()),
                rotation(),
                fraction("avg_frame_rate"),
                fraction("r_frame_rate"),
                frames,
                output.real(name("duration")),
                output.number(name("duration_ts")),
                fraction("time_base"),
                containerDuration(),
                output.text(name("codec_tag_string")).orElse("[0][0][0][0]"),
                frames.isPresent() ? CountMethod.HEADER : CountMethod.DURATION_TIMES_RATE,
                true,
                Optional.empty(),
                details(),
                List.of());
    }

    private OptionalDouble containerDuration() {
        return output.real("format.duration");
    }

    private Rational fraction(String field) {
        Matcher fraction = FRACTION.matcher(output.text(name(field)).orElse(""));
        return fraction.matches()
                ? new Rational(Long.parseLong(fraction.group(1)), Long.parseLong(fraction.group(2)))
                : Rational.UNKNOWN;
    }

    /** ffprobe counts the other way round. */
    private int rotation() {
        for (int i = 0; i < MOST_SIDE_DATA; i++) {
            OptionalLong degrees = output.number(name("side_data_list.side_data." + i + ".rotation"));
            if (degrees.isPresent()) {
                return (int) Math.floorMod(-degrees.getAsLong(), 360L);
            }
        }
        return 0;
    }

    private Details details() {
        Details details = new Details();
        put(details, "codec", "codec_name");
        put(details, "codec_profile", "profile");
        bitDepth().ifPresent(bits -> details.put("bit_depth", bits));
        details.put("color", color());
        output.text(name("sample_aspect_ratio"))
                .filter(ratio -> !ratio.equals("1:1") && !ratio.startsWith("0:"))
                .ifPresent(ratio -> details.put("sample_aspect_ratio", ratio));
        details.put("audio", audio());
        output.text("format.tags.creation_time").ifPresent(time -> details.putText("captured_at", time));
        return details;
    }

    private void put(Details details, String name, String field) {
        output.text(name(field))
                .filter(value -> !value.equals("unknown"))
                .ifPresent(value -> details.putText(name, value));
    }

    private OptionalLong bitDepth() {
        OptionalLong stated = output.number(name("bits_per_raw_sample"));
        if (stated.isPresent()) {
            return stated;
        }
        Optional<String> format = output.text(name("pix_fmt"));
        if (format.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher deep = DEEP.matcher(format.get());
        boolean usual = format.get().matches("yuvj?4[0-4][0-4]p|nv12|nv21");
        return deep.find()
                ? OptionalLong.of(Long.parseLong(deep.group(1)))
                : usual ? OptionalLong.of(8) : OptionalLong.empty();
    }

    private Details color() {
        Details color = new Details();
        put(color, "primaries", "color_primaries");
        put(color, "transfer", "color_transfer");
        put(color, "matrix", "color_space");
        output.text(name("color_range"))
                .filter(range -> range.equals("tv") || range.equals("pc"))
                .ifPresent(range -> color.put("full_range", range.equals("pc")));
        return color;
    }

    private Details audio() {
        Details audio = new Details();
        firstOf(output, "audio").ifPresent(number -> {
            FoundStream stream = new FoundStream(output, number);
            stream.put(audio, "codec", "codec_name");
            output.number(stream.name("channels")).ifPresent(channels -> audio.put("channels", channels));
            output.number(stream.name("sample_rate")).ifPresent(rate -> audio.put("sample_rate", rate));
        });
        return audio;
    }
}
