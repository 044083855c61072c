package io.mediafn.operation.uploads;

import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import io.mediafn.storage.KeyOrder;
import io.mediafn.storage.UnfinishedUpload;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Uploads by key and id, and what says from which of them on to continue, whether or not that one is still there. */
final class UploadOrder {
    static final Comparator<UnfinishedUpload> INSTANCE = Comparator.comparing(
                    (UnfinishedUpload upload) -> upload.location().key(), KeyOrder.INSTANCE)
            .thenComparing(UnfinishedUpload::id);

    /** All uploads are behind this: keys are not empty. */
    static final String START = "{\"after\":\"\",\"id\":\"\"}";

    private UploadOrder() {}

    /** What {@link #isBehind} reads. */
    static String text(UnfinishedUpload upload) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("after", upload.location().key());
        json.put("id", upload.id());
        return Json.write(json);
    }

    /**
     * Returns a text that {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static String checked(String text) {
        try {
            Map<String, Object> json = Json.readObject(text);
            if (json.get("after") instanceof String && json.get("id") instanceof String) {
                return text;
            }
        } catch (JsonException e) {
            // Told below: where the text is wrong helps nobody who did not write it.
        }
        throw new IllegalArgumentException("what the call before returned");
    }

    static boolean isBehind(UnfinishedUpload upload, String text) {
        Map<String, Object> json = Json.readObject(text);
        int keys = KeyOrder.INSTANCE.compare(upload.location().key(), String.valueOf(json.get("after")));
        return keys > 0 || (keys == 0 && upload.id().compareTo(String.valueOf(json.get("id"))) > 0);
    }
}
