package io.mediafn.storage.gcs;

import io.mediafn.storage.ObjectStore;

/** Opens stores over Cloud Storage. */
public final class GcsStores {
    private GcsStores() {}

    /**
     * Opens a client; nothing is sent, and no credentials are looked for, before its first use.
     *
     * @return a store that is also a {@link io.mediafn.storage.UrlSigner}, which signs with the key of a service account
     */
    public static ObjectStore open(GcsSettings settings) {
        return new GcsObjectStore(new GcsClient(settings));
    }
}
