package io.mediafn.operation.metadata;

import io.mediafn.location.Location;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.testing.ForwardingStore;

/** A store in which somebody does something behind every read. */
final class ChangingStore extends ForwardingStore {
    private final Runnable behindRead;

    ChangingStore(ObjectStore store, Runnable behindRead) {
        super(store);
        this.behindRead = behindRead;
    }

    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        ObjectRead read = super.read(at, options);
        behindRead.run();
        return read;
    }
}
