package io.mediafn.storage.http;

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
import java.io.IOException;
import java.io.UncheckedIOException;

/** Objects behind any web server, for reading. Bytes are as they are sent; a server that packs them says so. */
final class HttpObjectStore implements ObjectStore {
    private final HttpAccess access;

    HttpObjectStore(HttpAccess access) {
        this.access = access;
    }

    @Override
    public ObjectStat stat(Location at) {
        HttpCall call = new HttpCall(access, at);
        try {
            return new HttpStats(call, at, access.limits()).stat();
        } catch (HttpFailure e) {
            throw call.toStorageException(e);
        }
    }

    @Override
    public ObjectRead read(Location at, ReadOptions options) {
        HttpCall call = new HttpCall(access, at);
        try {
            return new HttpReads(call, at, access.limits()).read(options);
        } catch (HttpFailure e) {
            throw call.toStorageException(e);
        }
    }

    @Override
    public ObjectStat write(Location to, Content content, WriteOptions options) {
        throw readOnly(to);
    }

    @Override
    public void delete(Location at) {
        throw readOnly(at);
    }

    private static StorageException readOnly(Location at) {
        return new StorageException(Kind.UNSUPPORTED, at, "http and https are read only");
    }

    @Override
    public ObjectPage list(Location prefix, ListOptions options) {
        throw new StorageException(
                Kind.UNSUPPORTED, prefix, "http and https have no listing: each object has to be named");
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.readOnly();
    }

    @Override
    public long requests() {
        return access.requests().get();
    }

    @Override
    public void close() {
        access.watchdog().close();
        try {
            access.transport().close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing connections", e);
        }
    }
}
