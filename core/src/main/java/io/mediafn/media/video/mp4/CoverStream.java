package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.Problem;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Seconds;
import io.mediafn.media.video.VideoStream;
import io.mediafn.media.video.VideoStream.CountMethod;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A cover picture as the stream of video that ffprobe makes of it, with the clock of MPEG and the sound's duration. */
final class CoverStream {
    private static final long CLOCK = 90_000;

    private CoverStream() {}

    static VideoStream of(Movie movie, CoverPicture cover) {
        long micros = StreamRules.micros(movie, track -> track.kind() == Track.Kind.AUDIO);
        OptionalLong ticks = micros > 0 ? OptionalLong.of(StreamRules.fromMicros(micros, CLOCK)) : OptionalLong.empty();
        Details details = new Details().put("codec", cover.codec()).put("cover_picture", true);
        return new VideoStream(
                cover.width(),
                cover.height(),
                0,
                Rational.UNKNOWN,
                new Rational(CLOCK, 1),
                OptionalLong.empty(),
                ticks.isPresent()
                        ? OptionalDouble.of(Seconds.of(ticks.getAsLong(), new Rational(1, CLOCK)))
                        : OptionalDouble.empty(),
                ticks,
                new Rational(1, CLOCK),
                OptionalDouble.empty(),
                CodecTag.text(""),
                CountMethod.DURATION_TIMES_RATE,
                true,
                Optional.empty(),
                details,
                List.of(new Problem("metadata", "sound with a cover picture, which ffprobe takes for a video")));
    }
}
