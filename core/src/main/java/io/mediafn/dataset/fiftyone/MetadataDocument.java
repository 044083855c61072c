package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.MetadataClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** Metadata with the types that FiftyOne writes: whole numbers as int32 where they fit, the others as doubles. */
final class MetadataDocument {
    static final String CLASS = "_cls";

    /** As FiftyOne's client orders them, so that equal metadata is an equal document. */
    private static final List<String> ORDER = List.of(
            CLASS,
            "size_bytes",
            "mime_type",
            "width",
            "height",
            "num_channels",
            "frame_width",
            "frame_height",
            "frame_rate",
            "total_frame_count",
            "duration",
            "encoding_str");

    private static final Set<String> DOUBLES = Set.of("frame_rate", "duration");

    private MetadataDocument() {}

    static Document of(Map<String, Object> metadata) {
        Document document = new Document();
        for (String key : ORDER) {
            Object value = metadata.get(key);
            if (value != null) {
                document.append(key, value(key, value));
            }
        }
        metadata.forEach((key, value) -> {
            if (!document.containsKey(key) && value != null) {
                document.append(key, value(key, value));
            }
        });
        return document;
    }

    private static Object value(String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            Document document = new Document();
            map.forEach((name, inner) -> document.append(String.valueOf(name), value("", inner)));
            return document;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(inner -> value("", inner)).toList();
        }
        if (value instanceof Number number && DOUBLES.contains(key)) {
            return number.doubleValue();
        }
        return value instanceof Long number && number == number.intValue() ? number.intValue() : value;
    }

    /**
     * Whether FiftyOne keeps metadata of this class for samples of a media type. Of another one, its client would refuse
     * to save the sample.
     */
    static boolean fits(Map<String, Object> metadata, String mediaType) {
        return MetadataClasses.fits(metadata, mediaType);
    }
}
