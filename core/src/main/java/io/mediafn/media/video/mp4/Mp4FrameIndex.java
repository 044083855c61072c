package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.video.FrameIndex;
import io.mediafn.media.video.FrameIndexer;
import io.mediafn.media.video.Rational;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The frames of an MP4 or QuickTime file, from its movie header and its fragments: of the file no more than one of
 * them is held at a time, and of each frame some bytes.
 */
public final class Mp4FrameIndex implements FrameIndexer {
    /** A header of more stands for weeks of film. */
    private static final int MOST_BYTES = 64 << 20;

    private final BoxStream stream = new BoxStream(new Listener(), MOST_BYTES);
    private Optional<Index> index = Optional.empty();

    /** Why there will be no index; thrown at the end, since whoever passes the file by wants all of it. */
    private Optional<MediaException> failure = Optional.empty();

    private final class Listener implements BoxStream.Listener {
        @Override
        public boolean wants(String type) {
            return failure.isEmpty() && (index.isPresent() ? type.equals("moof") : type.equals("moov"));
        }

        @Override
        public void kept(KeptBytes bytes, Box box) {
            if (index.isPresent()) {
                index.get().fragments.read(bytes, box, OptionalLong.empty());
            } else {
                index = Optional.of(new Index(bytes, box));
            }
        }
    }

    /** What the movie header says, and every fragment adds to. */
    private static final class Index {
        private final Track video;
        private final FrameCollector frames;
        private final Fragments fragments;

        Index(KeptBytes bytes, Box moov) {
            Movie movie = MovieReader.read(bytes, moov, () -> Long.MAX_VALUE, true);
            video = movie.video()
                    .orElseThrow(() -> new MediaException(Reason.UNSUPPORTED, "no track of video to index"));
            boolean edited = movie.editsCount(video) && !video.edits().isEmpty();
            long offset = video.edits().timeOffset(video.timescale(), video.movieTimescale());
            SampleTables.Listed listed = SampleTables.read(movie.bytes(), video, edited ? 0 : -offset);
            SampleList samples =
                    edited && listed.samples().size() > 0 ? EditedSamples.of(listed, video) : listed.samples();
            frames = new FrameCollector(samples, listed, offset);
            fragments = new Fragments(movie, video, 0, frames);
        }
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        if (failure.isEmpty()) {
            try {
                stream.accept(bytes, offset, length);
            } catch (MediaException e) {
                failure = Optional.of(e);
            }
        }
    }

    @Override
    public FrameIndex finish() {
        if (failure.isPresent()) {
            throw failure.get();
        }
        boolean cut = stream.finish();
        Index found =
                index.orElseThrow(() -> new MediaException(Reason.CORRUPT, "broken MP4: there is no moov box in it"));
        boolean varying =
                found.video.times().varying() || found.fragments.tally().isVarying();
        return found.frames.index(
                new Rational(1, found.video.timescale()),
                varying,
                cut ? Optional.of("the file is cut off: not all of these frames are in it") : Optional.empty());
    }
}
