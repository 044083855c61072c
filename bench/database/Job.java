package database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be done.
 *
 * @param uri of MongoDB
 * @param database the name
 * @param dataset the name
 * @param from the prefix under which the samples lie
 * @param to the prefix under which some or all shall lie; unused for metadata
 * @param count of samples to be changed; all that there are for a prefix
 * @param stride of the numbers of these samples
 */
record Job(String uri, String database, String dataset, String from, String to, int count, int stride) {
    static final int METADATA_BATCH = 500;
    static final int MAP_BATCH = 1000;

    private static final int MIN_BYTES = 100_000;

    /** What is at a prefix for a number; bench/fiftyone_datasets.py has the same rule. */
    static String path(String prefix, int number) {
        return prefix + "/" + padded(number / 1000, 4) + "/" + padded(number, 7) + ".jpg";
    }

    private static String padded(int number, int digits) {
        String text = String.valueOf(number);
        return "0".repeat(digits - text.length()) + text;
    }

    /** Stands for what a read of the medium gives. */
    static Map<String, Object> metadata(String path) {
        int number = Integer.parseInt(path, path.length() - 11, path.length() - 4, 10);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("_cls", "ImageMetadata");
        metadata.put("size_bytes", MIN_BYTES + number);
        metadata.put("mime_type", "image/jpeg");
        metadata.put("width", 1920);
        metadata.put("height", 1080);
        metadata.put("num_channels", 3);
        return metadata;
    }

    /** The numbers of a batch of the map. */
    List<Integer> batch(int start) {
        List<Integer> numbers = new ArrayList<>(MAP_BATCH);
        for (int i = start; i < Math.min(count, start + MAP_BATCH); i++) {
            numbers.add(i * stride);
        }
        return numbers;
    }
}
