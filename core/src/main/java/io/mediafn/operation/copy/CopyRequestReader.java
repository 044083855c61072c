package io.mediafn.operation.copy;

import io.mediafn.encoding.ContentEncoding;
import io.mediafn.json.Fields;
import io.mediafn.location.Location;
import io.mediafn.operation.Globs;
import io.mediafn.operation.copy.CopyRequest.Selection;
import io.mediafn.storage.ObjectProperties;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads copy and move requests, whatever brought them. */
public final class CopyRequestReader {
    private final Fields fields;

    private CopyRequestReader(Fields fields) {
        this.fields = fields;
    }

    /**
     * Reads a request.
     *
     * @param move whether it is one to move
     * @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule
     */
    public static CopyRequest read(Map<String, Object> json, boolean move) {
        return new CopyRequestReader(new Fields(json)).read(move);
    }

    private CopyRequest read(boolean move) {
        Selection selection = selection();
        if (fields.has("cache") && fields.bool("cache", true)) {
            fields.reject("cache", "false: there is no media cache");
        }
        Optional<String> next = fields.string("next");
        if (next.isPresent() && !(selection instanceof Selection.Folder) && !isIndex(next.get())) {
            fields.reject("next", "what the call before returned");
        }
        PropertyRule rule = fields.parsed("properties", PropertyRule::of).orElse(PropertyRule.COPY);
        ObjectProperties set = set();
        if (rule == PropertyRule.COPY && fields.has("set")) {
            fields.reject("set", "goes with properties replace or merge");
        }
        CopyRequest request = new CopyRequest(
                selection,
                fields.bool("skip_failures", false),
                overwrite(),
                rule,
                set,
                fields.parsed("content_encoding", CopyRequestReader::encoding),
                move,
                fields.bool("dry_run", false),
                next);
        fields.verify();
        return request;
    }

    private Selection selection() {
        List<Location> in = fields.parsedList("inpaths", Location::of);
        List<Location> out = fields.parsedList("outpaths", Location::of);
        Optional<Location> indir = fields.parsed("indir", Location::of).map(Location::asPrefix);
        Optional<Location> outdir = fields.parsed("outdir", Location::of).map(Location::asPrefix);
        Optional<Location> links = fields.parsed("links_location", Location::of);
        List<String> include = fields.parsedList("include", Globs::checked);
        List<String> exclude = fields.parsedList("exclude", Globs::checked);
        long kinds = Stream.of("inpaths", "indir", "links_location")
                .filter(fields::has)
                .count();
        if (kinds != 1) {
            fields.reject("inpaths", "exactly one of inpaths, indir and links_location is given");
        } else if (fields.has("indir") != (fields.has("outdir") && !fields.has("links_location"))) {
            fields.reject("outdir", "goes with indir, and with a links_location that names sources alone");
        } else if (fields.has("inpaths") != fields.has("outpaths")) {
            fields.reject("outpaths", "goes with inpaths");
        }
        if (!fields.has("indir") && (fields.has("include") || fields.has("exclude"))) {
            fields.reject("include", "include and exclude go with indir");
        }
        if (in.size() != out.size() && fields.has("outpaths")) {
            fields.reject("outpaths", "as many as inpaths", out.size() + " for " + in.size());
        }
        if (indir.isPresent() && outdir.isPresent()) {
            return new Selection.Folder(indir.get(), outdir.get(), globs(include, exclude));
        }
        return links.<Selection>map(file -> new Selection.Links(file, outdir))
                .orElseGet(() -> new Selection.Pairs(in, out));
    }

    /** Each was checked already, so that its own index is named. */
    private static Globs globs(List<String> include, List<String> exclude) {
        return Globs.of(include, exclude);
    }

    private Overwrite overwrite() {
        if (!fields.has("overwrite")) {
            return Overwrite.IF_CHECKSUM_DIFFERS;
        }
        return fields.boolOrString("overwrite")
                .map(text -> switch (text) {
                    case "true" -> "always";
                    case "false" -> "never";
                    default -> text;
                })
                .flatMap(text -> fields.parse("overwrite", text, Overwrite::of))
                .orElse(Overwrite.IF_CHECKSUM_DIFFERS);
    }

    private ObjectProperties set() {
        Fields set = fields.object("set");
        ObjectProperties properties = new ObjectProperties(
                set.string("content_type"),
                set.string("content_encoding"),
                set.string("cache_control"),
                set.string("content_disposition"),
                set.string("content_language"),
                set.string("storage_class"),
                lowerCase(set.strings("metadata")));
        fields.verify("set", set);
        return properties;
    }

    private static Map<String, String> lowerCase(Map<String, String> metadata) {
        Map<String, String> lower = new java.util.LinkedHashMap<>();
        metadata.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }

    private static ContentEncoding encoding(String text) {
        return switch (text) {
            case "none", "identity" -> ContentEncoding.IDENTITY;
            case "gzip" -> ContentEncoding.GZIP;
            case "zstd" -> ContentEncoding.ZSTD;
            default -> throw new IllegalArgumentException("one of: none, gzip, zstd");
        };
    }

    private static boolean isIndex(String text) {
        return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
