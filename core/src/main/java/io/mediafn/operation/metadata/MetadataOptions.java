package io.mediafn.operation.metadata;

import io.mediafn.media.Profile;

/**
 * How media are read.
 *
 * @param profile whose values are wanted
 * @param deep whether every byte is read, for checksums, frames and pixels
 */
public record MetadataOptions(Profile profile, boolean deep) {
    /** FiftyOne's values, from the headers. */
    public static final MetadataOptions DEFAULT = new MetadataOptions(Profile.FIFTYONE, false);
}
