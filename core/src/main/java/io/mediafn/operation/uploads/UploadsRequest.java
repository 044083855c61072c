package io.mediafn.operation.uploads;

import io.mediafn.json.Fields;
import io.mediafn.location.Location;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which unfinished uploads to find.
 *
 * @param dir a folder, a whole bucket, or an object; without a slash at its end it may be a folder or an object
 * @param abort whether to throw them away
 * @param all whether to throw away those too that mediafn did not begin
 * @param olderThan how long ago they must have begun; where it is not said all are listed, and aborted are those that are
 *     older than {@link #SAFE_AGE}
 * @param next what the report of the call before has
 */
public record UploadsRequest(
        Location dir, boolean abort, boolean all, Optional<Duration> olderThan, boolean dryRun, Optional<String> next) {
    /** What is younger may belong to a copy that is still running. */
    public static final Duration SAFE_AGE = Duration.ofDays(1);

    /** Lists everything. */
    public static UploadsRequest of(Location dir) {
        return new UploadsRequest(dir, false, false, Optional.empty(), false, Optional.empty());
    }

    /** Throws them away: those that mediafn did not begin only if {@code all} is set. */
    public UploadsRequest withAbort(boolean all) {
        return new UploadsRequest(dir, true, all, olderThan, dryRun, next);
    }

    public UploadsRequest withOlderThan(Optional<Duration> age) {
        return new UploadsRequest(dir, abort, all, age, dryRun, next);
    }

    public UploadsRequest withDryRun(boolean only) {
        return new UploadsRequest(dir, abort, all, olderThan, only, next);
    }

    /**
     * Reads a request, whatever brought it.
     *
     * @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule
     */
    public static UploadsRequest fromJson(Map<String, Object> json) {
        Fields fields = new Fields(json);
        Optional<Location> dir = fields.parsed("dir", Location::of);
        if (!fields.has("dir")) {
            fields.reject("dir", "the folder or bucket to look in");
        }
        boolean abort = fields.bool("abort", false);
        boolean all = fields.bool("all", false);
        Optional<Duration> olderThan = fields.parsed("older_than", Age::parse);
        boolean dryRun = fields.bool("dry_run", false);
        Optional<String> next = fields.parsed("next", UploadOrder::checked);
        fields.verify();
        return new UploadsRequest(dir.orElseThrow(), abort, all, olderThan, dryRun, next);
    }

    /** Every location that the request names, for the policy to check. */
    public List<Location> locations() {
        return List.of(dir);
    }
}
