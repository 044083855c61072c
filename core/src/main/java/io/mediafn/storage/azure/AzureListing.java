package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksums;
import io.mediafn.location.Location;
import io.mediafn.storage.KeyOrder;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lists blobs, and believes only what makes sense: a listing that silently ends early, or never, is worse than one that
 * fails. Thread-safe.
 */
final class AzureListing {
    /** The first version that knows where to start; the account of a region, or an emulator, may not have it yet. */
    private static final String VERSION_WITH_START = "2026-02-06";

    private final AzureWire wire;
    private final AzureNames names;
    private final AtomicBoolean startsAnywhere = new AtomicBoolean(true);

    AzureListing(AzureWire wire, AzureNames names) {
        this.wire = wire;
        this.names = names;
    }

    /**
     * A page. Where the service can't start behind a key, pages of keys before it come back empty, with a token.
     *
     * <p>The order is that of the service: in an account with a hierarchical namespace it puts a folder's content where
     * the folder's name belongs.
     */
    ObjectPage page(Location prefix, ListOptions options) {
        Optional<String> startAfter = options.startAfter().map(key -> names.nameOfKey(prefix, key));
        AzureAnswer answer = send(prefix, options, startAfter);
        AzureXml.Listing listing = AzureXml.listing(prefix, answer);
        if (listing.next().isPresent() && listing.next().equals(options.pageToken())) {
            throw AzureXml.strange(prefix, "the listing goes on where it already was");
        }
        List<ObjectStat> objects = listing.blobs().stream()
                .filter(blob -> !"directory".equals(blob.properties().get("ResourceType")))
                .map(blob -> stat(prefix, blob))
                .filter(stat -> isBehind(names.of(stat.location()).name(), startAfter))
                .sorted(Comparator.comparing(stat -> stat.location().key(), KeyOrder.INSTANCE))
                .toList();
        List<Location> prefixes = listing.prefixes().stream()
                .filter(name -> isBehind(name, startAfter))
                .map(name -> located(prefix, name))
                .toList();
        return new ObjectPage(objects, prefixes, listing.next());
    }

    private AzureAnswer send(Location prefix, ListOptions options, Optional<String> startAfter) {
        if (startAfter.filter(AzureListing::isOrderedAlike).isPresent() && startsAnywhere.get()) {
            AzureAnswer answer = wire.send(
                    prefix,
                    request(prefix, options).query("startFrom", startAfter).header("x-ms-version", VERSION_WITH_START));
            if (answer.status() != 400) {
                return answer.orThrow(prefix);
            }
            startsAnywhere.set(false);
        }
        return wire.send(prefix, request(prefix, options)).orThrow(prefix);
    }

    private AzureRequest request(Location prefix, ListOptions options) {
        AzureNames.Name name = names.of(prefix);
        AzureRequest request = AzureRequest.get(names.url(name.container()))
                .query("restype", "container")
                .query("comp", "list")
                .query("maxresults", Integer.toString(options.limit()))
                .query("marker", options.pageToken());
        if (!name.name().isEmpty()) {
            request.query("prefix", name.name());
        }
        return options.recursive() ? request : request.query("delimiter", "/");
    }

    /**
     * Whether the keys behind this one are the same in the order of UTF-8 and in that of UTF-16, which an emulator has: the
     * two differ in where characters beyond U+FFFF are.
     */
    private static boolean isOrderedAlike(String key) {
        return key.chars().allMatch(unit -> unit < Character.MIN_SURROGATE);
    }

    private static boolean isBehind(String name, Optional<String> startAfter) {
        return startAfter.isEmpty() || KeyOrder.INSTANCE.compare(name, startAfter.get()) > 0;
    }

    private ObjectStat stat(Location prefix, AzureXml.Blob blob) {
        Map<String, String> properties = blob.properties();
        Location at = located(prefix, blob.name());
        Checksums checksums = AzureProperties.md5(Optional.ofNullable(properties.get("Content-MD5")));
        boolean inferred = "true".equals(properties.get("AccessTierInferred"));
        ObjectProperties said = new ObjectProperties(
                Optional.ofNullable(properties.get("Content-Type")),
                Optional.ofNullable(properties.get("Content-Encoding")),
                Optional.ofNullable(properties.get("Cache-Control")),
                Optional.ofNullable(properties.get("Content-Disposition")),
                Optional.ofNullable(properties.get("Content-Language")),
                Optional.ofNullable(properties.get("AccessTier")).filter(tier -> !inferred),
                Map.of());
        String tags = properties.getOrDefault("TagCount", "");
        return ObjectStat.of(at, size(at, properties.getOrDefault("Content-Length", "")))
                .withEtag(Optional.ofNullable(properties.get("Etag")).map(AzureAnswer::quoted))
                .withLastModified(
                        Optional.ofNullable(properties.get("Last-Modified")).flatMap(AzureAnswer::time))
                .withProperties(said)
                .withChecksums(checksums)
                .withTagCount(tags.matches("\\d{1,4}") ? Integer.parseInt(tags) : 0);
    }

    /** A size that is there and can be one. */
    static long size(Location at, String size) {
        if (!size.matches("\\d{1,18}")) {
            throw AzureXml.strange(at, "the answer tells no size, or an impossible one: " + size);
        }
        return Long.parseLong(size);
    }

    private Location located(Location prefix, String name) {
        if (name.isEmpty() || !name.startsWith(names.of(prefix).name())) {
            throw AzureXml.strange(prefix, "the listing holds a key that was not asked for: " + name);
        }
        return names.located(prefix, name);
    }
}
