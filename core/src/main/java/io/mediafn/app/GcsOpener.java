package io.mediafn.app;

import io.mediafn.config.GcsService;
import io.mediafn.config.GcsService.Identity;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.gcs.GcsCredentials;
import io.mediafn.storage.gcs.GcsSettings;
import io.mediafn.storage.gcs.GcsStores;

/** From the settings' words for Cloud Storage to the store's; a class of its own, which only a process that uses it loads. */
final class GcsOpener {
    private GcsOpener() {}

    static ObjectStore open(GcsService gcs) {
        return GcsStores.open(new GcsSettings(gcs.endpoint(), toCredentials(gcs.identity()), gcs.userProject()));
    }

    private static GcsCredentials toCredentials(Identity identity) {
        return switch (identity) {
            case Identity.Default byDefault -> new GcsCredentials.Default();
            case Identity.Anonymous anonymous -> new GcsCredentials.Anonymous();
            case Identity.KeyFile key -> new GcsCredentials.Key(key.read().value());
        };
    }
}
