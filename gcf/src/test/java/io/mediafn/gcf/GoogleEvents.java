package io.mediafn.gcf;

import io.mediafn.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Events as Google documents them: the examples of googleapis/google-cloudevents for CloudEvents, "Notification format" of
 * "Pub/Sub notifications for Cloud Storage" for notifications.
 */
final class GoogleEvents {
    static final String STORAGE = "google.cloud.storage.object.v1.";
    static final String PUBSUB = "google.cloud.pubsub.topic.v1.messagePublished";

    /** When all of them happened. */
    static final String TIME = "2026-11-21T09:00:01.279744Z";

    private GoogleEvents() {}

    /** The data of an event of Cloud Storage. */
    static Map<String, Object> object(String bucket, String name, Object generation) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", "storage#object");
        data.put("id", bucket + "/" + name + "/" + generation);
        data.put("selfLink", "https://www.googleapis.com/storage/v1/b/" + bucket + "/o/x");
        data.put("name", name);
        data.put("bucket", bucket);
        data.put("generation", generation);
        data.put("metageneration", "1");
        data.put("contentType", "image/png");
        data.put("timeCreated", "2026-11-21T09:00:00.123Z");
        data.put("updated", "2026-11-21T09:00:00.123Z");
        data.put("storageClass", "STANDARD");
        data.put("timeStorageClassUpdated", "2026-11-21T09:00:00.123Z");
        data.put("size", "352");
        data.put("md5Hash", "xrX0h3SqCoeoKidv+GvlBw==");
        data.put("mediaLink", "https://storage.googleapis.com/download/storage/v1/b/x/o/x?alt=media");
        data.put("crc32c", "AAAAAA==");
        data.put("etag", "COu8mb3Dn+kCEAE=");
        return data;
    }

    /** The data of a Pub/Sub event. */
    static Map<String, Object> message(Map<String, String> attributes, String content) {
        Map<String, Object> message = new LinkedHashMap<>();
        if (!attributes.isEmpty()) {
            message.put("attributes", attributes);
        }
        message.put("data", Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
        message.put("messageId", "3103425958877813");
        message.put("message_id", "3103425958877813");
        message.put("publishTime", "2026-11-21T09:00:02.109Z");
        message.put("publish_time", "2026-11-21T09:00:02.109Z");
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("subscription", "projects/test-project/subscriptions/my-subscription");
        data.put("message", message);
        return data;
    }

    static Map<String, String> attributes(String eventType, String bucket, String name, String generation) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("notificationConfig", "projects/_/buckets/" + bucket + "/notificationConfigs/3");
        attributes.put("eventType", eventType);
        attributes.put("payloadFormat", "JSON_API_V1");
        attributes.put("bucketId", bucket);
        attributes.put("objectId", name);
        attributes.put("objectGeneration", generation);
        attributes.put("eventTime", TIME);
        return attributes;
    }

    /** A notification of a bucket. */
    static Map<String, Object> notification(String eventType, String bucket, String name, String generation) {
        return message(attributes(eventType, bucket, name, generation), Json.write(object(bucket, name, generation)));
    }

    /** An event in the structured mode, whole. */
    static String structured(String type, Map<String, Object> data) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", "1234567");
        event.put("source", "//storage.googleapis.com/projects/_/buckets/sample-bucket");
        event.put("type", type);
        event.put("subject", "objects/MyFile");
        event.put("time", TIME);
        event.put("datacontenttype", "application/json");
        event.put("bucket", "sample-bucket");
        event.put("data", data);
        return Json.write(event);
    }

    /** The headers of the binary mode. */
    static Map<String, String> binaryHeaders(String type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("ce-specversion", "1.0");
        headers.put("ce-id", "1234567");
        headers.put("ce-source", "//storage.googleapis.com/projects/_/buckets/sample-bucket");
        headers.put("ce-type", type);
        headers.put("ce-subject", "objects/MyFile");
        headers.put("ce-time", TIME);
        headers.put("ce-bucket", "sample-bucket");
        return headers;
    }
}
