package io.mediafn.media.video;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.RangeSource;

/** Another program that knows the formats that we don't: an ffprobe. Thread-safe. */
@FunctionalInterface
public interface ExternalVideoReader {
    /**
     * Reads a video by ranges of its own choice.
     *
     * @param path the key, whose extension the program may go by
     * @param size of the object in bytes
     * @throws MediaException if the program refuses the file, or takes too much or too long for it
     */
    VideoStream read(String path, RangeSource source, long size);
}
