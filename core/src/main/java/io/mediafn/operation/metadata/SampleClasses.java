package io.mediafn.operation.metadata;

import io.mediafn.media.MediaMetadata;
import io.mediafn.media.ProbeResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which class of metadata FiftyOne keeps for samples of a media type: its own, or the plain one. */
final class SampleClasses {
    private SampleClasses() {}

    /** Whether what was found can stand in such a sample. */
    static boolean fit(ProbeResult found, String mediaType) {
        return switch (mediaType) {
            case "image" -> found.metadata() instanceof MediaMetadata.Image;
            case "video" -> found.metadata() instanceof MediaMetadata.Video;
            case "3d" -> found.metadata() instanceof MediaMetadata.Scene;
            default -> true;
        };
    }

    /** The document for such a sample: samples of other media types have size and mime type alone. */
    static Map<String, Object> stored(ProbeResult found, String mediaType) {
        Map<String, Object> document = found.metadata().toJson();
        return switch (mediaType) {
            case "image", "video", "3d" -> document;
            default -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                plain.put("_cls", "Metadata");
                for (String field : new String[] {"size_bytes", "mime_type"}) {
                    if (document.get(field) != null) {
                        plain.put(field, document.get(field));
                    }
                }
                yield plain;
            }
        };
    }
}
