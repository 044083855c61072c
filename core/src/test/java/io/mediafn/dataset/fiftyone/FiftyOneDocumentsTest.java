package io.mediafn.dataset.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.NewSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** What we write, beside what FiftyOne's own client wrote; and queries as they go to the server. */
final class FiftyOneDocumentsTest {
    private static final JsonWriterSettings TYPED =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();
    private static final FieldPath PLAIN = FieldPath.of("seg").with(new FieldPath.Step("mask_path", false));
    private static final FieldPath LISTED = new FieldPath(List.of(
            new FieldPath.Step("det", false),
            new FieldPath.Step("detections", true),
            new FieldPath.Step("mask_path", false)));

    private static Document first(String dataset) {
        return Golden.samples(dataset).getFirst();
    }

    /** With its types: the parser of the golden file has kept them. */
    private static String typed(Document document) {
        return document.toJson(TYPED);
    }

    @Test
    void metadata_has_the_types_and_the_order_of_the_client() {
        for (String dataset : List.of("images", "videos", "scenes")) {
            Document golden = first(dataset).get("metadata", Document.class);
            // As our records have it: longs, and no order.
            Map<String, Object> ours = new TreeMap<>(golden);
            ours.replaceAll((key, value) -> value instanceof Integer number ? (Object) number.longValue() : value);
            assertThat(typed(MetadataDocument.of(ours))).isEqualTo(typed(golden));
        }
        Document rounded = MetadataDocument.of(Map.of("frame_rate", 25L, "duration", 3, "size_bytes", 1L << 31));
        assertThat(rounded.get("frame_rate")).isEqualTo(25.0);
        assertThat(rounded.get("duration")).isEqualTo(3.0);
        assertThat(rounded.get("size_bytes")).isEqualTo(1L << 31);
    }

    @Test
    void each_media_type_has_its_class() {
        assertThat(fits("ImageMetadata", "image")).isTrue();
        assertThat(fits("Metadata", "image")).isFalse();
        assertThat(fits("VideoMetadata", "image")).isFalse();
        assertThat(fits("VideoMetadata", "video")).isTrue();
        assertThat(fits("SceneMetadata", "3d")).isTrue();
        assertThat(fits("Metadata", "3d")).isTrue();
        assertThat(fits("Metadata", "point-cloud")).isTrue();
        assertThat(fits("Metadata", "unknown")).isTrue();
        assertThat(fits("ImageMetadata", "unknown")).isFalse();
        assertThat(MetadataDocument.fits(Map.of(), "image")).isFalse();
    }

    private static boolean fits(String className, String mediaType) {
        return MetadataDocument.fits(Map.of("_cls", className), mediaType);
    }

    @Test
    void a_new_sample_has_the_keys_of_the_client_in_their_order() {
        DatasetInfo info = DatasetInfo.of(Golden.dataset("clouds"));
        Document golden = first("clouds");
        ObjectId id = golden.getObjectId("_id");
        Document ours = SampleDocument.of(
                info,
                new NewSample(golden.getString("filepath"), "point-cloud", List.of(), Map.of()),
                id,
                golden.getDate("created_at"));
        ours.put("_rand", golden.get("_rand"));
        ours.put("last_modified_at", golden.get("last_modified_at"));
        assertThat(typed(ours)).isEqualTo(typed(golden));
        assertThat(SampleDocument.shuffled(new ObjectId("000000000000000000000000")))
                .isEqualTo(0.999);
        assertThat(SampleDocument.shuffled(new ObjectId("ffffffffffffffffffffffff")))
                .isGreaterThan(0.9999)
                .isLessThan(1.0);
    }

    @Test
    void an_id_is_that_of_the_manifest_and_of_a_local_file_that_of_its_location() {
        assertThat(SamplePaths.id("s3://b/k.jpg", 0)).isNotEqualTo(SamplePaths.id("s3://b/k.jpg", 1));
        assertThat(SamplePaths.id("gcs://b/k", 0)).isEqualTo(SamplePaths.id("gs://b/k", 0));
        assertThat(SamplePaths.id("/data/k", 0)).isEqualTo(SamplePaths.id("file:///data/k", 0));
        assertThat(SamplePaths.id("no location", 0)).isNotEqualTo(SamplePaths.id("nor this", 0));
    }

    @Test
    void schemas_say_where_media_are() {
        assertThat(MediaFieldPaths.of(DatasetInfo.of(Golden.dataset("scenes"))).fields())
                .containsExactly(MediaField.FILEPATH);
        Document old = Golden.dataset("images");
        old = Document.parse(old.toJson());
        for (Document field : old.getList("sample_fields", Document.class)) {
            // As schemas were before fields had fields.
            field.put("fields", List.of());
        }
        old.get("app_config", Document.class).put("media_fields", List.of("filepath", "gone", "tags", "frames.x"));
        assertThat(MediaFieldPaths.of(DatasetInfo.of(old)).fields())
                .containsExactly(
                        MediaField.FILEPATH,
                        new MediaField("seg.mask_path", false),
                        new MediaField("heat.map_path", false),
                        new MediaField("det.detections.mask_path", false));
    }

    @Test
    void texts_are_found_in_documents() {
        Document document = Document.parse(
                "{det: {detections: [{mask_path: 'a'}, {}, {mask_path: null}, {mask_path: 'b'}, 1]}, seg: {mask_path: 'c'}}");
        assertThat(LISTED.textsOf(document)).containsExactly("a", "b");
        assertThat(PLAIN.textsOf(document)).containsExactly("c");
        assertThat(LISTED.textsOf(new Document("det", null))).isEmpty();
        assertThat(LISTED.dotted()).isEqualTo("det.detections.mask_path");
        assertThat(LISTED.lists()).containsExactly("det.detections");
    }

    @Test
    void a_prefix_is_a_range_of_bytes_up_to_the_next_segment() {
        assertThat(new PrefixChange("s3://b/ü/", "gs://n/").filter(PLAIN))
                .isEqualTo(Document.parse("{'seg.mask_path': {$gte: 's3://b/ü/', $lt: 's3://b/ü0'}}"));
        assertThat(new PrefixChange("/d", "/e").filter(PLAIN))
                .isEqualTo(Document.parse(
                        "{$or: [{'seg.mask_path': {$gte: '/d/', $lt: '/d0'}}, {'seg.mask_path': {$eq: '/d'}}]}"));
        assertThat(new PrefixChange("/d/", "/d/e/").filter(LISTED))
                .isEqualTo(Document.parse("{'det.detections': {$elemMatch: {mask_path: "
                        + "{$gte: '/d/', $lt: '/d0', $not: {$gte: '/d/e/', $lt: '/d/e0'}}}}}"));
        // Cut behind the bytes of the prefix, of which ü takes two.
        assertThat(PLAIN.rewriting(new PrefixChange("s3://b/ü", "$to")))
                .isEqualTo(Document.parse("{'seg.mask_path': {$concat: [{$literal: '$to'}, {$substrBytes: "
                        + "['$seg.mask_path', 9, {$subtract: [{$strLenBytes: '$seg.mask_path'}, 9]}]}]}}"));
    }

    @Test
    void elements_of_lists_are_exchanged_where_the_change_applies() {
        MapChange change = new MapChange(List.of(new LinkChange("a", "b"), new LinkChange("c", "$d")));
        assertThat(LISTED.rewriting(change))
                .isEqualTo(Document.parse("{'det.detections': {$map: {input: '$det.detections', as: 'e0', in: {$cond: ["
                        + "{$in: ['$$e0.mask_path', {$literal: ['a', 'c']}]}, "
                        + "{$mergeObjects: ['$$e0', {mask_path: {$arrayElemAt: [{$literal: ['b', '$d']}, "
                        + "{$indexOfArray: [{$literal: ['a', 'c']}, '$$e0.mask_path']}]}}]}, '$$e0']}}}}"));
        FieldPath deep = new FieldPath(List.of(
                new FieldPath.Step("a", true),
                new FieldPath.Step("b", false),
                new FieldPath.Step("c", true),
                new FieldPath.Step("d", false)));
        assertThat(deep.rewriting(change).toJson())
                .contains("\"input\": \"$$e0.b.c\"", "\"as\": \"e1\"", "\"$isArray\": [\"$$e0.b.c\"]", "$$e1.d")
                .contains("\"$mergeObjects\": [\"$$e0\", {\"b\": {\"$mergeObjects\": [\"$$e0.b\", {\"c\": {\"$map\"");
    }

    @Test
    void similar_names_are_found() {
        List<String> names = List.of("traffic", "traffic-2024", "Images", "videos");
        assertThat(SimilarNames.of("trafic", names)).containsExactly("traffic");
        assertThat(SimilarNames.of("traffic-2025", names)).containsExactly("traffic-2024", "traffic");
        assertThat(SimilarNames.of("IMAGES", names)).containsExactly("Images");
        assertThat(SimilarNames.of("zebra", names)).isEmpty();
        assertThat(SimilarNames.of("", names)).isEmpty();
    }

    @Test
    void a_dataset_of_an_old_client_is_not_dated() {
        Map<String, Object> old = new LinkedHashMap<>(Golden.dataset("images"));
        old.put("sample_fields", List.of(new Document("name", "filepath").append("ftype", FieldDoc.STRING)));
        DatasetInfo info = DatasetInfo.of(new Document(old));
        assertThat(info.dates(false)).isFalse();
        assertThat(new ArrayList<>(SampleDocument.of(
                                info,
                                new NewSample("s3://b/k.jpg", "image", List.of("t"), Map.of()),
                                new ObjectId(),
                                Date.from(Instant.now()))
                        .keySet()))
                .containsExactly("_id", "filepath", "tags", "_media_type", "_rand");
    }
}
