package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import io.mediafn.media.video.VideoStream;
import java.util.Optional;

/**
 * MP4, QuickTime and 3GPP: by the movie header, wherever it stands, and by the fragments behind it. One read where the
 * header stands first, two where it stands last.
 */
public final class Mp4Header {
    private Mp4Header() {}

    /**
     * Reads what ffprobe would print of the video.
     *
     * @throws MediaException for a file without a movie header, or without video
     */
    public static VideoStream read(Window window) {
        TopLevel top = new TopLevel(window);
        Box moov = top.movie();
        boolean first = !top.hasMediaData();
        boolean fragmentBefore = top.hasFragmentBefore();
        window.lookFor("the first video track in the moov box");
        Movie movie = MovieReader.read(window, moov, window::bytesLeft, top.isFragmentBrand());
        if (movie.cover().isPresent()) {
            return CoverStream.of(movie, movie.cover().get());
        }
        Track video = movie.video().orElseThrow(() -> noVideo(movie, moov));
        if (movie.cut() && video.times().entries() == 0) {
            throw cutOff();
        }
        long duration = StreamRules.duration(movie, video);
        FragmentScan scan = new FragmentScan(window, top, movie, video, duration);
        if (!movie.defaults().isEmpty()) {
            scan.walk(moov.end());
        } else {
            top.passFetched(moov.end());
        }
        if (fragmentBefore) {
            scan.fragments().refuse("fragments stand before the movie header");
        }
        if (movie.cut()) {
            scan.fragments().refuse("it is cut off within its movie header");
        }
        movie.tracks().forEach(track -> track.chunks().refusal().ifPresent(scan.fragments()::refuse));
        return new StreamRules(movie, video, scan, top).stream(first, moov.cut());
    }

    /** What {@link #read} gives for a file of sound, empty where it has no picture, or is broken. */
    public static Optional<VideoStream> coverOf(Window window) {
        try {
            TopLevel top = new TopLevel(window);
            Movie movie = MovieReader.read(window, top.movie(), window::bytesLeft, top.isFragmentBrand());
            return movie.cover().map(cover -> CoverStream.of(movie, cover));
        } catch (MediaException e) {
            return Optional.empty(); // of sound nothing but its size is asked: that it is broken is no failure
        }
    }

    private static MediaException cutOff() {
        return new MediaException(Reason.CORRUPT, "truncated: the moov box goes on behind the end of the file");
    }

    private static MediaException noVideo(Movie movie, Box moov) {
        if (moov.cut()) {
            return cutOff();
        }
        Optional<Track> sound = movie.tracks().stream()
                .filter(track -> track.kind() == Track.Kind.AUDIO)
                .findFirst();
        return new MediaException(
                Reason.UNSUPPORTED,
                sound.isPresent()
                        ? "no video in it, only sound"
                        : "no video in any of its " + movie.tracks().size() + " tracks");
    }
}
