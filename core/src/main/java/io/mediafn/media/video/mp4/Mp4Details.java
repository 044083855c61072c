package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Details;
import io.mediafn.media.video.Rational;
import java.time.Instant;
import java.util.Set;

/** What else the bytes tell that were read for FiftyOne's values. */
final class Mp4Details {
    /** Times count from 1904; some writers count from 1970. */
    private static final long EPOCH_1904 = 2_082_844_800L;

    private static final long EARLIEST = Instant.parse("1995-01-01T00:00:00Z").getEpochSecond();
    private static final long LATEST = Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

    /** Sensors of action cameras, drones and phones. */
    private static final Set<String> TELEMETRY = Set.of("gpmd", "camm", "rtmd", "djmd", "dbgi", "priv");

    private final Movie movie;
    private final Track video;
    private final FragmentScan scan;
    private final TopLevel top;
    private final Details details = new Details();

    Mp4Details(Movie movie, Track video, FragmentScan scan, TopLevel top) {
        this.movie = movie;
        this.video = video;
        this.scan = scan;
        this.top = top;
    }

    /**
     * Puts all together.
     *
     * @param first whether the movie header stands before the media data
     * @param cut whether it ends behind the end of the file
     */
    Details all(boolean first, boolean cut) {
        codec();
        timing();
        boolean fragmented = !movie.defaults().isEmpty();
        details.put("fragmented", fragmented);
        if (!fragmented) {
            details.put("faststart", first);
        }
        details.put("truncated", top.isCut() || cut);
        tracks();
        if (!movie.details().has("captured_at")) {
            captured(movie.header().created() != 0 ? movie.header().created() : video.created());
        }
        return details.putAll(movie.details());
    }

    private void codec() {
        SampleEntry entry = video.entry();
        details.putText("codec", entry.codec());
        details.putAll(entry.header().details());
        if (!entry.color().toMap().isEmpty()) {
            details.put("color", entry.color()); // the container's word counts more than the codec's
        }
        Rational pixel = entry.pixelRatio();
        if (pixel.numerator() > 0 && pixel.denominator() > 0) {
            Rational reduced = Ratios.reduce(pixel.numerator(), pixel.denominator());
            details.put("sample_aspect_ratio", reduced.numerator() + ":" + reduced.denominator());
        }
        if (entry.encrypted()) {
            details.put("encrypted", true);
        }
        if (video.matrix().isMirrored()) {
            details.put("mirrored", true);
        }
    }

    private void timing() {
        long listed = video.times().samples();
        Fragments fragments = scan.fragments();
        if (listed + fragments.tally().samples() > 0) {
            details.put(
                    "variable_frame_rate",
                    video.times().varying() || fragments.tally().isVarying());
        }
        details.put("edit_list", !video.edits().isEmpty());
        boolean all = scan.isExact() && !scan.leavesOut();
        if (fragments.tally().samples() > 0 && all) {
            details.put("frames_in_file", listed + fragments.tally().samples());
        } else if (fragments.tally().samples() == 0 && listed > 0) {
            video.keyFrames().ifPresent(count -> details.put("key_frame_count", count));
        }
    }

    private void tracks() {
        boolean timecode = video.timecoded();
        boolean telemetry = false;
        for (Track track : movie.tracks()) {
            timecode |= track.handler().equals("tmcd") || track.tag().equals("tmcd");
            telemetry |= TELEMETRY.contains(track.tag());
            if (track.kind() == Track.Kind.AUDIO && !details.has("audio")) {
                details.put("audio", track.details());
            }
        }
        if (timecode) {
            details.put("timecode", true);
        }
        if (telemetry) {
            details.put("telemetry", true);
        }
    }

    private void captured(long since1904) {
        long seconds = since1904 > 0 && since1904 < EPOCH_1904 ? since1904 : since1904 - EPOCH_1904;
        if (since1904 > 0 && seconds >= EARLIEST && seconds < LATEST) {
            details.put("captured_at", Instant.ofEpochSecond(seconds).toString());
        }
    }
}
