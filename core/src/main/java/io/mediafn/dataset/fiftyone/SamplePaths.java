package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.SampleIds;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import org.bson.types.ObjectId;

/** Between file paths as FiftyOne has them, which are locations or absolute paths, and locations. */
final class SamplePaths {
    private static final String FILE = "file://";

    private SamplePaths() {}

    /** @throws IllegalLocationException for a text that is neither */
    static Location toLocation(String path) {
        return Location.of(path.startsWith("/") ? FILE + path : path);
    }

    /**
     * The id of a sample that was first seen at a path: the same one for whoever sees it.
     *
     * @param attempt 0, or more where an id is taken by a sample that was relinked since
     */
    static ObjectId id(String path, int attempt) {
        String first = canonical(path);
        return new ObjectId(SampleIds.shortHash(attempt == 0 ? first : first + "\n" + attempt));
    }

    private static String canonical(String path) {
        try {
            return toLocation(path).canonical();
        } catch (IllegalLocationException e) {
            return path;
        }
    }
}
