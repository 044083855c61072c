package io.mediafn.dataset.fiftyone;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.testing.ForwardingStore;

/** A disk of which only what is in a bucket can be read. */
final class DiskInMemory extends ForwardingStore {
    DiskInMemory(ObjectStore store) {
        super(store);
    }

    private static Location inBucket(Location file) {
        return Location.of("mem://old/" + file.key());
    }

    @Override
    public ObjectStat stat(Location at) {
        return super.stat(inBucket(at)).withLocation(at);
    }

    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        return super.read(inBucket(at), options);
    }
}
