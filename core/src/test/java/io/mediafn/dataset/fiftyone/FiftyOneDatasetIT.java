package io.mediafn.dataset.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.MetadataChange;
import io.mediafn.dataset.NewSample;
import io.mediafn.dataset.Sample;
import io.mediafn.dataset.Selection;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.NeedsServer.Server;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** Reading, metadata, new samples and deletions, in the real MongoDB, on documents of the real client. */
@NeedsServer(Server.MONGOD)
final class FiftyOneDatasetIT extends FiftyOneFixture {
    private static final MediaField THUMBNAIL = new MediaField("thumbnail_path", false);
    private static final MediaField MASK = new MediaField("seg.mask_path", false);
    private static final MediaField INSTANCE = new MediaField("det.detections.mask_path", false);
    private static final Map<String, Object> IMAGE =
            Map.of("_cls", "ImageMetadata", "size_bytes", 5L, "mime_type", "image/jpeg", "width", 3, "height", 4);

    private static Selection limited(int limit) {
        return new Selection(List.of(), List.of(), List.of(), OptionalLong.of(limit));
    }

    @Test
    void a_dataset_that_is_not_there_is_not_found_and_similar_ones_are_named() {
        assertRefused(Kind.NOT_FOUND, "did you mean 'images'?", () -> open("imagse"));
        assertRefused(Kind.NOT_FOUND, "none with a similar name", () -> open("zzzzzzzzzz"));
    }

    @Test
    void what_is_not_understood_is_refused_with_its_reason() {
        assertRefused(Kind.REFUSED, "not persistent", () -> open("passing"));
        change("images", "version", "2.0.0");
        assertRefused(Kind.REFUSED, "version 2.0.0", () -> open("images"));
        change("images", "version", "0.18.9");
        assertRefused(Kind.REFUSED, "version 0.18.9", () -> open("images"));
        change("images", "version", "0.19");
        change("images", "_media_sources", List.of(new Document("key", "a")));
        assertRefused(Kind.REFUSED, "media references", () -> open("images"));
        change("videos", "sample_collection_name", "patches.1");
        assertRefused(Kind.REFUSED, "view of another dataset", () -> open("videos"));
        database.getCollection("config").updateOne(new Document(), Updates.set("type", "another"));
        assertRefused(Kind.REFUSED, "of the type another", () -> open("groups"));
        database.getCollection("config").deleteMany(new Document());
        assertRefused(Kind.REFUSED, "no config of FiftyOne", () -> open("groups"));
    }

    @Test
    void a_teams_database_is_understood_and_what_passes_can_be_forced() {
        database.getCollection("config").updateOne(new Document(), Updates.set("type", "fiftyone-teams"));
        try (EditableDataset passing = datasets.open(settings, "passing", true)) {
            assertThat(passing.count(Selection.all(), MediaField.FILEPATH, false))
                    .isOne();
        }
    }

    @Test
    void opening_changes_nothing() {
        List<Document> before = everything();
        try (EditableDataset images = open("images")) {
            assertThat(images.samples()).hasSize(6);
            assertThat(everything()).isEqualTo(before);
        }
    }

    @Test
    void fields_that_link_media_are_found() {
        assertThat(open("images").mediaFields())
                .containsExactly(
                        MediaField.FILEPATH, THUMBNAIL, MASK, new MediaField("heat.map_path", false), INSTANCE);
        assertThat(open("videos").mediaFields())
                .containsExactly(
                        MediaField.FILEPATH,
                        new MediaField("filepath", true),
                        new MediaField("seg.mask_path", true),
                        new MediaField("heat.map_path", true),
                        new MediaField("det.detections.mask_path", true));
        assertRefused(
                Kind.INVALID,
                "no media field is called 'other'",
                () -> open("images").samples(Selection.all(), new MediaField("other", false), false));
    }

    @Test
    void samples_come_in_the_order_of_their_ids_however_many_there_are() {
        List<ObjectId> ids = IntStream.range(0, 2500)
                .mapToObj(i -> new ObjectId())
                .sorted(Comparator.reverseOrder())
                .toList();
        MongoCollection<Document> images = samples("images");
        images.deleteMany(new Document());
        images.insertMany(ids.stream()
                .map(id -> new Document("_id", id)
                        .append("filepath", "s3://b/" + id + ".jpg")
                        .append("_media_type", "image")
                        .append("metadata", id.getTimestamp() % 2 == 0 ? null : new Document("_cls", "ImageMetadata")))
                .toList());
        EditableDataset dataset = open("images");
        List<String> sorted = ids.stream().sorted().map(ObjectId::toHexString).toList();

        assertThat(read(dataset, Selection.all(), MediaField.FILEPATH, false))
                .extracting(Sample::id)
                .isEqualTo(sorted);
        assertThat(read(dataset, limited(1001), MediaField.FILEPATH, false))
                .extracting(Sample::id)
                .isEqualTo(sorted.subList(0, 1001));
        List<String> some = sorted.subList(200, 2300);
        assertThat(read(
                        dataset,
                        new Selection(some.reversed(), List.of(), List.of(), OptionalLong.empty()),
                        MediaField.FILEPATH,
                        false))
                .extracting(Sample::id)
                .isEqualTo(some);
        assertThat(read(
                        dataset,
                        new Selection(some, List.of(), List.of(), OptionalLong.of(1500)),
                        MediaField.FILEPATH,
                        false))
                .hasSize(1500);
    }

    @Test
    void samples_are_selected() {
        EditableDataset images = open("images");
        assertThat(read(images, Selection.all(), MediaField.FILEPATH, true)).isEmpty();
        samples("images").updateMany(Filters.regex("filepath", "\\.png$"), Updates.unset("metadata"));
        samples("images").updateMany(Filters.regex("filepath", "\\.gif$"), Updates.set("metadata", null));
        assertThat(read(images, Selection.all(), MediaField.FILEPATH, true))
                .allMatch(sample -> !sample.hasMetadata() && sample.mediaType().equals("image"))
                .extracting(Sample::path)
                .containsExactlyInAnyOrder("/data/media/b.png", "/data/media/odd é $1.x y.png", "/data/media/c.gif");
        assertThat(read(images, Selection.all(), MediaField.FILEPATH, false).stream()
                        .filter(Sample::hasMetadata))
                .hasSize(3);
        Selection tagged = new Selection(List.of(), List.of("first", "no such"), List.of(), OptionalLong.empty());
        assertThat(paths(read(images, tagged, MediaField.FILEPATH, false))).containsExactly("/data/media/a.jpg");
        assertThat(paths(read(images, Selection.all(), THUMBNAIL, false))).containsExactly("/data/media/thumb.png");
        assertThat(paths(read(images, Selection.all(), INSTANCE, false))).containsExactly("/data/media/instance.png");
        assertThat(paths(read(images, limited(1), INSTANCE, false))).containsExactly("/data/media/instance.png");

        Selection right = new Selection(List.of(), List.of(), List.of("right", "cloud"), OptionalLong.empty());
        assertThat(read(open("groups"), right, MediaField.FILEPATH, false))
                .extracting(Sample::mediaType)
                .containsExactlyInAnyOrder("image", "image", "point-cloud", "point-cloud");
        assertRefused(Kind.INVALID, "no slices", () -> read(images, right, MediaField.FILEPATH, false));
        Selection wrong = new Selection(List.of(), List.of(), List.of("up"), OptionalLong.empty());
        assertRefused(
                Kind.INVALID,
                "there are cloud, left, right, video",
                () -> read(open("groups"), wrong, MediaField.FILEPATH, false));
        Selection noId = new Selection(List.of("abc"), List.of(), List.of(), OptionalLong.empty());
        assertRefused(Kind.INVALID, "'abc' is no id", () -> read(images, noId, MediaField.FILEPATH, false));
    }

    @Test
    void locations_of_frames_come_with_their_samples() {
        EditableDataset videos = open("videos");
        MediaField inFrames = new MediaField("det.detections.mask_path", true);
        List<Sample> masks = read(videos, Selection.all(), inFrames, false);
        assertThat(masks).hasSize(6).allMatch(sample -> sample.mediaType().equals("video"));
        assertThat(masks.stream().collect(Collectors.groupingBy(Sample::id, Collectors.counting())))
                .containsOnly(
                        Map.entry(masks.getFirst().id(), 3L),
                        Map.entry(masks.getLast().id(), 3L));
        assertThat(read(videos, limited(1), inFrames, false)).hasSize(3);

        ObjectId video = samples("videos").find().first().getObjectId("_id");
        frames("videos").deleteMany(new Document());
        frames("videos")
                .insertMany(IntStream.range(1, 2502)
                        .mapToObj(i -> new Document("_sample_id", video)
                                .append("frame_number", i)
                                .append("filepath", "s3://b/" + i + ".jpg"))
                        .toList());
        assertThat(paths(read(videos, Selection.all(), new MediaField("filepath", true), false)))
                .isEqualTo(IntStream.range(1, 2502)
                        .mapToObj(i -> "s3://b/" + i + ".jpg")
                        .toList());
    }

    @Test
    void metadata_goes_to_all_samples_of_a_path_and_erases_nothing() {
        EditableDataset images = open("images");
        samples("images").updateMany(new Document(), Updates.unset("metadata"));
        Document before = samples("images").find(Filters.eq("tags", "first")).first();
        Date start = Date.from(Instant.now());

        assertThat(images.setMetadata(List.of(
                        new MetadataChange("/data/media/a.jpg", IMAGE, false),
                        new MetadataChange("/data/media/gone.jpg", IMAGE, true),
                        new MetadataChange("/data/media/odd é $1.x y.png", IMAGE, false))))
                .containsExactly(new ChangeCount(2, 2), new ChangeCount(0, 0), new ChangeCount(1, 1));
        Document after = samples("images").find(Filters.eq("tags", "first")).first();
        assertThat(after.get("metadata"))
                .isEqualTo(new Document("_cls", "ImageMetadata")
                        .append("size_bytes", 5)
                        .append("mime_type", "image/jpeg")
                        .append("width", 3)
                        .append("height", 4));
        assertThat(after.getDate("last_modified_at")).isAfterOrEqualTo(start);
        assertThat(without(after, "metadata", "last_modified_at"))
                .isEqualTo(without(before, "metadata", "last_modified_at"));

        // Only what is missing, unless told.
        Map<String, Object> other = Map.of("_cls", "ImageMetadata", "size_bytes", 1L << 40, "width", 9);
        assertThat(images.setMetadata(List.of(new MetadataChange("/data/media/a.jpg", other, false))))
                .containsExactly(new ChangeCount(2, 0));
        assertThat(samples("images").find(Filters.eq("tags", "first")).first()).isEqualTo(after);
        assertThat(images.setMetadata(List.of(new MetadataChange("/data/media/a.jpg", other, true))))
                .containsExactly(new ChangeCount(2, 2));
        assertThat(samples("images")
                        .find(Filters.eq("tags", "first"))
                        .first()
                        .getEmbedded(List.of("metadata", "size_bytes"), Object.class))
                .isEqualTo(1L << 40);
    }

    @Test
    void metadata_of_another_class_is_refused_before_anything_is_written() {
        List<Document> before = everything();
        assertRefused(
                Kind.INVALID,
                "a sample of the media type video",
                () -> open("videos").setMetadata(List.of(new MetadataChange("/data/media/v.mp4", IMAGE, true))));
        assertRefused(
                Kind.INVALID,
                "Metadata is no metadata",
                () -> open("images")
                        .setMetadata(List.of(
                                new MetadataChange("/data/media/a.jpg", IMAGE, true),
                                new MetadataChange("/data/media/b.png", Map.of("_cls", "Metadata"), true))));
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void what_an_old_schema_does_not_declare_is_not_written() {
        for (String field : List.of("last_modified_at", "created_at", "_dataset_id")) {
            database.getCollection("datasets")
                    .updateOne(
                            Filters.eq("name", "images"), Updates.pull("sample_fields", new Document("name", field)));
        }
        EditableDataset images = open("images");
        Document before = samples("images").find(Filters.eq("tags", "first")).first();
        images.setMetadata(List.of(new MetadataChange("/data/media/a.jpg", IMAGE, true)));
        images.relinkPrefix(MASK, "/data/media", "s3://b");
        assertThat(samples("images").find(Filters.eq("tags", "first")).first().getDate("last_modified_at"))
                .isEqualTo(before.getDate("last_modified_at"));
        String id = images.insert(List.of(new NewSample("s3://b/new.jpg", "image", List.of(), Map.of())))
                .getFirst();
        assertThat(samples("images")
                        .find(Filters.eq("_id", new ObjectId(id)))
                        .first()
                        .keySet())
                .containsExactly("_id", "filepath", "tags", "_media_type", "_rand");
        images.declareField("extra");
        assertThat(fieldDocument("images", "extra")).doesNotContainKeys("read_only", "created_at");
    }

    private Document fieldDocument(String dataset, String field) {
        List<Document> found = database
                .getCollection("datasets")
                .find(Filters.eq("name", dataset))
                .first()
                .getList("sample_fields", Document.class)
                .stream()
                .filter(declared -> field.equals(declared.get("name")))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void new_samples_are_added_once_with_the_keys_of_the_client() {
        EditableDataset images = open("images");
        NewSample fresh = new NewSample("s3://b/ü $1.jpg", "image", List.of("new"), IMAGE);
        NewSample there = new NewSample("/data/media/b.png", "image", List.of("other"), Map.of());
        List<String> ids = images.insert(List.of(fresh, there, fresh));
        assertThat(ids.get(0)).isEqualTo(ids.get(2));
        Document known =
                samples("images").find(Filters.eq("filepath", there.path())).first();
        assertThat(ids.get(1)).isEqualTo(known.getObjectId("_id").toHexString());
        assertThat(known.getList("tags", String.class)).isEmpty();
        assertThat(samples("images").countDocuments()).isEqualTo(7);

        Document added =
                samples("images").find(Filters.eq("filepath", fresh.path())).first();
        Document golden = without(Golden.samples("images").getLast(), "seg", "heat", "det", "thumbnail_path");
        assertThat(added.keySet()).isEqualTo(golden.keySet());
        golden.forEach((key, value) -> assertThat(added.get(key)).as(key).hasSameClassAs(value));
        assertThat(added.getDouble("_rand")).isBetween(0.999, 1.0);
        assertThat(images.insert(List.of(fresh))).containsExactly(ids.get(0));
        assertThat(samples("images").countDocuments()).isEqualTo(7);
    }

    @Test
    void samples_that_do_not_belong_are_refused() {
        NewSample image = new NewSample("s3://b/a.jpg", "image", List.of(), Map.of());
        assertRefused(Kind.INVALID, "has samples of video", () -> open("videos").insert(List.of(image)));
        assertRefused(Kind.REFUSED, "no media type yet", () -> open("empty").insert(List.of(image)));
        assertRefused(Kind.REFUSED, "to which group", () -> open("groups").insert(List.of(image)));
        NewSample wrong =
                new NewSample("s3://b/a.jpg", "image", List.of(), Map.of("_cls", "VideoMetadata", "duration", 1.0));
        assertRefused(Kind.INVALID, "VideoMetadata", () -> open("images").insert(List.of(wrong)));
    }

    @Test
    void fifty_who_add_one_sample_at_once_add_one() throws Exception {
        EditableDataset images = open("images");
        NewSample sample = new NewSample("s3://b/k.jpg", "image", List.of(), IMAGE);
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            List<Future<List<String>>> added = threads.invokeAll(IntStream.range(0, 50)
                    .<Callable<List<String>>>mapToObj(i -> () -> images.insert(List.of(sample)))
                    .toList());
            List<String> ids = new ArrayList<>();
            for (Future<List<String>> one : added) {
                ids.addAll(one.get());
            }
            assertThat(ids).hasSize(50);
            assertThat(ids.stream().distinct()).hasSize(1);
        }
        assertThat(samples("images").countDocuments(Filters.eq("filepath", sample.path())))
                .isOne();
    }

    @Test
    void a_sample_added_where_another_was_relinked_from_gets_another_id() {
        EditableDataset images = open("images");
        NewSample sample = new NewSample("s3://b/k.jpg", "image", List.of(), Map.of());
        String first = images.insert(List.of(sample)).getFirst();
        samples("images").updateOne(Filters.eq("filepath", sample.path()), Updates.set("filepath", "gs://n/k.jpg"));
        String second = images.insert(List.of(sample)).getFirst();
        assertThat(second).isNotEqualTo(first);
        assertThat(images.insert(List.of(sample))).containsExactly(second);
    }

    @Test
    void deleted_samples_take_their_frames_with_them() {
        EditableDataset videos = open("videos");
        List<Document> all = samples("videos").find().into(new ArrayList<>());
        ObjectId first = all.getFirst().getObjectId("_id");
        Date start = Date.from(Instant.now());
        assertThat(videos.delete(List.of(first.toHexString(), new ObjectId().toHexString())))
                .isOne();
        assertThat(samples("videos").find().into(new ArrayList<>())).containsExactly(all.getLast());
        assertThat(frames("videos").countDocuments(Filters.eq("_sample_id", first)))
                .isZero();
        assertThat(frames("videos").countDocuments()).isEqualTo(3);
        Document dataset = database.getCollection("datasets")
                .find(Filters.eq("name", "videos"))
                .first();
        assertThat(dataset.getDate("last_deletion_at")).isAfterOrEqualTo(start);
        assertThat(without(dataset, "last_deletion_at"))
                .isEqualTo(without(Golden.dataset("videos"), "last_deletion_at"));
        assertThat(videos.delete(List.of(first.toHexString()))).isZero();
    }

    @Test
    void a_field_is_declared_once_however_many_declare_it() throws Exception {
        EditableDataset images = open("images");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Object>> all = threads.invokeAll(IntStream.range(0, 8)
                    .<Callable<Object>>mapToObj(i -> () -> {
                        images.declareField("remote_path");
                        return i;
                    })
                    .toList());
            for (Future<Object> one : all) {
                assertThat(one.get()).isNotNull();
            }
        }
        Document declared = fieldDocument("images", "remote_path");
        Document golden = fieldDocument("images", "thumbnail_path");
        assertThat(without(declared, "name", "db_field", "created_at"))
                .isEqualTo(without(golden, "name", "db_field", "created_at"));
        assertThat(new ArrayList<>(declared.keySet())).isEqualTo(new ArrayList<>(golden.keySet()));
        assertThat(images.mediaFields()).contains(new MediaField("remote_path", false));
        assertThat(read(images, Selection.all(), new MediaField("remote_path", false), false))
                .isEmpty();
        assertRefused(Kind.INVALID, "there already", () -> {
            images.declareField("tags");
            return "";
        });
        for (String name : List.of("_a", "a.b", "$a", "", "frames")) {
            assertRefused(Kind.INVALID, "a field's name", () -> {
                images.declareField(name);
                return "";
            });
        }
    }
}
