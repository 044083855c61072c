package io.mediafn.app;

import io.mediafn.config.AzureService;
import io.mediafn.config.GcsService;
import io.mediafn.config.S3Service;
import io.mediafn.config.Service;
import io.mediafn.config.Services;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.util.Optional;

/**
 * How events write the places that settings name in other ways: as {@code s3://} and {@code gs://}, and with the account's
 * own host for Azure. A rule whose prefix was an alias would otherwise never be followed, and a dataset that is one would
 * not be known for the function's own. Immutable.
 */
final class EventSpelling {
    private final Services services;

    EventSpelling(Services services) {
        this.services = services;
    }

    /** The same place as events write it; one that no event can name as it is. */
    Location of(Location at) {
        return switch (at.scheme()) {
            case AZURE, ALIAS ->
                services.forLocation(at)
                        .flatMap(service -> spelled(service, at.bucket() + "/" + at.key()))
                        .orElse(at);
            case HTTP ->
                services.urls().stream()
                        .filter(root -> at.toString().startsWith(root.text()))
                        .findFirst()
                        .flatMap(root -> spelled(
                                root.service(),
                                at.toString().substring(root.text().length())))
                        .orElse(at);
            default -> at;
        };
    }

    private Optional<Location> spelled(Service service, String path) {
        if (service instanceof S3Service s3
                && s3.endpoint().equals(services.aws().endpoint())) {
            return Optional.of(Location.of(Scheme.S3.text() + "://" + path));
        }
        if (service instanceof GcsService gcs
                && gcs.endpoint().equals(services.google().endpoint())) {
            return Optional.of(Location.of(Scheme.GCS.text() + "://" + path));
        }
        return service instanceof AzureService azure
                ? azure.account().map(name -> Location.of("https://" + name + ".blob.core.windows.net/" + path))
                : Optional.empty();
    }
}
