package io.mediafn.storage.azure;

import io.mediafn.location.Location;
import io.mediafn.storage.UnfinishedUpload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Blocks that nobody made a blob of. Thread-safe. */
final class AzureUnfinished {
    private static final String OF_OTHERS = "blocks";

    private final AzureWire wire;
    private final AzureNames names;
    private final AzureBlocks blocks;

    AzureUnfinished(AzureWire wire, AzureNames names, AzureBlocks blocks) {
        this.wire = wire;
        this.names = names;
        this.blocks = blocks;
    }

    /**
     * What lies below a prefix: a listing, and a request for each empty blob, since the listing does not tell an empty one
     * from one that is not there yet. Blocks under the name of a blob with content are not found; they go with its next
     * write, or after a week.
     */
    List<UnfinishedUpload> list(Location prefix) {
        List<UnfinishedUpload> found = new ArrayList<>();
        Optional<String> marker = Optional.empty();
        do {
            AzureXml.Listing page = page(prefix, marker);
            if (page.next().isPresent() && page.next().equals(marker)) {
                throw AzureXml.strange(prefix, "the listing goes on where it already was");
            }
            page.blobs().stream()
                    .filter(blob -> blob.properties()
                            .getOrDefault("Content-Length", "0")
                            .equals("0"))
                    .forEach(blob -> look(prefix, blob).ifPresent(found::add));
            marker = page.next();
        } while (marker.isPresent());
        return found;
    }

    private AzureXml.Listing page(Location prefix, Optional<String> marker) {
        AzureNames.Name name = names.of(prefix);
        AzureRequest request = AzureRequest.get(names.url(name.container()))
                .query("restype", "container")
                .query("comp", "list")
                .query("include", "uncommittedblobs")
                .query("marker", marker);
        if (!name.name().isEmpty()) {
            request.query("prefix", name.name());
        }
        return AzureXml.listing(prefix, wire.send(prefix, request).orThrow(prefix));
    }

    private Optional<UnfinishedUpload> look(Location prefix, AzureXml.Blob blob) {
        Location at = names.located(prefix, blob.name());
        List<AzureXml.Block> left = blocks.list(at).uncommitted();
        if (left.isEmpty()) {
            return Optional.empty();
        }
        boolean own =
                left.stream().allMatch(block -> AzureBlockId.parse(block.id()).isPresent());
        return Optional.of(new UnfinishedUpload(
                at,
                id(left),
                own,
                Optional.ofNullable(blob.properties().get("Last-Modified")).flatMap(AzureAnswer::time)));
    }

    /** Which source is uploaded, if all blocks are of one and ours. */
    private static String id(List<AzureXml.Block> left) {
        Set<String> runs = left.stream()
                .map(block ->
                        AzureBlockId.parse(block.id()).map(AzureBlockId::run).orElse(OF_OTHERS))
                .collect(Collectors.toSet());
        return runs.size() == 1 ? runs.iterator().next() : OF_OTHERS;
    }

    /** Throws one away, unless another upload stands in its place by now. */
    void abort(UnfinishedUpload upload) {
        blocks.discard(upload.location(), left -> id(left).equals(upload.id()));
    }
}
