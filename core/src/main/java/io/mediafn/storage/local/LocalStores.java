package io.mediafn.storage.local;

import io.mediafn.storage.ObjectStore;
import java.nio.file.Path;

/** Opens stores over folders. */
public final class LocalStores {
    private LocalStores() {}

    /** The files of this machine, for {@code file:} locations. */
    public static ObjectStore files() {
        return new LocalObjectStore(Path.of("/"));
    }

    /** One folder: {@code fs://ID/KEY} is {@code FOLDER/KEY}, whatever the ID. */
    public static ObjectStore folder(Path folder) {
        return new LocalObjectStore(folder);
    }

    /** Buckets that are folders: {@code s3://BUCKET/KEY} is {@code ROOT/BUCKET/KEY}. */
    public static ObjectStore buckets(Path root) {
        return new LocalObjectStore(root.toAbsolutePath().normalize());
    }
}
