package io.mediafn.cli.quickstart;

import io.mediafn.json.Json;
import io.mediafn.storage.ObjectStat;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the event that S3 sends for a new object ("Event message structure" of its user guide, version 2.5). */
final class S3EventJson {
    private S3EventJson() {}

    static String created(ObjectStat object) {
        Instant time = object.lastModified().orElse(Instant.EPOCH);
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("eventVersion", "2.5");
        record.put("eventSource", "aws:s3");
        record.put("awsRegion", "us-east-1");
        record.put("eventTime", Json.time(time));
        record.put("eventName", "ObjectCreated:Put");
        record.put("userIdentity", Map.of("principalId", "AWS:QUICKSTART"));
        record.put("requestParameters", Map.of("sourceIPAddress", "127.0.0.1"));
        record.put("responseElements", Map.of("x-amz-request-id", "QUICKSTART", "x-amz-id-2", "QUICKSTART"));
        record.put("s3", s3(object, time));
        return Json.write(Map.of("Records", List.of(record)));
    }

    private static Map<String, Object> s3(ObjectStat object, Instant time) {
        String name = object.location().bucket();
        Map<String, Object> bucket = new LinkedHashMap<>();
        bucket.put("name", name);
        bucket.put("ownerIdentity", Map.of("principalId", "QUICKSTART"));
        bucket.put("arn", "arn:aws:s3:::" + name);

        Map<String, Object> described = new LinkedHashMap<>();
        described.put("key", encoded(object.location().key()));
        described.put("size", object.size());
        // S3 leaves out the quotes here.
        object.etag().ifPresent(etag -> described.put("eTag", etag.replace("\"", "")));
        described.put("sequencer", hex(time));

        Map<String, Object> s3 = new LinkedHashMap<>();
        s3.put("s3SchemaVersion", "1.0");
        s3.put("configurationId", "quickstart");
        s3.put("bucket", bucket);
        s3.put("object", described);
        return s3;
    }

    /** Form-encoded, with the slashes left as they are. */
    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static String hex(Instant time) {
        String digits = Long.toHexString(time.getEpochSecond() * 1_000_000_000L + time.getNano());
        return "0".repeat(Math.max(0, 16 - digits.length())) + digits.toUpperCase(java.util.Locale.ROOT);
    }
}
