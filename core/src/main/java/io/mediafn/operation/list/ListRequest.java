package io.mediafn.operation.list;

import io.mediafn.json.Fields;
import io.mediafn.location.Location;
import io.mediafn.operation.Globs;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to list; the names and the meaning of the fields are those of FiftyOne's {@code list_files}.
 *
 * @param dirpath the folder: a location that ends in a slash, or a whole bucket
 * @param namePrefix what the keys start with behind the folder's; empty for everything in it
 * @param absPaths whether to give whole locations instead of the keys behind the folder's
 * @param recursive whether to list everything below, not one level
 * @param includeHiddenFiles whether to list files whose own name starts with a dot
 * @param returnMetadata whether to give size and time too
 * @param globs which of them
 * @param next what the report of the call before has
 */
public record ListRequest(
        Location dirpath,
        String namePrefix,
        boolean absPaths,
        boolean recursive,
        boolean includeHiddenFiles,
        boolean returnMetadata,
        Globs globs,
        boolean dryRun,
        Optional<String> next) {
    /**
     * Everything that there is in a folder, hidden or not.
     *
     * @param place a folder; without a slash at its end, whatever starts with it
     */
    public static ListRequest of(Location place, boolean recursive, Globs globs) {
        String name = place.fileName();
        Location folder = place.key().isEmpty()
                ? place.asPrefix()
                : place.withKey(place.key().substring(0, place.key().length() - name.length()));
        return new ListRequest(folder, name, true, recursive, true, true, globs, false, Optional.empty());
    }

    /**
     * Reads a request, whatever brought it.
     *
     * @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule
     */
    public static ListRequest fromJson(Map<String, Object> json) {
        Fields fields = new Fields(json);
        Optional<Location> dirpath = fields.parsed("dirpath", Location::of).map(Location::asPrefix);
        if (!fields.has("dirpath")) {
            fields.reject("dirpath", "the folder to list");
        }
        // Listings come in order anyway, so there is nothing to do for either value.
        fields.bool("sort", true);
        boolean absPaths = fields.bool("abs_paths", false);
        boolean recursive = fields.bool("recursive", false);
        boolean hidden = fields.bool("include_hidden_files", false);
        boolean metadata = fields.bool("return_metadata", false);
        List<String> include = fields.parsedList("include", Globs::checked);
        List<String> exclude = fields.parsedList("exclude", Globs::checked);
        boolean dryRun = fields.bool("dry_run", false);
        Optional<String> next = fields.parsed("next", Continuation::parse).map(Continuation::text);
        fields.verify();
        return new ListRequest(
                dirpath.orElseThrow(),
                "",
                absPaths,
                recursive,
                hidden,
                metadata,
                Globs.of(include, exclude),
                dryRun,
                next);
    }

    /** Every location that the request names, for the policy to check. */
    public List<Location> locations() {
        return List.of(dirpath);
    }

    Continuation continuation() {
        return next.map(Continuation::parse).orElse(Continuation.START);
    }

    /** What the store is asked for. */
    Location listed() {
        String start = namePrefix.isEmpty() ? globs.commonPrefix() : namePrefix;
        if (!recursive && start.contains("/")) {
            // Else the level that is listed would be another one.
            start = start.substring(0, start.indexOf('/'));
        }
        return start.isEmpty() ? dirpath : dirpath.withKey(dirpath.key() + start);
    }

    String relative(Location at) {
        return at.key().substring(dirpath.key().length());
    }

    /** Folder markers are no files. */
    boolean includes(Location file) {
        return !file.isPrefix()
                && (includeHiddenFiles || !file.fileName().startsWith("."))
                && globs.matches(relative(file));
    }

    boolean includesFolder(Location folder) {
        String name = relative(folder);
        return globs.matchesFolder(name.substring(0, name.length() - 1));
    }
}
