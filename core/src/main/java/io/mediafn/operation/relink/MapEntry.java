package io.mediafn.operation.relink;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import io.mediafn.dataset.LinkChange;
import io.mediafn.export.MovedMedium;
import io.mediafn.export.PayloadFormat;
import io.mediafn.json.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A line of a map.
 *
 * @param index among the entries, from 0
 * @param line its number, from 1
 * @param undoes in an undo map, the index of the entry that it undoes
 * @param from as it is written in the dataset
 * @param to likewise
 * @param size of the content, in bytes
 * @param checksums of the content
 * @param etag that the object at the new location had when somebody verified it
 * @param ids what labelling tools call the medium
 */
record MapEntry(
        int index,
        int line,
        OptionalInt undoes,
        String from,
        String to,
        OptionalLong size,
        Checksums checksums,
        Optional<String> etag,
        Map<String, String> ids) {
    private static final String FROM = "filepath";
    private static final String TO = "new_filepath";
    private static final String INDEX = "index";

    MapEntry {
        ids = Map.copyOf(ids);
    }

    /** @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule */
    static MapEntry of(int position, int line, Map<String, Object> json) {
        Fields fields = new Fields(json);
        Checksums checksums = Checksums.NONE;
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            Optional<Checksum> given = fields.parsed(algorithm.text(), text -> new Checksum(algorithm, text));
            checksums = given.isPresent() ? checksums.with(given.get()) : checksums;
        }
        Map<String, String> ids = new LinkedHashMap<>();
        for (String name : PayloadFormat.IDS) {
            id(fields, json, name).ifPresent(text -> ids.put(name, text));
        }
        // Undo maps say which entry of the map each is of.
        OptionalInt undoes =
                whole(fields, json, INDEX).stream().mapToInt(Math::toIntExact).findFirst();
        MapEntry entry = new MapEntry(
                position,
                line,
                undoes,
                text(fields, FROM),
                text(fields, TO),
                whole(fields, json, "size_bytes"),
                checksums,
                fields.string("etag"),
                ids);
        fields.verify();
        return entry;
    }

    private static String text(Fields fields, String name) {
        Optional<String> text = fields.string(name).filter(value -> !value.isBlank());
        if (text.isEmpty()) {
            fields.reject(name, "a location");
        }
        return text.orElse("");
    }

    /** Zero is a size, too. */
    private static OptionalLong whole(Fields fields, Map<String, Object> json, String name) {
        if (!fields.has(name)) {
            return OptionalLong.empty();
        }
        if (json.get(name) instanceof Number value
                && value.doubleValue() == value.longValue()
                && value.longValue() >= 0
                && (!name.equals(INDEX) || value.longValue() < MapCheck.MOST)) {
            return OptionalLong.of(value.longValue());
        }
        fields.reject(name, "a whole number of 0 or more");
        return OptionalLong.empty();
    }

    private static Optional<String> id(Fields fields, Map<String, Object> json, String name) {
        boolean number = fields.has(name) && (json.get(name) instanceof Integer || json.get(name) instanceof Long);
        return number && name.equals(PayloadFormat.SUPERVISELY_ID)
                ? Optional.of(String.valueOf(json.get(name)))
                : fields.string(name);
    }

    /** Whether there is nothing to change. */
    boolean isNothing() {
        return from.equals(to);
    }

    LinkChange change() {
        return new LinkChange(from, to);
    }

    MovedMedium medium() {
        return new MovedMedium(from, to, ids);
    }

    /** The line that undoes it: what the content is stays, the ETag was that of the other object. */
    Map<String, Object> undoJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(FROM, to);
        json.put(TO, from);
        size.ifPresent(bytes -> json.put("size_bytes", bytes));
        checksums.forEach(checksum -> json.put(checksum.algorithm().text(), checksum.hex()));
        json.put(INDEX, index);
        return json;
    }
}
