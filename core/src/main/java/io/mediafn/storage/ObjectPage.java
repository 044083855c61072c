package io.mediafn.storage;

import io.mediafn.location.Location;
import java.util.List;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param objects in the order of their keys
 * @param prefixes the common prefixes, each with its slash, of a listing that is not recursive
 * @param nextPageToken present where there may be more
 */
public record ObjectPage(List<ObjectStat> objects, List<Location> prefixes, Optional<String> nextPageToken) {
    public ObjectPage {
        objects = List.copyOf(objects);
        prefixes = List.copyOf(prefixes);
    }
}
