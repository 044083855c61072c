package io.mediafn.operation.upload;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.util.Optional;

/**
 * The name that a medium wants below the remote folder.
 *
 * @param relDir below which folders are kept
 */
record UploadNames(Optional<Location> relDir) {
    /**
     * A name.
     *
     * @param warning that it is not the one that was asked for
     */
    record Name(String text, Optional<String> warning) {}

    Name of(Location in) {
        if (relDir.isEmpty()) {
            return new Name(last(in), Optional.empty());
        }
        Location folder = relDir.get();
        if (folder.contains(in)) {
            return new Name(withoutQuery(in, in.key().substring(folder.key().length())), Optional.empty());
        }
        return new Name(
                last(in), Optional.of("lies outside of rel_dir " + folder.display() + ", so its folders are left out"));
    }

    private static String last(Location in) {
        String name = withoutQuery(in, in.key());
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** What is behind the question mark of a URL is no part of a name; in a key it is. */
    private static String withoutQuery(Location in, String name) {
        int query = in.scheme() == Scheme.HTTP ? name.indexOf('?') : -1;
        return query < 0 ? name : name.substring(0, query);
    }

    /** {@code a/b-2.jpg} for the second {@code a/b.jpg}. */
    static String numbered(String name, long number) {
        if (number == 1) {
            return name;
        }
        int slash = name.lastIndexOf('/');
        int dot = name.lastIndexOf('.');
        return dot > slash + 1 ? name.substring(0, dot) + "-" + number + name.substring(dot) : name + "-" + number;
    }
}
