package io.mediafn.operation.metadata;

import io.mediafn.json.Fields;
import io.mediafn.location.Location;
import io.mediafn.media.Profile;
import io.mediafn.operation.NextIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to read.
 *
 * @param filepaths the objects; empty where {@code dir} is given
 * @param dir a prefix whose objects are read
 * @param options how they are read
 * @param skipFailures whether to go on after a failure
 * @param dryRun whether only to say what would be read
 * @param next {@link io.mediafn.operation.Report#next()} of the call before
 */
public record MetadataRequest(
        List<Location> filepaths,
        Optional<Location> dir,
        MetadataOptions options,
        boolean skipFailures,
        boolean dryRun,
        Optional<String> next) {
    /** More would make a reply that no function can send, since each has an outcome in it. */
    private static final int MOST_FILEPATHS = 1000;

    public MetadataRequest {
        filepaths = List.copyOf(filepaths);
    }

    public static MetadataRequest of(List<Location> filepaths) {
        return new MetadataRequest(filepaths, Optional.empty(), MetadataOptions.DEFAULT, true, false, Optional.empty());
    }

    public static MetadataRequest ofDir(Location dir) {
        return new MetadataRequest(
                List.of(), Optional.of(dir.asPrefix()), MetadataOptions.DEFAULT, true, false, Optional.empty());
    }

    public MetadataRequest withDryRun(boolean only) {
        return new MetadataRequest(filepaths, dir, options, skipFailures, only, next);
    }

    public MetadataRequest withOptions(MetadataOptions wanted) {
        return new MetadataRequest(filepaths, dir, wanted, skipFailures, dryRun, next);
    }

    /**
     * Reads a request, whatever brought it.
     *
     * @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule
     */
    public static MetadataRequest fromJson(Map<String, Object> json) {
        Fields fields = new Fields(json);
        List<Location> filepaths = fields.parsedList("filepaths", Location::of);
        Optional<Location> dir = fields.parsed("dir", Location::of).map(Location::asPrefix);
        if (fields.has("filepaths") == fields.has("dir")) {
            fields.reject("filepaths", "exactly one of filepaths and dir is given");
        }
        MetadataOptions options = options(fields);
        Optional<String> next = fields.string("next");
        if (dir.isEmpty()) {
            NextIndex.check(fields, next, filepaths.size());
        }
        if (filepaths.size() > MOST_FILEPATHS) {
            fields.reject("filepaths", "at most " + MOST_FILEPATHS + " in one request", filepaths.size() + " of them");
        }
        MetadataRequest request = new MetadataRequest(
                filepaths, dir, options, fields.bool("skip_failures", true), fields.bool("dry_run", false), next);
        fields.verify();
        return request;
    }

    /** How media are read, as every request for metadata says it. */
    public static MetadataOptions options(Fields fields) {
        Optional<Profile> profile = fields.string("profile").flatMap(Profile::of);
        if (fields.has("profile") && profile.isEmpty()) {
            fields.reject("profile", "one of: " + String.join(", ", Profile.names()));
        }
        return new MetadataOptions(profile.orElse(MetadataOptions.DEFAULT.profile()), fields.bool("deep", false));
    }

    /** Every location that the request names, for the policy to check. */
    public List<Location> locations() {
        return dir.map(List::of).orElse(filepaths);
    }

    /** The index of the first object that is still to be read; 0 for a prefix, whose {@code next} is a key. */
    int firstIndex() {
        return dir.isPresent() ? 0 : NextIndex.of(next);
    }
}
