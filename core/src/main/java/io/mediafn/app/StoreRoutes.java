package io.mediafn.app;

import io.mediafn.config.Service;
import io.mediafn.config.Services;
import io.mediafn.config.Settings;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import io.mediafn.storage.local.LocalStores;
import io.mediafn.storage.memory.MemoryStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which store serves which location: an embedded bucket, then the service that the settings have for it, each opened
 * when the first location of it comes.
 */
final class StoreRoutes {
    private StoreRoutes() {}

    /**
     * All routes.
     *
     * @param opener how services are opened, which is not the same in a function as at a terminal
     * @param inFunction whether callers share the memory of the process, which is then nobody's place for objects
     */
    static Stores stores(Settings settings, ServiceStores opener, boolean inFunction) {
        Stores.Builder stores = Stores.builder();
        settings.embeddedS3()
                .ifPresent(root -> stores.add(at -> isEmbedded(root, at), () -> LocalStores.buckets(root)));
        Services services = settings.services();
        if (!inFunction) {
            stores.add(Scheme.MEM, MemoryStores::open);
        }
        return stores.add(Scheme.FILE, LocalStores::files)
                .addEach(at -> folder(services, at), (folder, at) -> LocalStores.folder(folder))
                .addEach(at -> service(services, at), opener::open)
                .build();
    }

    private static boolean isEmbedded(Path root, Location at) {
        return at.scheme() == Scheme.S3 && Files.isDirectory(root.resolve(at.bucket()));
    }

    private static Optional<Path> folder(Services services, Location at) {
        if (at.scheme() != Scheme.FS) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(services.folders().get(at.bucket()))
                .orElseThrow(() ->
                        new StorageException(Kind.UNSUPPORTED, at, "MEDIAFN_FS has no folder '" + at.bucket() + "'")));
    }

    private static Optional<Service> service(Services services, Location at) {
        Optional<Service> service = services.forLocation(at);
        if (service.isEmpty() && at.scheme() == Scheme.AZURE) {
            throw new StorageException(
                    Kind.UNSUPPORTED,
                    at,
                    "no account is known: set AZURE_STORAGE_ACCOUNT, or write"
                            + " https://ACCOUNT.blob.core.windows.net/CONTAINER/KEY");
        }
        return service;
    }
}
