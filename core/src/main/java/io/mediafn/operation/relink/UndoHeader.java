package io.mediafn.operation.relink;

import io.mediafn.dataset.MediaField;
import io.mediafn.json.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The first line of an undo map, which makes it one.
 *
 * @param map the location of what it undoes
 * @param sha256 of that map's bytes, in hex digits
 * @param dataset that it was for
 * @param mediaFields that were relinked, by their names
 */
record UndoHeader(String map, String sha256, String dataset, List<String> mediaFields) {
    private static final String MARK = "undo_of";

    UndoHeader {
        mediaFields = List.copyOf(mediaFields);
    }

    static UndoHeader of(String map, String sha256, String dataset, List<MediaField> fields) {
        return new UndoHeader(
                map, sha256, dataset, fields.stream().map(MediaField::text).toList());
    }

    static boolean isOne(Map<String, Object> json) {
        return json.containsKey(MARK);
    }

    /** @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule */
    static UndoHeader of(Map<String, Object> json) {
        Fields fields = new Fields(json);
        UndoHeader header = new UndoHeader(
                fields.string(MARK).orElse(""),
                fields.string("map_sha256").orElse(""),
                fields.string("dataset").orElse(""),
                fields.parsedList("media_fields", Function.identity()));
        fields.verify();
        return header;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(MARK, map);
        json.put("map_sha256", sha256);
        json.put("dataset", dataset);
        json.put("media_fields", mediaFields);
        return json;
    }

    /** Whether both undo one map in one dataset. Where the map lies makes no difference. */
    boolean undoesTheSameAs(UndoHeader other) {
        return sha256.equals(other.sha256) && dataset.equals(other.dataset) && mediaFields.equals(other.mediaFields);
    }
}
