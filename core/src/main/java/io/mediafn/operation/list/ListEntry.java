package io.mediafn.operation.list;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStat;

/** What a listing has: files, and folders where it is of one level. */
public sealed interface ListEntry {
    Location at();

    /** A file, with what a listing tells of it. */
    record File(ObjectStat stat) implements ListEntry {
        @Override
        public Location at() {
            return stat.location();
        }
    }

    /** A folder, whose location ends in a slash. */
    record Folder(Location at) implements ListEntry {}
}
