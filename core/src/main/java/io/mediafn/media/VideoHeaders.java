package io.mediafn.media;

import io.mediafn.media.format.Format;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;
import io.mediafn.media.video.FrameIndexer;
import io.mediafn.media.video.VideoStream;
import io.mediafn.media.video.avi.AviFrameIndex;
import io.mediafn.media.video.avi.AviHeader;
import io.mediafn.media.video.matroska.MatroskaFrameIndex;
import io.mediafn.media.video.matroska.MatroskaHeader;
import io.mediafn.media.video.mp4.Mp4FrameIndex;
import io.mediafn.media.video.mp4.Mp4Header;
import java.util.Optional;

/** The one way to the readers of all video containers. */
final class VideoHeaders {
    private VideoHeaders() {}

    /** Whether there is a reader of ours for such a file. */
    static boolean reads(Format format) {
        return switch (format) {
            case MP4, QUICKTIME, THREE_GPP, WEBM, MATROSKA, AVI -> true;
            default -> false;
        };
    }

    /** The picture on the cover of a file of sound, which FiftyOne takes for a video, if it has one. */
    static Optional<VideoStream> coverOf(Window window) {
        return Mp4Header.coverOf(window);
    }

    /** What finds every frame while the whole file passes by, for the formats that have such a reader. */
    static Optional<FrameIndexer> frameIndexer(Format format) {
        return switch (format) {
            case WEBM, MATROSKA -> Optional.of(new MatroskaFrameIndex());
            case AVI -> Optional.of(new AviFrameIndex());
            case MP4, QUICKTIME, THREE_GPP -> Optional.of(new Mp4FrameIndex());
            default -> Optional.empty();
        };
    }

    /**
     * Reads the headers of a video.
     *
     * @throws MediaException if it is broken, or of a format that is not read
     */
    static VideoStream read(Format format, Window window) {
        return switch (format) {
            case MP4, QUICKTIME, THREE_GPP -> Mp4Header.read(window);
            case WEBM, MATROSKA -> MatroskaHeader.read(window);
            case AVI -> AviHeader.read(window);
            default -> throw new MediaException(Reason.UNSUPPORTED, format.mimeType() + " is not read by this version");
        };
    }
}
