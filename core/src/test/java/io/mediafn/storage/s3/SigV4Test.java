package io.mediafn.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples of Amazon's documentation of Signature Version 4 for S3. */
final class SigV4Test {
    private static final AccessKey KEY =
            new AccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Optional.empty());
    private static final AmzDate DATE =
            AmzDate.at(Instant.parse("2013-05-24T00:00:00Z").getEpochSecond());
    private static final String HOST = "examplebucket.s3.amazonaws.com";

    private final SigV4 signer = new SigV4("s3");

    private String sign(String method, String path, Query query, HeaderFields fields, String payload) {
        return signer.authorization(
                method, path, query.toString(), fields.set("host", HOST), payload, KEY, "us-east-1", DATE);
    }

    @Test
    void signs_a_ranged_get_as_documented() {
        String authorization =
                sign("GET", "/test.txt", new Query(), new HeaderFields().set("range", "bytes=0-9"), SigV4.NO_PAYLOAD);

        assertThat(authorization)
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + " SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                        + " Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void signs_a_put_as_documented() {
        StringBuilder path = new StringBuilder("/");
        PercentCode.appendPath(path, "test$file.text");
        byte[] body = "Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8);
        HeaderFields fields = new HeaderFields()
                .set("x-amz-storage-class", "REDUCED_REDUNDANCY")
                .set("date", "Fri, 24 May 2013 00:00:00 GMT");

        assertThat(sign("PUT", path.toString(), new Query(), fields, Sha256.hex(body, body.length)))
                .endsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    void signs_a_parameter_without_a_value_as_documented() {
        assertThat(sign("GET", "/", new Query().add("lifecycle"), new HeaderFields(), SigV4.NO_PAYLOAD))
                .endsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    }

    @Test
    void signs_a_listing_as_documented() {
        Query query = new Query().add("prefix", "J").add("max-keys", "2");

        assertThat(sign("GET", "/", query, new HeaderFields(), SigV4.NO_PAYLOAD))
                .endsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void signs_a_url_as_documented() {
        assertThat(signer.presignedQuery(
                        "GET", "/test.txt", new Query(), HOST, Duration.ofDays(1), KEY, "us-east-1", DATE))
                .isEqualTo("X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                        + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                        + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
    }

    @Test
    void a_signing_key_is_kept_for_its_day_region_and_owner_only() {
        AccessKey other = new AccessKey(KEY.id(), "another", Optional.of("token"));
        String first = sign("GET", "/", new Query(), new HeaderFields(), SigV4.NO_PAYLOAD);

        assertThat(signer.authorization("GET", "/", "", new HeaderFields(), SigV4.NO_PAYLOAD, other, "us-east-1", DATE))
                .isEqualTo(new SigV4("s3")
                        .authorization("GET", "/", "", new HeaderFields(), SigV4.NO_PAYLOAD, other, "us-east-1", DATE));
        AmzDate tomorrow = AmzDate.at(DATE.epochSecond() + 86_400);
        assertThat(signer.authorization(
                        "GET", "/", "", new HeaderFields(), SigV4.NO_PAYLOAD, KEY, "us-east-1", tomorrow))
                .isEqualTo(new SigV4("s3")
                        .authorization(
                                "GET", "/", "", new HeaderFields(), SigV4.NO_PAYLOAD, KEY, "us-east-1", tomorrow));
        assertThat(sign("GET", "/", new Query(), new HeaderFields(), SigV4.NO_PAYLOAD))
                .isEqualTo(first);
    }

    @Test
    void the_session_token_is_sent_and_signed() {
        HeaderFields fields = new HeaderFields();
        AccessKey session = new AccessKey("id", "secret", Optional.of("the-token"));
        String authorization =
                signer.authorization("GET", "/", "", fields, SigV4.NO_PAYLOAD, session, "us-east-1", DATE);

        assertThat(fields.get("x-amz-security-token")).contains("the-token");
        assertThat(authorization).contains("SignedHeaders=x-amz-content-sha256;x-amz-date;x-amz-security-token,");
    }

    @Test
    void secrets_are_in_no_text() {
        AccessKey session = new AccessKey("id", "canary-secret", Optional.of("canary-token"));
        assertThat(session.toString() + new HeaderFields().set("x-amz-security-token", "canary-token"))
                .contains("id")
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a b+c é%25#?.jpg,a%20b%2Bc%20%C3%A9%2525%23%3F.jpg",
                "a//b/../c/.,a//b/../c/.",
                "~tilde!*()[]{}|^`$@:;,~tilde%21%2A%28%29%5B%5D%7B%7D%7C%5E%60%24%40%3A%3B",
                "\uD83D\uDE00.gif,%F0%9F%98%80.gif"
            })
    void every_byte_of_a_key_is_encoded_once(String key, String encoded) {
        StringBuilder path = new StringBuilder();
        PercentCode.appendPath(path, key);

        assertThat(path).hasToString(encoded);
        assertThat(PercentCode.decode(encoded)).isEqualTo(key);
    }

    @Test
    void a_truncated_or_wrong_encoding_is_refused() {
        assertThat(PercentCode.decode("a+b%2B")).isEqualTo("a b+");
        for (String wrong : List.of("a%", "a%2", "a%zz")) {
            assertThatThrownBy(() -> PercentCode.decode(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void the_mac_is_that_of_the_platform() throws Exception {
        Random random = new Random(5);
        for (int length : List.of(1, 32, 63, 64, 65, 200)) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            String message = "x".repeat(length * 3);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));

            assertThat(HexFormat.of().formatHex(new Sha256.Hmac(key).of(message)))
                    .isEqualTo(HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Test
    void a_field_can_smuggle_no_other_field_in() {
        HeaderFields fields = new HeaderFields();
        for (String value : List.of("a\r\nx: y", "a\nb", "\0", "é", "\u007f")) {
            assertThatThrownBy(() -> fields.set("x-amz-meta-a", value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("x-amz-meta-a");
        }
        for (String name : List.of("", "a b", "a:", "A", "a\n")) {
            assertThatThrownBy(() -> fields.set(name, "x")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(fields.size()).isZero();
    }

    @Test
    void the_date_follows_the_services_clock() {
        AmzDate.Source source =
                new AmzDate.Source(Clock.fixed(Instant.parse("2026-01-02T03:04:05.999Z"), ZoneOffset.UTC));
        assertThat(source.now().text()).isEqualTo("20260102T030405Z");

        source.adjustTo(Instant.parse("2026-01-03T00:00:00Z"));
        assertThat(source.now().text()).isEqualTo("20260103T000000Z");
        assertThat(source.now().day()).isEqualTo("20260103");
    }
}
