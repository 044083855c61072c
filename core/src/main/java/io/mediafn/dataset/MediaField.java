package io.mediafn.dataset;

/**
 * A field of samples, or of the frames of videos, that holds where a medium lies.
 *
 * @param path with dots between embedded documents: {@code filepath}, {@code ground_truth.mask_path}; without
 *     {@code frames.} in front for a field of frames
 * @param ofFrames whether it is a field of frames
 */
public record MediaField(String path, boolean ofFrames) {
    /** The medium of a sample itself. */
    public static final MediaField FILEPATH = new MediaField("filepath", false);

    /** As users write it: with {@code frames.} in front for a field of frames. */
    public String text() {
        return ofFrames ? "frames." + path : path;
    }
}
