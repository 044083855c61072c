package io.mediafn.operation.upload;

import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import io.mediafn.dataset.StoredPath;
import io.mediafn.json.Fields;
import io.mediafn.location.Location;
import io.mediafn.operation.MediaFieldNames;
import io.mediafn.operation.SelectionFields;
import java.util.Map;
import java.util.Optional;

/**
 * Which media of a dataset go where, by FiftyOne's parameters.
 *
 * @param dataset its name
 * @param remoteDir below which everything is written, a prefix
 * @param relDir below which names keep their folders; absent for the last part of each name alone
 * @param field whose media are meant
 * @param updateFilepaths whether the field is set to where the media were uploaded
 * @param overwrite whether what is there, and is different, is replaced
 * @param skipFailures whether to go on after a failure
 * @param includeAssets whether scenes bring what they name relative to themselves
 * @param force whether a dataset is worked on that may vanish
 * @param next {@link io.mediafn.operation.Report#next()} of the call before
 */
public record UploadMediaRequest(
        String dataset,
        Location remoteDir,
        Optional<Location> relDir,
        MediaField field,
        boolean updateFilepaths,
        boolean overwrite,
        boolean skipFailures,
        boolean includeAssets,
        OnCollision onCollision,
        Selection selection,
        boolean dryRun,
        boolean force,
        Optional<String> next) {
    private static final Location NOWHERE = Location.of("mem://none/");

    /** With everything else as by default. */
    public static UploadMediaRequest of(String dataset, Location remoteDir) {
        return new UploadMediaRequest(
                dataset,
                remoteDir.asPrefix(),
                Optional.empty(),
                MediaField.FILEPATH,
                false,
                false,
                false,
                true,
                OnCollision.FAIL,
                Selection.all(),
                false,
                false,
                Optional.empty());
    }

    /**
     * Reads a request, whatever brought it.
     *
     * @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule
     */
    public static UploadMediaRequest fromJson(Map<String, Object> json) {
        Fields fields = new Fields(json);
        if (!fields.has("remote_dir")) {
            fields.reject("remote_dir", "a prefix of locations");
        }
        if (fields.has("cache") && !"false".equals(fields.boolOrString("cache").orElse(""))) {
            fields.reject("cache", "false: there is no media cache");
        }
        UploadMediaRequest request = new UploadMediaRequest(
                fields.string("dataset").orElse(""),
                fields.parsed("remote_dir", StoredPath::locationOf)
                        .map(Location::asPrefix)
                        .orElse(NOWHERE),
                fields.parsed("rel_dir", StoredPath::locationOf).map(Location::asPrefix),
                fields.parsed("media_field", MediaFieldNames::of).orElse(MediaField.FILEPATH),
                fields.bool("update_filepaths", false),
                fields.bool("overwrite", false),
                fields.bool("skip_failures", false),
                fields.bool("include_assets", true),
                fields.parsed("on_collision", OnCollision::of).orElse(OnCollision.FAIL),
                SelectionFields.of(fields),
                fields.bool("dry_run", false),
                fields.bool("force", false),
                fields.string("next"));
        if (request.dataset.isBlank()) {
            fields.reject("dataset", "the name of a dataset");
        }
        fields.verify();
        return request;
    }

    public UploadMediaRequest withRelDir(Optional<Location> value) {
        return new UploadMediaRequest(
                dataset,
                remoteDir,
                value.map(Location::asPrefix),
                field,
                updateFilepaths,
                overwrite,
                skipFailures,
                includeAssets,
                onCollision,
                selection,
                dryRun,
                force,
                next);
    }

    public UploadMediaRequest withNext(Optional<String> value) {
        return new UploadMediaRequest(
                dataset,
                remoteDir,
                relDir,
                field,
                updateFilepaths,
                overwrite,
                skipFailures,
                includeAssets,
                onCollision,
                selection,
                dryRun,
                force,
                value);
    }
}
