package io.mediafn.dataset.manifest;

import io.mediafn.dataset.SampleIds;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a segment is called. One that was folded from others sorts behind all of them, so that a listing, which goes
 * through names in their order, comes to it later than to the place of any of them: it can't miss both.
 *
 * @param text with its suffix
 * @param level 0 as a writer wrote it; one more than the highest of those that it was folded from
 * @param range of the ids in it, where the name tells it
 */
record SegmentName(String text, int level, Optional<Range> range) {
    static final String SUFFIX = ".ndjson";

    private static final Pattern WRITTEN = Pattern.compile("[0-9a-f]{24}\\.ndjson");
    private static final Pattern FOLDED =
            Pattern.compile("z(\\d{8})-(?:([0-9a-f]{24})-([0-9a-f]{24})-)?[0-9a-f]{24}\\.ndjson");

    /** The first and the last id of a segment. */
    record Range(String first, String last) {}

    /** Absent where no program of ours gave the name: a person may have put a file of records there. */
    static Optional<SegmentName> parse(String fileName) {
        if (WRITTEN.matcher(fileName).matches()) {
            return Optional.of(new SegmentName(fileName, 0, Optional.empty()));
        }
        Matcher folded = FOLDED.matcher(fileName);
        if (!folded.matches()) {
            return Optional.empty();
        }
        Optional<Range> range = Optional.ofNullable(folded.group(2)).map(first -> new Range(first, folded.group(3)));
        return Optional.of(new SegmentName(fileName, Integer.parseInt(folded.group(1)), range));
    }

    /** Of a new segment: the same observations give the same name, whenever they were made; changes are each one's own. */
    static String written(List<SampleRecord> records) {
        String said = records.stream()
                .map(record -> {
                    Map<String, Object> json = ManifestRecords.toLine(record);
                    if (record.isDatedByStore()) {
                        json.remove("observed_at");
                    }
                    json.remove("provenance");
                    return Json.write(json);
                })
                .collect(Collectors.joining("\n"));
        return SampleIds.shortHash(said) + SUFFIX;
    }

    /** Of a folded segment: the same content gives the same name. */
    static String folded(int level, String firstId, String lastId, String content) {
        // What a person wrote may have any ids, and they need not be fit for a name.
        String range = SampleIds.isId(firstId) && SampleIds.isId(lastId) ? firstId + "-" + lastId + "-" : "";
        return "z%08d-%s%s%s".formatted(level, range, SampleIds.shortHash(content), SUFFIX);
    }
}
