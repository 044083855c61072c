package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Details;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was read of the box {@code moov}.
 *
 * @param bytes in which the boxes of its tracks lie
 * @param header of all tracks
 * @param tracks in their order, as far as they were looked at
 * @param video the first one that ffprobe takes for video
 * @param cover a picture in the metadata, where it stands before every track of video
 * @param defaults of the samples in fragments, by the number of their track; empty if there are none
 * @param whole whether all boxes were passed
 * @param cut whether a track claims more than the file has
 * @param details place and the like
 */
record Movie(
        Bytes bytes,
        Header header,
        List<Track> tracks,
        Optional<Track> video,
        Optional<CoverPicture> cover,
        Map<Long, Defaults> defaults,
        boolean whole,
        boolean cut,
        Details details) {
    /**
     * The box {@code mvhd}.
     *
     * @param timescale ticks of a second, 0 before it was seen
     * @param created seconds since 1904, 0 if unknown
     * @param matrix how all tracks are turned
     */
    record Header(long timescale, long created, Matrix matrix) {
        static final Header NONE = new Header(0, 0, Matrix.IDENTITY);
    }

    /**
     * The box {@code trex}.
     *
     * @param description which sample description is meant, from 1
     * @param duration of a sample in ticks
     * @param size of a sample in bytes
     * @param flags of a sample
     */
    record Defaults(long description, long duration, long size, long flags) {}

    Movie {
        tracks = List.copyOf(tracks);
        defaults = Map.copyOf(defaults);
    }

    /**
     * Whether ffprobe looks at the edit list of a track: not from the first track on that lists no samples, since it
     * takes the file for a fragmented one then.
     */
    boolean editsCount(Track upTo) {
        for (Track track : tracks) {
            if (track.times().entries() == 0 && !track.timesSkipped()) {
                return false;
            }
            if (track.equals(upTo)) {
                return true;
            }
        }
        return true;
    }
}
