package io.mediafn.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small languages of S3: its XML, its dates, its words in fields, its addresses. */
final class S3TextsTest {
    @Test
    void reads_xml_as_services_write_it() throws IOException {
        XmlElement root = S3Xml.read("\uFEFF<?xml version='1.0'?><!-- c -->\n"
                + "<a:R xmlns:a=\"x>y\" q='/'><K>&lt;a&amp;b&gt; &#233;&#x1F600;<![CDATA[<&]]></K>"
                + "<E/><K>2</K><N><D>deep</D></N><B> </B></a:R>\n");

        assertThat(root.name()).isEqualTo("R");
        assertThat(root.text("K")).contains("<a&b> é\uD83D\uDE00<&");
        assertThat(root.all("K")).hasSize(2);
        assertThat(root.text("E")).isEmpty();
        assertThat(root.text("B")).isEmpty();
        assertThat(root.child("N").flatMap(n -> n.text("D"))).contains("deep");
        assertThat(S3Xml.read("<R/>").children()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<a>",
                "<a></b>",
                "</a>",
                "<a/><b/>",
                "<a></a>text",
                "<a",
                "<a b=\"",
                "<>x</>",
                "<a>&unknown;</a>",
                "<a>&lt</a>",
                "<a>&#xFFFFFFF;</a>",
                "<a>&#zz;</a>",
                "<!DOCTYPE a><a/>",
                "<a><!DOCTYPE a></a>",
                "<a><![CDATA[x</a>",
                "<!-- <a/>",
                "<?xml"
            })
    void refuses_what_is_no_xml(String text) {
        assertThatThrownBy(() -> S3Xml.read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void refuses_xml_without_bottom() {
        assertThatThrownBy(() -> S3Xml.read("<a>".repeat(100_000))).isInstanceOf(IOException.class);
    }

    @Test
    void what_is_written_is_read_again() throws IOException {
        String odd = "a<b>&\"'\r\n\té\uD83D\uDE00";
        StringBuilder text = new StringBuilder("<r>");
        S3Xml.append(text, "k", odd);

        assertThat(S3Xml.read(text.append("</r>").toString()).text("k")).contains(odd);
        assertThat(text).doesNotContain("\r");
    }

    @Test
    void reads_the_dates_of_http() {
        assertThat(HttpDate.parse("Sat, 21 Nov 2026 13:48:38 GMT")).isEqualTo(Instant.parse("2026-11-21T13:48:38Z"));
        for (String wrong : new String[] {
            "",
            "Sat, 21 Nov 2026 13:48:38 CET",
            "Sat, 21 ovD 2026 13:48:38 GMT",
            "Sat, 32 Nov 2026 13:48:38 GMT",
            "Sat, 2x Nov 2026 13:48:38 GMT",
            "2026-11-21T13:48:38Z"
        }) {
            assertThatThrownBy(() -> HttpDate.parse(wrong)).as(wrong).isInstanceOf(DateTimeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "é", "日本語 und mehr, lang genug für zwei Wörter: ÄÖÜäöüß", "=?UTF-8?B?x?=", "a\r\nb", ""
            })
    void any_text_goes_through_a_field(String text) {
        String field = HeaderText.encode(text);

        assertThat(new HeaderFields().set("x-amz-meta-a", field).value(0)).isEqualTo(field);
        assertThat(HeaderText.decode(field)).isEqualTo(text);
        for (String word : field.split(" ", -1)) {
            assertThat(word.startsWith("=?") ? word.length() : 0).isLessThanOrEqualTo(75);
        }
    }

    @Test
    void understands_the_words_of_others() {
        assertThat(HeaderText.decode("=?utf-8?Q?caf=C3=A9_au_lait?=")).isEqualTo("café au lait");
        assertThat(HeaderText.decode("a =?UTF-8?B?w6k=?= b")).isEqualTo("a é b");
        assertThat(HeaderText.decode("=?UTF-8?B?!?=")).isEqualTo("=?UTF-8?B?!?=");
        assertThat(HeaderText.decode("=?ISO-8859-1?B?6Q==?=")).isEqualTo("=?ISO-8859-1?B?6Q==?=");
    }

    @ParameterizedTest
    @CsvSource({
        "bucket,eu-west-1,https://bucket.s3.eu-west-1.amazonaws.com,''",
        "my.bucket,us-east-1,https://s3.us-east-1.amazonaws.com,/my.bucket",
        "UPPER,us-east-1,https://s3.us-east-1.amazonaws.com,/UPPER",
        "bucket,cn-north-1,https://bucket.s3.cn-north-1.amazonaws.com.cn,''",
        "bucket,us-gov-west-1,https://bucket.s3.us-gov-west-1.amazonaws.com,''"
    })
    void a_bucket_of_amazon_has_its_host(String bucket, String region, String endpoint, String path) {
        S3Routes.Route route = new S3Routes(Optional.empty(), () -> region, name -> SdkRegions.domain(name)).to(bucket);

        assertThat(route.endpoint()).hasToString(endpoint);
        assertThat(route.path()).isEqualTo(path);
        assertThat(route.region()).isEqualTo(region);
    }

    @Test
    void another_service_has_its_buckets_in_the_path() {
        S3Routes routes = new S3Routes(
                Optional.of(URI.create("http://minio:9000/base/")), () -> "us-east-1", name -> "amazonaws.com");

        assertThat(routes.to("b").endpoint()).isEqualTo(new Endpoint(false, "minio", 9000));
        assertThat(routes.to("b").endpoint().hostField()).isEqualTo("minio:9000");
        assertThat(routes.to("b").path()).isEqualTo("/base/b");
        assertThat(routes.learn("b", "eu-west-1")).isTrue();
        assertThat(routes.learn("b", "eu-west-1")).isFalse();
        assertThat(routes.to("b").endpoint()).isEqualTo(new Endpoint(false, "minio", 9000));
        assertThat(routes.to("b").region()).isEqualTo("eu-west-1");
    }

    @Test
    void a_url_below_the_endpoint_names_a_bucket_and_a_literal_key() {
        Optional<URI> endpoint = Optional.of(URI.create("https://minio.example:9000"));
        S3Address at = S3Address.of(Location.of("https://minio.example:9000/b/a%20b//c?d"), endpoint);

        assertThat(at.bucket()).isEqualTo("b");
        assertThat(at.key()).isEqualTo("a%20b//c?d");
        assertThat(at.withKey("x/y")).isEqualTo(Location.of("https://minio.example:9000/b/x/y"));
        assertThat(at.keyOf("b/after")).isEqualTo("after");
        assertThatThrownBy(() -> S3Address.of(Location.of("https://other.example/b/k"), endpoint))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> S3Address.of(Location.of("https://minio.example:9000/"), endpoint))
                .isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> S3Address.of(Location.of("https://minio.example:9000/b"), endpoint)
                        .object())
                .isInstanceOf(StorageException.class);
    }
}
