package io.mediafn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a metadata record says, in one line. */
final class RecordText {
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private RecordText() {}

    /** What was found, or why nothing was. */
    static String found(Map<String, ?> record) {
        Map<?, ?> error = object(record, "error");
        if (!error.isEmpty()) {
            return error.get("kind") + ": " + error.get("message");
        }
        Map<?, ?> metadata = object(record, "metadata");
        if (metadata.isEmpty()) {
            return record.get("outcome") + reason(record);
        }
        List<String> parts = new ArrayList<>();
        parts.add(String.valueOf(metadata.get("mime_type")));
        switch (String.valueOf(metadata.get("_cls"))) {
            case "ImageMetadata" -> image(metadata, object(record, "details"), parts);
            case "VideoMetadata" -> video(metadata, object(record, "details"), parts);
            case "SceneMetadata" -> parts.add("assets " + metadata.get("asset_counts"));
            default -> {
                if (!"unknown".equals(record.get("media_type"))) {
                    parts.add(String.valueOf(record.get("media_type")));
                }
            }
        }
        return String.join(", ", parts);
    }

    private static void image(Map<?, ?> metadata, Map<?, ?> details, List<String> parts) {
        parts.add(metadata.get("width") + " x " + metadata.get("height"));
        if (metadata.containsKey("num_channels")) {
            parts.add(Texts.count(number(metadata, "num_channels"), "channel"));
        }
        Object orientation = details.get("orientation");
        if (orientation != null && !orientation.equals(1)) {
            parts.add("orientation " + orientation);
        }
    }

    private static void video(Map<?, ?> metadata, Map<?, ?> details, List<String> parts) {
        if (metadata.containsKey("frame_width")) {
            parts.add(metadata.get("frame_width") + " x " + metadata.get("frame_height"));
        }
        if (metadata.get("frame_rate") instanceof Number rate) {
            parts.add(rate(rate.doubleValue()));
        }
        if (metadata.containsKey("total_frame_count")) {
            parts.add(Texts.count(number(metadata, "total_frame_count"), "frame"));
        }
        if (metadata.get("duration") instanceof Number seconds) {
            parts.add(duration(seconds.doubleValue()));
        }
        // FiftyOne's word for it is [0][0][0][0] in half of all containers.
        parts.add(String.valueOf(details.containsKey("codec") ? details.get("codec") : metadata.get("encoding_str")));
    }

    /** With two digits behind the point, unless they are zero. */
    private static String rate(double rate) {
        String text = String.format(Locale.ROOT, "%.2f", rate);
        return (text.endsWith(".00") ? text.substring(0, text.length() - 3) : text) + " fps";
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return whole < HOUR
                ? String.format(Locale.ROOT, "%d:%02d", whole / MINUTE, whole % MINUTE)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / HOUR, whole % HOUR / MINUTE, whole % MINUTE);
    }

    private static String reason(Map<String, ?> record) {
        return Optional.ofNullable(record.get("reason"))
                .map(text -> ": " + text)
                .orElse("");
    }

    static Map<?, ?> object(Map<String, ?> record, String field) {
        return record.get(field) instanceof Map<?, ?> value ? value : Map.of();
    }

    static long number(Map<?, ?> object, String field) {
        return object.get(field) instanceof Number value ? value.longValue() : 0;
    }
}
