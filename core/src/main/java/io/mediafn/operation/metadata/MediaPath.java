package io.mediafn.operation.metadata;

import io.mediafn.dataset.StoredPath;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;

/** What of a location names the medium, and has its extension. */
final class MediaPath {
    private MediaPath() {}

    /** The same of a text, which need not be a location. */
    static String of(String text) {
        try {
            return of(StoredPath.locationOf(text));
        } catch (IllegalLocationException e) {
            return text;
        }
    }

    /** The key; of a URL without its query, which may be a signature, and which FiftyOne leaves out too. */
    static String of(Location at) {
        String key = at.key();
        int query = at.scheme() == Scheme.HTTP ? key.indexOf('?') : -1;
        return query < 0 ? key : key.substring(0, query);
    }
}
