package io.mediafn.testing;

import io.mediafn.location.Location;
import io.mediafn.storage.Capabilities;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;

/** Refuses everything with one kind of error, as a bucket does whose policy somebody has to mend. */
public record RefusingStore(Kind kind) implements ObjectStore {
    @Override
    public ObjectStat stat(Location at) {
        throw refused(at);
    }

    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        throw refused(at);
    }

    @Override
    public ObjectStat write(Location to, Content content, WriteOptions options) {
        throw refused(to);
    }

    @Override
    public void delete(Location at) {
        throw refused(at);
    }

    @Override
    public ObjectPage list(Location prefix, ListOptions options) {
        throw refused(prefix);
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.readOnly();
    }

    private StorageException refused(Location at) {
        return new StorageException(kind, at, "refused");
    }

    @Override
    public void close() {}
}
