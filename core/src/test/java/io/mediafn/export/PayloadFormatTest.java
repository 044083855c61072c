package io.mediafn.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact bodies that labelling tools are told of moved media with. */
final class PayloadFormatTest {
    private static MovedMedium medium(String name, String... ids) {
        return new MovedMedium(
                "s3://old/" + name, "gs://new/" + name, ids.length == 0 ? Map.of() : Map.of(ids[0], ids[1]));
    }

    private static List<Payload> render(PayloadFormat format, MovedMedium... media) {
        return format.render(List.of(media), PayloadOptions.DEFAULT);
    }

    @Test
    void supervisely_takes_images_and_videos_apart() {
        assertThat(render(
                        PayloadFormat.SUPERVISELY,
                        medium("é 1.jpg", PayloadFormat.SUPERVISELY_ID, "12"),
                        medium("2.mp4", PayloadFormat.SUPERVISELY_ID, "13"),
                        medium("3.png", PayloadFormat.SUPERVISELY_ID, "14")))
                .containsExactly(
                        new Payload(
                                "images/",
                                "{\"images\":[{\"id\":12,\"link\":\"gs://new/é 1.jpg\"},"
                                        + "{\"id\":14,\"link\":\"gs://new/3.png\"}],\"clearLocalDataSource\":true}"),
                        new Payload(
                                "videos/",
                                "{\"videos\":[{\"id\":13,\"link\":\"gs://new/2.mp4\"}],\"clearLocalDataSource\":true}"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.jpg, 12, true",
        "a.jpg, 1x, false",
        "a.jpg, -1, false",
        "a.jpg, 1234567890123456789, false",
        "a.pdf, 12, false"
    })
    void supervisely_knows_images_and_videos_by_whole_numbers(String name, String id, boolean fine) {
        assertThat(PayloadFormat.SUPERVISELY
                        .problem(medium(name, PayloadFormat.SUPERVISELY_ID, id), PayloadOptions.DEFAULT)
                        .isEmpty())
                .isEqualTo(fine);
        assertThat(PayloadFormat.SUPERVISELY.problem(medium(name), PayloadOptions.DEFAULT))
                .isPresent();
    }

    @Test
    void encord_is_told_by_uuid_where_there_is_one_and_else_by_url() {
        PayloadOptions options =
                new PayloadOptions(Optional.of("h1"), Optional.of("h2"), false, true, Optional.empty());
        assertThat(PayloadFormat.ENCORD.render(
                        List.of(medium("1.jpg"), medium("2.jpg", PayloadFormat.ENCORD_UUID, "u-2")), options))
                .containsExactly(new Payload(
                        "",
                        "{\"urlsMap\":{\"s3://old/1.jpg\":\"gs://new/1.jpg\"},\"itemsMap\":{\"u-2\":\"gs://new/2.jpg\"},"
                                + "\"fromIntegrationHash\":\"h1\",\"toIntegrationHash\":\"h2\","
                                + "\"validateAccess\":false,\"skipMissing\":true}"));
        assertThat(render(PayloadFormat.ENCORD, medium("1.jpg")))
                .containsExactly(new Payload(
                        "",
                        "{\"urlsMap\":{\"s3://old/1.jpg\":\"gs://new/1.jpg\"},"
                                + "\"validateAccess\":true,\"skipMissing\":false}"));
    }

    @Test
    void labelbox_is_told_by_id_or_global_key_with_https_urls() {
        assertThat(render(
                        PayloadFormat.LABELBOX,
                        medium("1.jpg", PayloadFormat.LABELBOX_ID, "cl1"),
                        medium("2.jpg", PayloadFormat.GLOBAL_KEY, "k2")))
                .containsExactly(new Payload(
                        "",
                        "[{\"id\":{\"type\":\"ID\",\"value\":\"cl1\"},"
                                + "\"payload\":{\"row_data\":\"https://storage.googleapis.com/new/1.jpg\"}},"
                                + "{\"id\":{\"type\":\"GKEY\",\"value\":\"k2\"},"
                                + "\"payload\":{\"row_data\":\"https://storage.googleapis.com/new/2.jpg\"}}]"));
        assertThat(PayloadFormat.LABELBOX.problem(medium("1.jpg"), PayloadOptions.DEFAULT))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "gs://b/ü a+b%.jpg, https://storage.googleapis.com/b/%C3%BC%20a%2Bb%25.jpg",
        "s3://b/k.jpg, https://b.s3.eu-west-1.amazonaws.com/k.jpg",
        "s3://b.c/k#1.jpg, https://s3.eu-west-1.amazonaws.com/b.c/k%231.jpg",
        "https://acc.blob.core.windows.net/c/a b.jpg, https://acc.blob.core.windows.net/c/a%20b.jpg",
        "https://example.com/a%20b.jpg?x=1, https://example.com/a%20b.jpg?x=1"
    })
    void labelbox_urls_are_encoded_as_their_services_want_them(String location, String url) {
        PayloadOptions options =
                new PayloadOptions(Optional.empty(), Optional.empty(), true, false, Optional.of("eu-west-1"));
        MovedMedium medium = new MovedMedium("s3://old/k", location, Map.of(PayloadFormat.GLOBAL_KEY, "k"));
        assertThat(PayloadFormat.LABELBOX.problem(medium, options)).isEmpty();
        assertThat(PayloadFormat.LABELBOX
                        .render(List.of(medium), options)
                        .getFirst()
                        .json())
                .contains("\"row_data\":\"" + url + "\"");
    }

    @ParameterizedTest
    @CsvSource({"s3://b/k.jpg", "az://c/k.jpg", "/data/k.jpg", "http://example.com/k.jpg"})
    void labelbox_wants_a_url_to_be_given_where_none_can_be_told(String location) {
        MovedMedium medium = new MovedMedium("s3://old/k", location, Map.of(PayloadFormat.GLOBAL_KEY, "k"));
        assertThat(PayloadFormat.LABELBOX
                        .problem(medium, PayloadOptions.DEFAULT)
                        .orElseThrow())
                .contains("row_data");
        Map<String, String> given =
                Map.of(PayloadFormat.GLOBAL_KEY, "k", PayloadFormat.ROW_DATA, "https://cdn.example.com/k.jpg");
        assertThat(PayloadFormat.LABELBOX.problem(
                        new MovedMedium("s3://old/k", location, given), PayloadOptions.DEFAULT))
                .isEmpty();
    }

    @Test
    void a_thousand_fit_into_a_request_and_no_more() {
        List<MovedMedium> media =
                IntStream.range(0, 1001).mapToObj(i -> medium(i + ".jpg")).toList();
        assertThat(PayloadFormat.ENCORD.render(media.subList(0, 1000), PayloadOptions.DEFAULT))
                .hasSize(1);
        assertThatThrownBy(() -> PayloadFormat.ENCORD.render(media, PayloadOptions.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(PayloadFormat.ENCORD.render(List.of(), PayloadOptions.DEFAULT))
                .isEmpty();
    }
}
