package io.mediafn.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b+c é%25#?.jpg",
                "a//b",
                "a/../b",
                "../up",
                "/leading",
                "trailing/",
                "%2F",
                "s3://nested/key",
                " ",
                "\t",
                "\uD83D\uDE00.png"
            })
    void keeps_the_key_exactly_as_written(String key) {
        Location location = Location.of("s3://bucket/" + key);

        assertThat(location.key()).isEqualTo(key);
        assertThat(location.bucket()).isEqualTo("bucket");
        assertThat(location).hasToString("s3://bucket/" + key).isEqualTo(Location.of(Scheme.S3, "bucket", key));
    }

    @Test
    void a_key_may_have_1024_bytes_and_not_one_more() {
        String longest = "é".repeat(512);
        assertThat(Location.of("s3://b/" + longest).key()).isEqualTo(longest);

        assertThatThrownBy(() -> Location.of("s3://b/" + longest + "x"))
                .isInstanceOf(IllegalLocationException.class)
                .hasMessageContaining("at most 1024 bytes")
                .hasMessageContaining("1025");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://b/k,S3,'',b,k,s3://b/k",
        "gs://b/k,GCS,'',b,k,gs://b/k",
        "google://b/k,GCS,'',b,k,gs://b/k",
        "gcs://b/a//k,GCS,'',b,a//k,gs://b/a//k",
        "az://c/k,AZURE,'',c,k,az://c/k",
        "azure://c/k,AZURE,'',c,k,az://c/k",
        "https://acct.blob.core.windows.net/c/a%20b?x,AZURE,acct,c,a%20b?x,https://acct.blob.core.windows.net/c/a%20b?x",
        "https://host:8443/a/b?c=d#e,HTTP,'',host:8443,a/b?c=d#e,https://host:8443/a/b?c=d#e",
        "http://[::1]:80/x,HTTP,'',[::1]:80,x,http://[::1]:80/x",
        "minio://b/k,ALIAS,minio,b,k,minio://b/k",
        "fs://7/a/b,FS,'',7,a/b,fs://7/a/b",
        "mem://b/k,MEM,'',b,k,mem://b/k"
    })
    void understands_every_spelling(
            String text, Scheme scheme, String service, String bucket, String key, String canonical) {
        Location location = Location.of(text);

        assertThat(location.scheme()).isEqualTo(scheme);
        assertThat(location.service()).isEqualTo(service);
        assertThat(location.bucket()).isEqualTo(bucket);
        assertThat(location.key()).isEqualTo(key);
        assertThat(location.canonical()).isEqualTo(canonical);
        assertThat(location).hasToString(text);
        assertThat(location.withKey("other")).hasToString(text.substring(0, text.length() - key.length()) + "other");
    }

    @Test
    void a_url_tells_no_password_and_no_signature() {
        assertThatThrownBy(() -> Location.of("https://user:canary@host/x"))
                .isInstanceOf(IllegalLocationException.class)
                .hasMessageContaining("settings")
                .hasMessageNotContaining("canary");
        assertThat(Location.of("https://host/x?X-Amz-Signature=canary").display())
                .isEqualTo("https://host/x?***");
        assertThat(Location.of("https://acct.blob.core.windows.net/c/k?sv=1&sig=canary")
                        .display())
                .isEqualTo("https://acct.blob.core.windows.net/c/k?***");
        assertThat(Location.of("s3://b/x?y").display()).isEqualTo("s3://b/x?y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|starts with one of",
                "photo.jpg|starts with one of",
                "://b/k|starts with one of",
                "S3://b/k|starts with one of",
                "1x://b/k|starts with one of s3://",
                "s3:///k|names a bucket",
                "s3://|names a bucket",
                "s3://b ucket/k|a bucket name has",
                "s3://user@bucket/k|a bucket name has",
                "s3://bucket:80/k|a bucket name has",
                "s3://../k|not made of dots",
                "file://relative/path|absolute path"
            })
    void says_which_rule_a_malformed_text_breaks(String text, String rule) {
        assertThatThrownBy(() -> Location.of(text))
                .isInstanceOf(IllegalLocationException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining(rule);
    }

    /** Encoded it would be a question mark, which is the name of another object. */
    @Test
    void half_a_character_is_in_no_key() {
        for (String half : java.util.List.of("\uD800", "\uDC00x", "a\uD83D/b")) {
            assertThatThrownBy(() -> Location.of("s3://b/" + half))
                    .isInstanceOf(IllegalLocationException.class)
                    .hasMessageContaining("half characters");
        }
        assertThat(Location.of("s3://b/\uD83D\uDE00").key()).isEqualTo("\uD83D\uDE00");
    }

    @Test
    void a_huge_text_is_not_repeated_in_the_message() {
        assertThatThrownBy(() -> Location.of("x".repeat(100_000)))
                .isInstanceOf(IllegalLocationException.class)
                .message()
                .hasSizeLessThan(1_000)
                .contains("100000 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://b/a/,     s3://b/a/x,   true",
        "s3://b/a,      s3://b/a/x,   true",
        "s3://b/a,      s3://b/a,     true",
        "s3://b/a,      s3://b/ab,    false",
        "s3://b/a/,     s3://b/a,     false",
        "s3://b,        s3://b/x,     true",
        "s3://b/,       s3://b/x,     true",
        "s3://b,        s3://bb/x,    false",
        "s3://b/,       mem://b/x,    false",
        "file:///d/,    file:///d/x,  true"
    })
    void contains_on_slash_boundaries(String prefix, String other, boolean expected) {
        assertThat(Location.of(prefix).contains(Location.of(other))).isEqualTo(expected);
    }

    @Test
    void navigates_without_touching_the_rest() {
        assertThat(Location.of("s3://b").child("x")).isEqualTo(Location.of("s3://b/x"));
        assertThat(Location.of("s3://b/").child("x")).isEqualTo(Location.of("s3://b/x"));
        assertThat(Location.of("s3://b/p").child("x")).isEqualTo(Location.of("s3://b/p/x"));
        assertThat(Location.of("s3://b/p//").child("x")).isEqualTo(Location.of("s3://b/p//x"));
        assertThat(Location.of("file:///d/e").withKey("f/g")).isEqualTo(Location.of("file:///f/g"));
        assertThat(Location.of("s3://b/d/é.jpg").fileName()).isEqualTo("é.jpg");
        assertThat(Location.of("s3://b").canonical()).isEqualTo("s3://b/");
    }
}
