package io.mediafn.operation.metadata;

import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.WriteOptions;

/** A store in which somebody does something behind every read. */
record ChangingStore(ObjectStore store, Runnable behindRead) implements ObjectStore {
    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        ObjectRead read = store.read(at, options);
        behindRead.run();
        return read;
    }

    @Override
    public ObjectStat stat(Location at) {
        return store.stat(at);
    }

    @Override
    public ObjectStat write(Location to, Content content, WriteOptions options) {
        return store.write(to, content, options);
    }

    @Override
    public void delete(Location at) {
        store.delete(at);
    }

    @Override
    public ObjectPage list(Location prefix, ListOptions options) {
        return store.list(prefix, options);
    }

    @Override
    public void close() {
        store.close();
    }
}
