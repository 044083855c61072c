package io.mediafn.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStat;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The event as AWS's own library reads it. */
final class S3EventJsonTest {
    private static final Instant TIME = Instant.parse("2026-11-21T09:00:00.123456789Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.png",
                "deep/er/x.png",
                "a b+c é%25#?.png",
                "it's \"quoted\" \\ back.png",
                "*~-_.!()&=;:@,$'.png",
                "line\nbreak\ttab\u001B[31m.png",
                "雪 🦊 ıİ.png",
                "%2F%2f%%.png",
                " leading and trailing ",
                "//double//"
            })
    void the_key_comes_back(String key) {
        S3EventNotificationRecord record = parsed(stat(key, Optional.of(TIME)));

        assertThat(record.getS3().getObject().getUrlDecodedKey()).isEqualTo(key);
        assertThat(record.getS3().getObject().getKey()).matches("[!-~]+").doesNotContain("%2F/", "/%2F");
    }

    @Test
    void the_rest_is_what_s3_says() {
        S3EventNotificationRecord record = parsed(stat("x.png", Optional.of(TIME)));

        assertThat(record.getEventVersion()).isEqualTo("2.5");
        assertThat(record.getEventSource()).isEqualTo("aws:s3");
        assertThat(record.getEventName()).isEqualTo("ObjectCreated:Put");
        assertThat(record.getAwsRegion()).isEqualTo("us-east-1");
        assertThat(record.getEventTime().getMillis()).isEqualTo(TIME.toEpochMilli());
        assertThat(record.getUserIdentity().getPrincipalId()).isEqualTo("AWS:QUICKSTART");
        assertThat(record.getRequestParameters().getSourceIPAddress()).isEqualTo("127.0.0.1");
        assertThat(record.getResponseElements().getxAmzRequestId()).isEqualTo("QUICKSTART");
        assertThat(record.getS3().getS3SchemaVersion()).isEqualTo("1.0");
        assertThat(record.getS3().getConfigurationId()).isEqualTo("quickstart");
        assertThat(record.getS3().getBucket().getName()).isEqualTo("bucket");
        assertThat(record.getS3().getBucket().getArn()).isEqualTo("arn:aws:s3:::bucket");
        assertThat(record.getS3().getBucket().getOwnerIdentity().getPrincipalId())
                .isEqualTo("QUICKSTART");
        assertThat(record.getS3().getObject().getSizeAsLong()).isEqualTo(5_000_000_000L);
        assertThat(record.getS3().getObject().geteTag()).isEqualTo("9b");
        assertThat(record.getS3().getObject().getSequencer()).matches("[0-9A-F]{16}");
    }

    @Test
    void a_later_object_has_a_later_sequencer() {
        assertThat(sequencer(TIME.plusNanos(1))).isGreaterThan(sequencer(TIME));
        assertThat(sequencer(TIME)).isGreaterThan(sequencer(Instant.EPOCH.plusNanos(1)));
    }

    @Test
    void without_a_time_it_is_still_an_event() {
        assertThat(parsed(stat("x.png", Optional.empty())).getEventTime().getMillis())
                .isZero();
    }

    private static String sequencer(Instant time) {
        return parsed(stat("x.png", Optional.of(time))).getS3().getObject().getSequencer();
    }

    private static ObjectStat stat(String key, Optional<Instant> time) {
        return ObjectStat.of(Location.of("s3://bucket/" + key), 5_000_000_000L)
                .withEtag(Optional.of("\"9b\""))
                .withLastModified(time);
    }

    private static S3EventNotificationRecord parsed(ObjectStat object) {
        S3Event event = LambdaEventSerializers.serializerFor(S3Event.class, S3EventJsonTest.class.getClassLoader())
                .fromJson(S3EventJson.created(object));
        assertThat(event.getRecords()).hasSize(1);
        return event.getRecords().getFirst();
    }
}
