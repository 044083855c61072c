package io.mediafn.lambda;

import io.mediafn.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events as AWS documents them. */
final class Events {
    /** What S3 sends when a notification is configured. */
    static final String S3_TEST_EVENT = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\","
            + "\"Time\":\"2014-10-13T15:57:02.089Z\",\"Bucket\":\"bucketname\",\"RequestId\":\"5582815E1AEA5ADF\","
            + "\"HostId\":\"8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE\"}";

    private Events() {}

    /** A notification of one created object. */
    static String s3(String bucket, String key) {
        return s3(bucket, key, "ObjectCreated:Put", "0055AED6DCD90281E5");
    }

    static String s3(String bucket, String key, String eventName, String sequencer) {
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
        return """
                {"Records":[{"eventVersion":"2.5","eventSource":"aws:s3","awsRegion":"us-west-2",\
                "eventTime":"1970-01-01T00:00:00.000Z","eventName":"%s","userIdentity":{"principalId":"AIDAJ"},\
                "requestParameters":{"sourceIPAddress":"127.0.0.1"},"responseElements":{"x-amz-request-id":"C3D",\
                "x-amz-id-2":"FMy"},"s3":{"s3SchemaVersion":"1.0","configurationId":"testConfigRule",\
                "bucket":{"name":"%s","ownerIdentity":{"principalId":"A3NL"},"arn":"arn:aws:s3:::%s"},\
                "object":{"key":"%s","size":1024,"eTag":"d41d8cd98f00b204e9800998ecf8427e","versionId":"096fKK",\
                "sequencer":"%s"}}}]}""".formatted(eventName, bucket, bucket, encoded, sequencer);
    }

    /** An SQS batch; the messages' ids are message-0, message-1, ... */
    static String sqs(String... bodies) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (String body : bodies) {
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("messageId", "message-" + records.size());
            record.put("receiptHandle", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a");
            record.put("body", body);
            record.put("attributes", Map.of("ApproximateReceiveCount", "1"));
            record.put("messageAttributes", Map.of());
            record.put("md5OfBody", "e4e68fb7bd0e697a0ae8f1bb342846b3");
            record.put("eventSource", "aws:sqs");
            record.put("eventSourceARN", "arn:aws:sqs:us-east-2:123456789012:my-queue");
            record.put("awsRegion", "us-east-2");
            records.add(record);
        }
        return Json.write(Map.of("Records", records));
    }
}
