package io.mediafn.dataset;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;

/** Where a medium lies, as it is written in datasets: a path of a disk has no scheme there. */
public final class StoredPath {
    private static final String DISK = "file://";

    private StoredPath() {}

    /**
     * Where a medium of this path lies.
     *
     * @throws io.mediafn.location.IllegalLocationException if the path is no location
     */
    public static Location locationOf(String path) {
        return Location.of(path.startsWith("/") ? DISK + path : path);
    }

    /** How a location is written. */
    public static String of(Location at) {
        String text = at.toString();
        return at.scheme() == Scheme.FILE && text.startsWith(DISK + "/") ? text.substring(DISK.length()) : text;
    }
}
