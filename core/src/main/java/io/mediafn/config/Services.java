package io.mediafn.config;

import io.mediafn.location.Location;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which service keeps the objects of which location. Decided at start, from the environment and the files that it names;
 * no request can add to it. Immutable, hence thread-safe.
 *
 * @param buckets services of single buckets, which come before all others
 * @param anonymous prefixes that are asked for without credentials
 * @param aliases services with a scheme of their own
 * @param urls services whose objects may also be written as URLs
 * @param folders the folders of {@code fs://ID/...}, by their ID
 */
public record Services(
        S3Service aws,
        GcsService google,
        AzureService azure,
        HttpService http,
        Map<Bucket, Service> buckets,
        List<Location> anonymous,
        Map<String, Service> aliases,
        List<UrlRoot> urls,
        Map<String, Path> folders) {
    /** What a URL that needs no other credential carries; no key that a person gave has it. */
    private static final List<String> SIGNATURES = List.of("X-Amz-Signature=", "X-Goog-Signature=", "&sig=", "?sig=");

    public Services {
        buckets = Map.copyOf(buckets);
        anonymous = List.copyOf(anonymous);
        aliases = Map.copyOf(aliases);
        urls = List.copyOf(urls);
        folders = Map.copyOf(folders);
    }

    /**
     * A bucket of a kind of service.
     *
     * @param scheme its canonical spelling, or an alias
     */
    public record Bucket(String scheme, String name) {}

    /**
     * A URL whose paths are {@code /BUCKET/KEY} of a service.
     *
     * @param text ends in a slash
     */
    public record UrlRoot(String text, Service service) {}

    /** The names that locations may start with beside the schemes that everybody has. */
    public Set<String> aliasNames() {
        Set<String> names = new HashSet<>(aliases.keySet());
        if (buckets.keySet().stream().anyMatch(bucket -> bucket.scheme().equals(RemoteLinks.ALIAS))) {
            names.add(RemoteLinks.ALIAS);
        }
        return names;
    }

    /** The service of a location: its bucket's own, else that of its alias, URL or scheme; empty if there is none. */
    public Optional<Service> forLocation(Location at) {
        Optional<Service> own = bucket(at);
        if (own.isPresent()) {
            return own;
        }
        Optional<Service> general = general(at);
        return isAnonymous(at) ? general.map(Service::anonymous) : general;
    }

    private Optional<Service> bucket(Location at) {
        if (buckets.isEmpty()) {
            return Optional.empty();
        }
        Service service = buckets.get(new Bucket(spelling(at), at.bucket()));
        boolean other = service instanceof AzureService azure
                && !at.service().isEmpty()
                && !azure.account().equals(Optional.of(at.service()));
        return other ? Optional.empty() : Optional.ofNullable(service);
    }

    private static String spelling(Location at) {
        return switch (at.scheme()) {
            case ALIAS -> at.service();
            default -> at.scheme().text();
        };
    }

    private boolean isAnonymous(Location at) {
        for (Location prefix : anonymous) {
            if (prefix.contains(at)) {
                return true;
            }
        }
        return false;
    }

    private Optional<Service> general(Location at) {
        return switch (at.scheme()) {
            case S3 -> Optional.of(aws);
            case GCS -> Optional.of(google);
            case AZURE ->
                Optional.of(at.service().isEmpty() ? azure : azure.forAccount(at.service()))
                        .filter(service -> service.account().isPresent())
                        .map(Service.class::cast);
            case ALIAS -> Optional.ofNullable(aliases.get(at.service()));
            case HTTP -> Optional.of(url(at.toString()));
            case FILE, FS, MEM -> Optional.empty();
        };
    }

    private Service url(String text) {
        for (UrlRoot root : urls) {
            if (text.startsWith(root.text()) && SIGNATURES.stream().noneMatch(text::contains)) {
                return root.service();
            }
        }
        return http;
    }
}
