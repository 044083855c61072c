package io.mediafn.operation.migrate;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.util.List;

/**
 * Under which names an object may be known. One object can be linked to as {@code az://c/k} and by its account's URL, by
 * an alias of the settings and by {@code s3://}, or by a plain URL, and nothing in a location tells that they are one. So
 * where it would do harm to take one object for two, bucket and key alone are compared, whatever the service.
 */
final class Identity {
    private Identity() {}

    /** The name of an object of a store. */
    static String of(Location at) {
        return at.bucket() + "/" + at.key();
    }

    /** All names that a link may mean; a URL has its bucket in its path or in its host. */
    static List<String> allOf(Location link) {
        if (link.scheme() != Scheme.HTTP) {
            return List.of(of(link));
        }
        String key = link.key();
        int query = key.indexOf('?');
        String path = query < 0 ? key : key.substring(0, query);
        String host = link.bucket();
        int dot = host.indexOf('.');
        return List.of(path, (dot < 0 ? host : host.substring(0, dot)) + "/" + path, host + "/" + path);
    }
}
