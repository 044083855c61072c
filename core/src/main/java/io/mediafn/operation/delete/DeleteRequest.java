package io.mediafn.operation.delete;

import io.mediafn.json.Fields;
import io.mediafn.location.Location;
import io.mediafn.operation.Globs;
import io.mediafn.operation.NextIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to delete.
 *
 * @param paths the objects; empty where {@code dir} is given
 * @param dir a folder, ending in a slash, whose objects are deleted
 * @param globs which objects of the folder
 * @param skipFailures whether to go on after a failure
 * @param dryRun whether only to say what would be deleted
 * @param next what the report of the call before has
 */
public record DeleteRequest(
        List<Location> paths,
        Optional<Location> dir,
        Globs globs,
        boolean skipFailures,
        boolean dryRun,
        Optional<String> next) {
    /** More would make a reply that no function can send, since each has an outcome in it. */
    private static final int MOST_PATHS = 1000;

    public DeleteRequest {
        paths = List.copyOf(paths);
    }

    /** Deletes objects by name; a failure of one keeps none of the others. */
    public static DeleteRequest of(List<Location> paths) {
        return new DeleteRequest(paths, Optional.empty(), Globs.everything(), true, false, Optional.empty());
    }

    /** Deletes what is below a folder: on its slash, so that {@code test} is not taken for {@code test2}. */
    public static DeleteRequest ofDir(Location dir, Globs globs) {
        return new DeleteRequest(List.of(), Optional.of(dir.asPrefix()), globs, true, false, Optional.empty());
    }

    public DeleteRequest withSkipFailures(boolean skip) {
        return new DeleteRequest(paths, dir, globs, skip, dryRun, next);
    }

    public DeleteRequest withDryRun(boolean only) {
        return new DeleteRequest(paths, dir, globs, skipFailures, only, next);
    }

    /**
     * Reads a request, whatever brought it.
     *
     * @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule
     */
    public static DeleteRequest fromJson(Map<String, Object> json) {
        Fields fields = new Fields(json);
        List<Location> paths = fields.parsedList("paths", DeleteRequest::object);
        Optional<Location> dir = fields.parsed("dir", Location::of).map(Location::asPrefix);
        if (fields.has("paths") == fields.has("dir")) {
            fields.reject("paths", "exactly one of paths and dir is given");
        }
        if (paths.size() > MOST_PATHS) {
            fields.reject("paths", "at most " + MOST_PATHS + " in one request", paths.size() + " of them");
        }
        List<String> include = fields.parsedList("include", Globs::checked);
        List<String> exclude = fields.parsedList("exclude", Globs::checked);
        if (fields.has("paths") && (fields.has("include") || fields.has("exclude"))) {
            fields.reject("include", "include and exclude go with dir, not with paths");
        }
        // A caller who puts a folder's name together from a variable that is empty means no such thing.
        if (dir.filter(at -> at.key().isEmpty()).isPresent() && !fields.has("include")) {
            fields.reject("dir", "a folder; to empty a whole bucket, say so by \"include\":[\"**\"]");
        }
        Optional<String> next = fields.string("next");
        if (dir.isEmpty()) {
            NextIndex.check(fields, next, paths.size());
        }
        DeleteRequest request = new DeleteRequest(
                paths,
                dir,
                Globs.of(include, exclude),
                fields.bool("skip_failures", false),
                fields.bool("dry_run", false),
                next);
        fields.verify();
        return request;
    }

    private static Location object(String text) {
        Location at = Location.of(text);
        if (at.isPrefix()) {
            throw new IllegalArgumentException("an object; what is below a folder is deleted by dir");
        }
        return at;
    }

    /** Every location that the request names, for the policy to check. */
    public List<Location> locations() {
        return dir.map(List::of).orElse(paths);
    }

    /** The index of the first path that is still to be deleted; 0 for a folder, whose {@code next} is a key. */
    int firstIndex() {
        return dir.isPresent() ? 0 : NextIndex.of(next);
    }
}
