package io.mediafn.operation.compact;

import io.mediafn.json.Fields;
import io.mediafn.location.Location;
import java.util.Map;
import java.util.Optional;

/**
 * Which manifest to fold.
 *
 * @param dataset where it lies
 * @param dryRun whether only to say what would come of it
 */
public record CompactRequest(Location dataset, boolean dryRun) {
    /**
     * Reads a request, whatever brought it.
     *
     * @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule
     */
    public static CompactRequest fromJson(Map<String, Object> json) {
        Fields fields = new Fields(json);
        Optional<Location> dataset = fields.parsed("dataset", Location::of);
        if (!fields.has("dataset")) {
            fields.reject("dataset", "the location of a manifest");
        }
        boolean dryRun = fields.bool("dry_run", false);
        // A folding that was cut off is simply begun again.
        Optional<String> unused = fields.string("next");
        fields.verify();
        return new CompactRequest(dataset.orElseThrow(), dryRun);
    }
}
