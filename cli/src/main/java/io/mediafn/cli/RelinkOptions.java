package io.mediafn.cli;

import io.mediafn.operation.relink.RelinkRequest;
import io.mediafn.operation.relink.RelinkRequestReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is relinked to what, with the rules of the request that functions take. */
final class RelinkOptions {
    @Option(names = "--from-prefix", paramLabel = "PREFIX", description = "as it is written in the dataset")
    private @Nullable String fromPrefix;

    @Option(names = "--to-prefix", paramLabel = "PREFIX", description = "what it becomes")
    private @Nullable String toPrefix;

    @Option(
            names = "--resume",
            description = "although samples are under both prefixes, as after a run that was cut off; swapping the"
                    + " prefixes then undoes more than this run")
    private boolean resume;

    @Option(
            names = {"--map", "--map-location"},
            paramLabel = "LOCATION",
            description = "of the map, NDJSON")
    private @Nullable String map;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = "verified_only (the default), or all_or_nothing: nothing is relinked unless all verifies, and"
                    + " what a run that was cut off has done is finished or undone by the next")
    private @Nullable String policy;

    @Option(names = "--verify", paramLabel = "NAME", description = "checksum (the default), or size")
    private @Nullable String verify;

    @Option(
            names = {"--undo", "--undo-location"},
            paramLabel = "LOCATION",
            description = "where the map goes that undoes this one (default: beside it, .undo.ndjson)")
    private @Nullable String undo;

    @Option(
            names = "--media-fields",
            paramLabel = "FIELD",
            split = ",",
            description = "filepath, thumbnail_path, frames.seg.mask_path ... (default: all of the dataset)")
    private List<String> mediaFields = new ArrayList<>();

    @Option(
            names = "--render",
            paramLabel = "TOOL",
            description = "write what tells supervisely, encord or labelbox of what verifies")
    private @Nullable String render;

    @Option(names = "--render-location", paramLabel = "LOCATION", description = "the folder for it")
    private @Nullable String renderLocation;

    @Option(names = "--from-integration-hash", paramLabel = "HASH", description = "Encord: what media are now under")
    private @Nullable String fromIntegration;

    @Option(names = "--to-integration-hash", paramLabel = "HASH", description = "Encord: what they are to be under")
    private @Nullable String toIntegration;

    @Option(names = "--skip-missing", description = "Encord: pass over what it does not have")
    private boolean skipMissing;

    @Option(names = "--s3-region", paramLabel = "REGION", description = "Labelbox: of the bucket, for its URLs")
    private @Nullable String s3Region;

    boolean renders() {
        return render != null;
    }

    boolean byMap() {
        return map != null;
    }

    /** @throws io.mediafn.json.InvalidFieldsException naming what breaks a rule */
    RelinkRequest request(DatasetOptions dataset, boolean dryRun) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "dataset", dataset.name().isEmpty() ? null : dataset.name());
        put(json, "media_fields", mediaFields.isEmpty() ? null : mediaFields);
        put(json, "from_prefix", fromPrefix);
        put(json, "to_prefix", toPrefix);
        put(json, "resume", resume ? true : null);
        put(json, "map_location", located(map));
        put(json, "policy", policy);
        put(json, "verify", verify);
        put(json, "undo_location", located(undo));
        put(json, "render", render);
        put(json, "render_location", located(renderLocation));
        put(json, "render_options", renderOptions());
        json.put("dry_run", dryRun);
        json.put("force", dataset.force());
        Map<String, Object> select = new LinkedHashMap<>();
        io.mediafn.dataset.Selection selection = dataset.selection();
        select.put("ids", selection.ids());
        select.put("tags", selection.tags());
        select.put("group_slices", selection.groupSlices());
        if (selection.limit().isPresent()) {
            select.put("limit", selection.limit().getAsLong());
        }
        json.put("select", select);
        return RelinkRequestReader.read(json);
    }

    private @Nullable Map<String, Object> renderOptions() {
        Map<String, Object> given = new LinkedHashMap<>();
        put(given, "from_integration_hash", fromIntegration);
        put(given, "to_integration_hash", toIntegration);
        put(given, "skip_missing", skipMissing ? true : null);
        put(given, "s3_region", s3Region);
        return given.isEmpty() ? null : given;
    }

    private static @Nullable String located(@Nullable String text) {
        return text == null ? null : Locations.of(text).toString();
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
