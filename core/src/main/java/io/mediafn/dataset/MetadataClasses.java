package io.mediafn.dataset;

import java.util.Map;

/** Which class of metadata FiftyOne keeps for samples of a media type. */
public final class MetadataClasses {
    private static final String PLAIN = "Metadata";

    private MetadataClasses() {}

    /** Whether it keeps this one. Of another one, its client would refuse to save the sample. */
    public static boolean fits(Map<String, Object> metadata, String mediaType) {
        String name = String.valueOf(metadata.get("_cls"));
        return switch (mediaType) {
            case "image" -> name.equals("ImageMetadata");
            case "video" -> name.equals("VideoMetadata");
            // Its App's own operator writes the plain class.
            case "3d" -> name.equals("SceneMetadata") || name.equals(PLAIN);
            default -> name.equals(PLAIN);
        };
    }
}
