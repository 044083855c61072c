package io.mediafn.operation.relink;

import io.mediafn.dataset.Selection;
import io.mediafn.dataset.StoredPath;
import io.mediafn.export.PayloadFormat;
import io.mediafn.export.PayloadOptions;
import io.mediafn.json.Fields;
import io.mediafn.location.Location;
import io.mediafn.operation.SelectionFields;
import io.mediafn.operation.relink.RelinkRequest.ByMap;
import io.mediafn.operation.relink.RelinkRequest.ByPrefix;
import io.mediafn.operation.relink.RelinkRequest.Rendering;
import io.mediafn.operation.relink.RelinkRequest.Way;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads relink requests, whatever brought them. */
public final class RelinkRequestReader {
    private static final List<String> OF_PREFIX = List.of("from_prefix", "to_prefix", "resume");
    private static final List<String> OF_MAP =
            List.of("map_location", "policy", "verify", "undo_location", "render", "render_location", "render_options");
    private static final Location NOWHERE = Location.of("mem://nowhere/");

    private final Fields fields;

    private RelinkRequestReader(Fields fields) {
        this.fields = fields;
    }

    /**
     * Reads a request.
     *
     * @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule
     */
    public static RelinkRequest read(Map<String, Object> json) {
        return new RelinkRequestReader(new Fields(json)).read();
    }

    private RelinkRequest read() {
        Way way = way();
        Selection selection = SelectionFields.of(fields);
        if (selection.limit().isPresent()) {
            fields.reject(
                    "select.limit",
                    "absent: which samples would be the first is no property of a sample",
                    String.valueOf(selection.limit().getAsLong()));
        }
        Optional<String> next = fields.string("next");
        if (next.isPresent() && !MapPhase.isNext(next.get())) {
            fields.reject("next", "what the call before returned");
        }
        RelinkRequest request = new RelinkRequest(
                fields.string("dataset").orElse(""),
                fields.parsedList("media_fields", Function.identity()),
                selection,
                way,
                fields.bool("dry_run", false),
                fields.bool("force", false),
                next);
        boolean renders = way instanceof ByMap map && map.rendering().isPresent();
        if (request.dataset().isBlank() && (!renders || fields.has("dataset"))) {
            fields.reject("dataset", "the name of a dataset");
        }
        fields.verify();
        return request;
    }

    private Way way() {
        boolean prefix = fields.has("from_prefix") || fields.has("to_prefix");
        boolean map = fields.has("map_location");
        if (prefix == map) {
            fields.reject("from_prefix", "either from_prefix and to_prefix are given, or map_location");
        }
        for (String field : map ? OF_PREFIX : OF_MAP) {
            if (fields.has(field) && prefix != map) {
                fields.reject(field, "goes with " + (map ? "from_prefix and to_prefix" : "map_location"));
            }
        }
        return map ? byMap() : byPrefix();
    }

    private ByPrefix byPrefix() {
        return new ByPrefix(prefix("from_prefix"), prefix("to_prefix"), fields.bool("resume", false));
    }

    private String prefix(String field) {
        if (!fields.has(field)) {
            fields.reject(field, "a prefix of locations");
        }
        return fields.string(field)
                .flatMap(text -> fields.parse(field, text, prefix -> {
                    Location unused = StoredPath.locationOf(prefix);
                    return prefix;
                }))
                .orElse("");
    }

    private ByMap byMap() {
        Location at = fields.parsed("map_location", Location::of).orElse(NOWHERE);
        if (at.isPrefix() && !at.equals(NOWHERE)) {
            fields.reject("map_location", "the location of a file");
        }
        Optional<Location> undo = fields.parsed("undo_location", Location::of);
        if (undo.filter(other -> other.isPrefix() || other.canonical().equals(at.canonical()))
                .isPresent()) {
            fields.reject("undo_location", "the location of a file, and another one than the map's");
        }
        return new ByMap(
                at,
                fields.parsed("policy", Policy::of).orElse(Policy.VERIFIED_ONLY),
                fields.parsed("verify", Verify::of).orElse(Verify.CHECKSUM),
                undo,
                rendering());
    }

    private Optional<Rendering> rendering() {
        Optional<PayloadFormat> format = fields.parsed("render", PayloadFormat::of);
        Optional<Location> folder =
                fields.parsed("render_location", Location::of).map(Location::asPrefix);
        PayloadOptions options = options();
        if (fields.has("render") != fields.has("render_location")) {
            fields.reject("render_location", "goes with render");
        }
        if (fields.has("render_options") && !fields.has("render")) {
            fields.reject("render_options", "goes with render");
        }
        return format.flatMap(tool -> folder.map(to -> new Rendering(tool, to, options)));
    }

    private PayloadOptions options() {
        Fields options = fields.object("render_options");
        PayloadOptions read = new PayloadOptions(
                options.string("from_integration_hash"),
                options.string("to_integration_hash"),
                options.bool("validate_access", true),
                options.bool("skip_missing", false),
                options.string("s3_region"));
        fields.verify("render_options", options);
        return read;
    }
}
