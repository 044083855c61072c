package io.mediafn.operation.stat;

import io.mediafn.json.Fields;
import io.mediafn.location.Location;
import io.mediafn.operation.NextIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to look at.
 *
 * @param paths objects, and folders, which end in a slash
 * @param next what the report of the call before has
 */
public record StatRequest(List<Location> paths, boolean dryRun, Optional<String> next) {
    /** More would make a reply that no function can send, since each has an item in it. */
    private static final int MOST_PATHS = 1000;

    public StatRequest {
        paths = List.copyOf(paths);
    }

    public static StatRequest of(List<Location> paths) {
        return new StatRequest(paths, false, Optional.empty());
    }

    /**
     * Reads a request, whatever brought it.
     *
     * @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule
     */
    public static StatRequest fromJson(Map<String, Object> json) {
        Fields fields = new Fields(json);
        List<Location> paths = fields.parsedList("paths", Location::of);
        if (!fields.has("paths")) {
            fields.reject("paths", "the objects to look at");
        }
        if (paths.size() > MOST_PATHS) {
            fields.reject("paths", "at most " + MOST_PATHS + " in one request", paths.size() + " of them");
        }
        Optional<String> next = fields.string("next");
        NextIndex.check(fields, next, paths.size());
        StatRequest request = new StatRequest(paths, fields.bool("dry_run", false), next);
        fields.verify();
        return request;
    }

    /** Every location that the request names, for the policy to check. */
    public List<Location> locations() {
        return paths;
    }

    int firstIndex() {
        return NextIndex.of(next);
    }
}
