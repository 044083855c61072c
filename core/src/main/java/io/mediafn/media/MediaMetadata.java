package io.mediafn.media;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What FiftyOne stores as a sample's {@code metadata}: its classes, its field names, and nothing else. */
public sealed interface MediaMetadata {
    /** What FiftyOne guesses from the path, never from the content. */
    String mimeType();

    /** The stored document, with {@code _cls} first; values are strings, longs, ints and doubles. */
    Map<String, Object> toJson();

    /**
     * FiftyOne's {@code ImageMetadata}.
     *
     * @param width in pixels, after the orientation rules of FiftyOne
     * @param height likewise
     * @param numChannels the bands of the stored pixels (1 for a palette), 0 where nothing tells it
     */
    record Image(OptionalLong sizeBytes, String mimeType, int width, int height, int numChannels)
            implements MediaMetadata {
        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = base("ImageMetadata", sizeBytes, mimeType);
            json.put("width", width);
            json.put("height", height);
            if (numChannels > 0) {
                json.put("num_channels", numChannels);
            }
            return json;
        }
    }

    /**
     * FiftyOne's {@code VideoMetadata}; a value that is not known, or cannot be, is empty.
     *
     * @param frameWidth in pixels
     * @param frameHeight likewise
     * @param frameRate frames per second
     * @param duration in seconds
     * @param encodingStr the tag of the codec as ffprobe prints it
     */
    record Video(
            OptionalLong sizeBytes,
            String mimeType,
            OptionalInt frameWidth,
            OptionalInt frameHeight,
            OptionalDouble frameRate,
            OptionalLong totalFrameCount,
            OptionalDouble duration,
            String encodingStr)
            implements MediaMetadata {
        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = base("VideoMetadata", sizeBytes, mimeType);
            frameWidth.ifPresent(width -> json.put("frame_width", width));
            frameHeight.ifPresent(height -> json.put("frame_height", height));
            frameRate.ifPresent(rate -> json.put("frame_rate", rate));
            totalFrameCount.ifPresent(count -> json.put("total_frame_count", count));
            duration.ifPresent(seconds -> json.put("duration", seconds));
            json.put("encoding_str", encodingStr);
            return json;
        }
    }

    /** FiftyOne's base {@code Metadata}, for whatever has no class of its own. */
    record Other(OptionalLong sizeBytes, String mimeType) implements MediaMetadata {
        @Override
        public Map<String, Object> toJson() {
            return base("Metadata", sizeBytes, mimeType);
        }
    }

    /**
     * FiftyOne's {@code SceneMetadata}.
     *
     * @param sizeBytes of the scene's file and all of its assets, empty where one of them is not known
     * @param assetCounts how many assets there are of each extension, which stands without its dot and as it is written
     */
    record Scene(OptionalLong sizeBytes, String mimeType, Map<String, Integer> assetCounts) implements MediaMetadata {
        public Scene {
            assetCounts = Collections.unmodifiableMap(new TreeMap<>(assetCounts));
        }

        @Override
        public Map<String, Object> toJson() {
            Map<String, Object> json = base("SceneMetadata", sizeBytes, mimeType);
            json.put("asset_counts", assetCounts);
            return json;
        }
    }

    private static Map<String, Object> base(String className, OptionalLong sizeBytes, String mimeType) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("_cls", className);
        sizeBytes.ifPresent(size -> json.put("size_bytes", size));
        json.put("mime_type", mimeType);
        return json;
    }
}
