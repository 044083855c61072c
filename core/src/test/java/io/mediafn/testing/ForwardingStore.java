package io.mediafn.testing;

import io.mediafn.location.Location;
import io.mediafn.storage.Capabilities;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StatResult;
import io.mediafn.storage.UnfinishedUpload;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.WriteOptions;
import java.util.List;
import java.util.Map;

/** A store that hands everything on to another, for tests that want to see or disturb one verb. */
public class ForwardingStore implements ObjectStore {
    private final ObjectStore store;

    public ForwardingStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public ObjectStat stat(Location at) {
        return store.stat(at);
    }

    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        return store.read(at, options);
    }

    @Override
    public ObjectStat write(Location to, Content content, WriteOptions options) {
        return store.write(to, content, options);
    }

    @Override
    public ObjectStat copy(ObjectStat from, Location to, CopyOptions options) {
        return store.copy(from, to, options);
    }

    @Override
    public PartUpload upload(Location to, UploadOptions options) {
        return store.upload(to, options);
    }

    @Override
    public void delete(Location at) {
        store.delete(at);
    }

    @Override
    public void delete(Location at, String etag) {
        store.delete(at, etag);
    }

    @Override
    public List<DeleteResult> deleteAll(List<Location> objects) {
        return store.deleteAll(objects);
    }

    @Override
    public List<StatResult> statAll(List<Location> objects) {
        return store.statAll(objects);
    }

    @Override
    public Map<String, String> tags(Location at) {
        return store.tags(at);
    }

    @Override
    public List<UnfinishedUpload> uploads(Location prefix) {
        return store.uploads(prefix);
    }

    @Override
    public void abort(UnfinishedUpload upload) {
        store.abort(upload);
    }

    @Override
    public ObjectPage list(Location prefix, ListOptions options) {
        return store.list(prefix, options);
    }

    @Override
    public Capabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public long requests() {
        return store.requests();
    }

    @Override
    public void close() {
        store.close();
    }
}
