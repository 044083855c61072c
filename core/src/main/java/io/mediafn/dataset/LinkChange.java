package io.mediafn.dataset;

import io.mediafn.media.MediaProbe;

/**
 * A medium that lies elsewhere now. Changes what is still linked to the old place, and nothing else.
 *
 * @param from as it is written in the dataset
 * @param to likewise
 */
public record LinkChange(String from, String to) {
    /** What undoes it. */
    public LinkChange undo() {
        return new LinkChange(to, from);
    }

    /** Whether both have one media type for FiftyOne, which goes by the end of a path and lets no sample change it. */
    public boolean keepsMediaType() {
        return MediaProbe.mediaTypeOf(from).equals(MediaProbe.mediaTypeOf(to));
    }
}
