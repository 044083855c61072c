package io.mediafn.media;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Problem;
import io.mediafn.media.video.VideoStream;
import io.mediafn.media.video.VideoStream.CountMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What FiftyOne makes of ffprobe's answer: {@code VideoStreamInfo} of its library eta, with the impossible values left
 * out unless they are asked for. Belongs to one probe.
 */
final class VideoRules {
    /** What eta stores for a duration and a number of frames that it does not find. */
    private static final double NO_DURATION = -1;

    private static final long NO_COUNT = -1;

    private final VideoStream stream;
    private final Profile profile;
    private final boolean literal;
    private final List<Problem> problems;
    private CountMethod method;

    private VideoRules(VideoStream stream, Profile profile) {
        this.stream = stream;
        this.profile = profile;
        this.literal = profile == Profile.FIFTYONE_STRICT;
        this.problems = new ArrayList<>(stream.problems());
        this.method = stream.countMethod();
    }

    /** @throws MediaException where the profile has nothing for such a video */
    static ProbeResult result(
            VideoStream stream, OptionalLong size, String mimeType, Details sniffed, Profile profile) {
        return new VideoRules(stream, profile).result(size, mimeType, sniffed);
    }

    private ProbeResult result(OptionalLong size, String mimeType, Details details) {
        Optional<String> refusal = mimeType.startsWith("image/")
                ? Optional.of("it takes the file for an image, by its name")
                : stream.refusal();
        if (literal && refusal.isPresent()) {
            throw refused(refusal.get());
        }
        refusal.ifPresent(why -> problems.add(new Problem("metadata", "FiftyOne stores nothing for it: " + why)));
        OptionalDouble rate = frameRate();
        double duration = duration();
        OptionalLong count = count(duration, rate);
        boolean sideways = stream.rotation() % 180 != 0;
        boolean swap = sideways && (profile == Profile.FIFTYONE_FFMPEG4 || profile == Profile.DISPLAY);
        MediaMetadata.Video metadata = new MediaMetadata.Video(
                size,
                mimeType,
                known("frame_width", swap ? stream.height() : stream.width()),
                known("frame_height", swap ? stream.width() : stream.height()),
                rate,
                count,
                possible(duration),
                stream.codecTag());
        if (stream.rotation() != 0) {
            details.put("rotation", stream.rotation())
                    .put("display_width", sideways ? stream.height() : stream.width())
                    .put("display_height", sideways ? stream.width() : stream.height());
        }
        if (count.isPresent()) {
            details.put("total_frame_count_method", method.name().toLowerCase(Locale.ROOT));
        }
        details.putAll(stream.details());
        return new ProbeResult("video", metadata, details.toMap(), problems, stream.exact());
    }

    /** ffprobe prints 0 for a size that it does not find, and eta stores that. */
    private OptionalInt known(String field, int pixels) {
        if (pixels > 0 || literal) {
            return OptionalInt.of(pixels);
        }
        problems.add(new Problem(field, "the file states none (FiftyOne stores 0)"));
        return OptionalInt.empty();
    }

    /** The average, else what ffprobe guesses; eta stores nothing for a video that has neither. */
    private OptionalDouble frameRate() {
        double average = stream.averageFrameRate().value();
        double rate =
                Double.isFinite(average) ? average : stream.realFrameRate().value();
        if (Double.isFinite(rate)) {
            return OptionalDouble.of(rate);
        }
        if (literal) {
            throw refused("it has no frame rate");
        }
        problems.add(new Problem("frame_rate", "neither the header nor the frames that were read tell it"));
        return OptionalDouble.empty();
    }

    private double duration() {
        if (stream.duration().isPresent()) {
            return stream.duration().getAsDouble();
        }
        if (stream.durationTicks().isPresent()
                && Double.isFinite(stream.timeBase().value())) {
            return stream.durationTicks().getAsLong() * stream.timeBase().value();
        }
        return stream.containerDuration().orElse(NO_DURATION);
    }

    private OptionalDouble possible(double duration) {
        if (duration < 0 && !literal) {
            problems.add(new Problem("duration", "the file states none (FiftyOne stores -1)"));
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(duration);
    }

    private OptionalLong count(double duration, OptionalDouble rate) {
        if (stream.frames().isPresent()) {
            return stream.frames();
        }
        method = CountMethod.DURATION_TIMES_RATE;
        // Python's round: a half goes to the even neighbour.
        long count = rate.isPresent()
                ? (long) Math.rint(duration * rate.getAsDouble())
                : stream.durationTicks().orElse(NO_COUNT);
        if (count < 0 && !literal) {
            problems.add(
                    new Problem("total_frame_count", "neither counted nor computable (FiftyOne stores " + count + ")"));
            return OptionalLong.empty();
        }
        return OptionalLong.of(count);
    }

    private static MediaException refused(String why) {
        return new MediaException(Reason.UNSUPPORTED, "FiftyOne stores nothing for it: " + why);
    }
}
