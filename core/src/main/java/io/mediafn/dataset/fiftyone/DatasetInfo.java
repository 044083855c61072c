package io.mediafn.dataset.fiftyone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * What a dataset's document says, as far as it is needed to read and write its samples.
 *
 * @param samples the collection
 * @param frames the collection; empty where there are no videos
 * @param mediaType empty as long as there was no sample
 * @param groupField empty where samples are in no groups
 * @param slices of groups, with their media types
 * @param mediaFields what the App offers as media
 */
record DatasetInfo(
        ObjectId id,
        String name,
        String samples,
        Optional<String> frames,
        Optional<String> mediaType,
        Optional<String> groupField,
        Map<String, String> slices,
        List<String> mediaFields,
        List<FieldDoc> sampleFields,
        List<FieldDoc> frameFields) {
    static final String GROUP = "group";
    static final String VIDEO = "video";
    static final String LAST_MODIFIED = "last_modified_at";

    DatasetInfo {
        slices = Map.copyOf(slices);
        mediaFields = List.copyOf(mediaFields);
        sampleFields = List.copyOf(sampleFields);
        frameFields = List.copyOf(frameFields);
    }

    static DatasetInfo of(Document dataset) {
        return new DatasetInfo(
                dataset.getObjectId("_id"),
                dataset.getString("name"),
                dataset.getString("sample_collection_name"),
                text(dataset, "frame_collection_name"),
                text(dataset, "media_type"),
                text(dataset, "group_field"),
                slices(dataset),
                mediaFields(dataset),
                FieldDoc.listOf(dataset, "sample_fields"),
                FieldDoc.listOf(dataset, "frame_fields"));
    }

    private static Optional<String> text(Document document, String key) {
        return document.get(key) instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    private static Map<String, String> slices(Document dataset) {
        Map<String, String> slices = new LinkedHashMap<>();
        if (dataset.get("group_media_types") instanceof Document types) {
            types.forEach((slice, type) -> slices.put(slice, String.valueOf(type)));
        }
        return slices;
    }

    private static List<String> mediaFields(Document dataset) {
        return dataset.get("app_config") instanceof Document config
                        && config.get("media_fields") instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** Datasets of FiftyOne before 1.0 do not; an undeclared key of a sample keeps its client from loading it. */
    boolean declares(String sampleField) {
        return FieldDoc.named(sampleFields, sampleField).isPresent();
    }

    boolean framesDeclare(String frameField) {
        return FieldDoc.named(frameFields, frameField).isPresent();
    }

    /** Whether documents of samples, or of frames, have the time of their last change. */
    boolean dates(boolean ofFrames) {
        return ofFrames ? framesDeclare(LAST_MODIFIED) : declares(LAST_MODIFIED);
    }

    boolean isGrouped() {
        return mediaType.filter(GROUP::equals).isPresent();
    }
}
