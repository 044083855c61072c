package io.mediafn.export;

import io.mediafn.json.Json;
import io.mediafn.location.Location;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Labelbox's upserts of data rows, each named by its id or its global key. It takes https URLs alone. */
final class LabelboxRows {
    private static final String SECURE = "https://";
    /** What RFC 3986 lets stand in a path as it is, but for the plus sign, which S3 takes for a space. */
    private static final String PLAIN = "-._~!$&'()*,;=:@/";

    private LabelboxRows() {}

    static Optional<String> problem(MovedMedium medium, PayloadOptions options) {
        boolean named = medium.ids().containsKey(PayloadFormat.LABELBOX_ID)
                || medium.ids().containsKey(PayloadFormat.GLOBAL_KEY);
        if (!named) {
            return Optional.of("Labelbox knows a data row by its id or its global key, and neither "
                    + PayloadFormat.LABELBOX_ID + " nor " + PayloadFormat.GLOBAL_KEY + " is given");
        }
        return url(medium, options).isPresent()
                ? Optional.empty()
                : Optional.of("Labelbox takes https URLs, and there is none of this location: give "
                        + PayloadFormat.ROW_DATA + ", or for S3 the s3_region of the bucket");
    }

    static Payload render(List<MovedMedium> media, PayloadOptions options) {
        return new Payload(
                "",
                media.stream()
                        .map(medium ->
                                Json.write(row(medium, url(medium, options).orElseThrow())))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private static Map<String, Object> row(MovedMedium medium, String url) {
        String id = medium.ids().getOrDefault(PayloadFormat.LABELBOX_ID, "");
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("type", id.isEmpty() ? "GKEY" : "ID");
        key.put("value", id.isEmpty() ? medium.ids().getOrDefault(PayloadFormat.GLOBAL_KEY, "") : id);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", key);
        row.put("payload", Map.of("row_data", url));
        return row;
    }

    private static Optional<String> url(MovedMedium medium, PayloadOptions options) {
        String given = medium.ids().getOrDefault(PayloadFormat.ROW_DATA, "");
        if (!given.isEmpty()) {
            return Optional.of(given).filter(LabelboxRows::isSecure);
        }
        if (medium.to().startsWith("/")) {
            return Optional.empty();
        }
        Location at = Location.of(medium.to());
        String path = encoded(at.key());
        return switch (at.scheme()) {
            case GCS -> Optional.of(SECURE + "storage.googleapis.com/" + at.bucket() + "/" + path);
            case AZURE ->
                Optional.of(at.canonical())
                        .filter(LabelboxRows::isSecure)
                        .map(url -> url.substring(0, url.length() - at.key().length()) + path);
            case HTTP -> Optional.of(medium.to()).filter(LabelboxRows::isSecure);
            case S3 -> options.s3Region().map(region -> s3(at.bucket(), region) + path);
            default -> Optional.empty();
        };
    }

    private static boolean isSecure(String url) {
        return url.startsWith(SECURE);
    }

    /** A bucket with dots is in no certificate, so its name goes into the path. */
    private static String s3(String bucket, String region) {
        String host = "s3." + region + ".amazonaws.com/";
        return bucket.contains(".") ? SECURE + host + bucket + "/" : SECURE + bucket + "." + host;
    }

    private static String encoded(String key) {
        StringBuilder path = new StringBuilder();
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            boolean alphanumeric = (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
            if (alphanumeric || (b > 0 && PLAIN.indexOf(b) >= 0)) {
                path.append((char) b);
            } else {
                path.append('%')
                        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return path.toString();
    }
}
