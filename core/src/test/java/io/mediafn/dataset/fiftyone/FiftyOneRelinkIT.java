package io.mediafn.dataset.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.NeedsServer.Server;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Relinking in the real MongoDB. */
@NeedsServer(Server.MONGOD)
final class FiftyOneRelinkIT extends FiftyOneFixture {
    private static final MediaField INSTANCE = new MediaField("det.detections.mask_path", false);

    /** Samples at these paths and nowhere else. */
    private EditableDataset images(String... paths) {
        samples("images").deleteMany(new Document());
        samples("images")
                .insertMany(Stream.of(paths)
                        .map(path -> new Document("filepath", path)
                                .append("_media_type", "image")
                                .append("last_modified_at", Date.from(Instant.EPOCH)))
                        .toList());
        return open("images");
    }

    private List<String> paths() {
        return samples("images").find().into(new ArrayList<>()).stream()
                .sorted(Comparator.comparing(sample -> sample.getObjectId("_id")))
                .map(sample -> sample.getString("filepath"))
                .toList();
    }

    @Test
    void a_prefix_ends_where_a_segment_ends() {
        EditableDataset images = images(
                "/data/a/1.jpg",
                "/data/ab/1.jpg",
                "/data/a",
                "/data/a.jpg",
                "/data/a0/1.jpg",
                "/data/a//x",
                "/data/A/1");
        assertThat(images.countUnder(MediaField.FILEPATH, "/data/a")).isEqualTo(3);
        assertThat(images.countUnder(MediaField.FILEPATH, "/data/a/")).isEqualTo(2);
        assertThat(images.relinkPrefix(MediaField.FILEPATH, "/data/a/", "s3://b/n"))
                .isEqualTo(new ChangeCount(2, 2));
        assertThat(paths())
                .containsExactly(
                        "s3://b/n/1.jpg",
                        "/data/ab/1.jpg",
                        "/data/a",
                        "/data/a.jpg",
                        "/data/a0/1.jpg",
                        "s3://b/n//x",
                        "/data/A/1");
        assertThat(images.relinkPrefix(MediaField.FILEPATH, "/data/a", "gs://n"))
                .isEqualTo(new ChangeCount(1, 1));
        assertThat(paths().get(2)).isEqualTo("gs://n");
        assertThat(images.relinkPrefix(MediaField.FILEPATH, "/data/a", "gs://n"))
                .isEqualTo(ChangeCount.NONE);
    }

    @Test
    void any_text_may_stand_in_a_path() {
        EditableDataset images = images(
                "s3://b/ü $filepath.x/ö.jpg",
                "s3://b/ü $filepath.x/$$NOW.jpg",
                "s3://b/ü $filepath.xx/1.jpg",
                "s3://b/.*/1");
        assertThat(images.relinkPrefix(MediaField.FILEPATH, "s3://b/ü $filepath.x/", "gs://$b.c/日本/$_id/"))
                .isEqualTo(new ChangeCount(2, 2));
        assertThat(images.relinkPrefix(MediaField.FILEPATH, "s3://b/.*", "s3://b/^$"))
                .isEqualTo(new ChangeCount(1, 1));
        assertThat(paths())
                .containsExactly(
                        "gs://$b.c/日本/$_id/ö.jpg",
                        "gs://$b.c/日本/$_id/$$NOW.jpg",
                        "s3://b/ü $filepath.xx/1.jpg",
                        "s3://b/^$/1");
    }

    @Test
    void a_prefix_inside_of_the_old_one_is_reached_once() {
        EditableDataset images = images("/data/1.jpg", "/data/new/2.jpg", "/data/newer/3.jpg", "/data");
        for (int run = 0; run < 2; run++) {
            images.relinkPrefix(MediaField.FILEPATH, "/data", "/data/new");
            assertThat(paths())
                    .containsExactly("/data/new/1.jpg", "/data/new/2.jpg", "/data/new/newer/3.jpg", "/data/new");
        }
        assertThat(images.relinkPrefix(MediaField.FILEPATH, "/data/", "/data")).isEqualTo(ChangeCount.NONE);
    }

    @Test
    void a_location_that_would_change_its_media_type_is_refused() {
        EditableDataset images = images("/data/1.jpg");
        assertRefused(
                Kind.INVALID, "media type", () -> images.relinkPrefix(MediaField.FILEPATH, "/data/1.jpg", "/v.mp4"));
        assertRefused(
                Kind.INVALID,
                "media type",
                () -> images.relink(List.of(new LinkChange("/data/1.jpg", "/v.mp4")), List.of(MediaField.FILEPATH)));
        assertRefused(Kind.INVALID, "from must be", () -> images.relinkPrefix(MediaField.FILEPATH, "", "/v"));
    }

    @Test
    void every_field_is_relinked_and_nothing_else_changes() {
        for (String name : List.of("images", "videos", "groups")) {
            EditableDataset dataset = open(name);
            List<Document> samples = documents(samples(name).find().into(new ArrayList<>()));
            List<Document> expected = moved(samples);
            List<Document> frames = name.equals("images")
                    ? List.of()
                    : documents(frames(name).find().into(new ArrayList<>()));
            for (MediaField field : dataset.mediaFields()) {
                long under = dataset.countUnder(field, "/data/media");
                assertThat(dataset.relinkPrefix(field, "/data/media", "gs://new"))
                        .isEqualTo(new ChangeCount(under, under));
                assertThat(dataset.relinkPrefix(field, "/data/media", "gs://new"))
                        .isEqualTo(ChangeCount.NONE);
            }
            assertThat(documents(samples(name).find().into(new ArrayList<>()))).isEqualTo(expected);
            if (!frames.isEmpty()) {
                assertThat(documents(frames(name).find().into(new ArrayList<>())))
                        .isEqualTo(moved(frames));
            }
            for (MediaField field : dataset.mediaFields()) {
                dataset.relinkPrefix(field, "gs://new/", "/data/media/");
            }
            assertThat(documents(samples(name).find().into(new ArrayList<>())))
                    .as("undone")
                    .isEqualTo(samples);
        }
    }

    /** Without the times of changes, and in the order of their ids. */
    private static List<Document> documents(List<Document> all) {
        return all.stream()
                .sorted(Comparator.comparing(document -> document.getObjectId("_id")))
                .map(document -> without(document, "last_modified_at"))
                .toList();
    }

    private static List<Document> moved(List<Document> documents) {
        return documents.stream()
                .map(document -> Document.parse(document.toJson().replace("/data/media/", "gs://new/")))
                .toList();
    }

    @Test
    void only_what_changes_is_dated() {
        EditableDataset images = images("/data/1.jpg", "/other/1.jpg");
        Date start = Date.from(Instant.now());
        images.relinkPrefix(MediaField.FILEPATH, "/data", "/n");
        assertThat(samples("images")
                        .find(Filters.eq("filepath", "/n/1.jpg"))
                        .first()
                        .getDate("last_modified_at"))
                .isAfterOrEqualTo(start);
        assertThat(samples("images")
                        .find(Filters.eq("filepath", "/other/1.jpg"))
                        .first()
                        .getDate("last_modified_at"))
                .isEqualTo(Date.from(Instant.EPOCH));
    }

    @Test
    void of_a_list_only_the_elements_under_the_prefix_change() {
        EditableDataset images = open("images");
        List<Document> labels = List.of(
                new Document("label", "a").append("mask_path", "/a/1.png").append("bounding_box", List.of(0.1, 0.2)),
                new Document("label", "b").append("mask_path", "/b/2.png"),
                new Document("label", "c"),
                new Document("label", "d").append("mask_path", null));
        samples("images").updateOne(Filters.eq("tags", "first"), Updates.set("det.detections", labels));
        assertThat(images.countUnder(INSTANCE, "/a")).isOne();
        // Between the two paths, so that each end of the range is fulfilled by another element.
        assertThat(images.countUnder(INSTANCE, "/aa")).isZero();
        assertThat(images.relinkPrefix(INSTANCE, "/aa", "/n")).isEqualTo(ChangeCount.NONE);
        assertThat(images.relinkPrefix(INSTANCE, "/a", "s3://n")).isEqualTo(new ChangeCount(1, 1));
        List<Document> expected = new ArrayList<>(labels);
        expected.set(
                0,
                new Document("label", "a")
                        .append("mask_path", "s3://n/1.png")
                        .append("bounding_box", List.of(0.1, 0.2)));
        assertThat(detections()).isEqualTo(expected);

        assertThat(images.relink(
                        List.of(
                                new LinkChange("/b/2.png", "s3://n/1.png"),
                                new LinkChange("s3://n/1.png", "/b/2.png"),
                                new LinkChange("/c/3.png", "/d/3.png")),
                        List.of(INSTANCE)))
                .containsExactly(
                        Map.of(INSTANCE, new ChangeCount(1, 0)), Map.of(INSTANCE, new ChangeCount(1, 0)), Map.of());
        assertThat(detections().stream().map(label -> label.getString("mask_path")))
                .containsExactly("/b/2.png", "s3://n/1.png", null, null);
    }

    private List<Document> detections() {
        return samples("images")
                .find(Filters.eq("tags", "first"))
                .first()
                .get("det", Document.class)
                .getList("detections", Document.class);
    }

    @Test
    void a_map_compares_and_sets_and_can_be_undone() {
        EditableDataset images = open("images");
        List<Document> before = documents(samples("images").find().into(new ArrayList<>()));
        List<MediaField> fields = images.mediaFields();
        List<LinkChange> changes = List.of(
                new LinkChange("/data/media/a.jpg", "s3://n/a.jpg"),
                new LinkChange("/data/media/a.jpg", "s3://n/a.jpg"),
                new LinkChange("/data/media/gone.jpg", "s3://n/gone.jpg"),
                new LinkChange("/data/media/odd é $1.x y.png", "s3://n/$literal é.png"),
                new LinkChange("/data/media/mask.png", "s3://n/m.png"),
                new LinkChange("/data/media/instance.png", "s3://n/i.png"),
                new LinkChange("/data/media/b.png", "/data/media/b.png"));
        assertThat(images.relink(changes, fields))
                .containsExactly(
                        Map.of(MediaField.FILEPATH, new ChangeCount(2, 2)),
                        Map.of(MediaField.FILEPATH, new ChangeCount(2, 2)),
                        Map.of(),
                        Map.of(MediaField.FILEPATH, new ChangeCount(1, 1)),
                        Map.of(new MediaField("seg.mask_path", false), new ChangeCount(1, 1)),
                        Map.of(INSTANCE, new ChangeCount(1, 1)),
                        Map.of());
        assertThat(samples("images").countDocuments(Filters.eq("filepath", "s3://n/a.jpg")))
                .isEqualTo(2);
        assertThat(images.relink(changes, fields)).allMatch(Map::isEmpty);
        images.relink(changes.stream().map(LinkChange::undo).toList(), fields);
        assertThat(documents(samples("images").find().into(new ArrayList<>()))).isEqualTo(before);
    }

    @Test
    void changes_of_one_call_happen_at_once() {
        EditableDataset images = images("/1.jpg", "/2.jpg", "/3.jpg");
        List<LinkChange> circle = List.of(
                new LinkChange("/1.jpg", "/2.jpg"),
                new LinkChange("/2.jpg", "/3.jpg"),
                new LinkChange("/3.jpg", "/1.jpg"));
        // Somebody is at each of the old places again afterwards, so only the sum tells that all were changed.
        assertThat(images.relink(circle, List.of(MediaField.FILEPATH)))
                .allMatch(counts -> new ChangeCount(1, 1).equals(counts.get(MediaField.FILEPATH)));
        assertThat(paths()).containsExactly("/2.jpg", "/3.jpg", "/1.jpg");
        assertRefused(
                Kind.INVALID,
                "can't become both",
                () -> images.relink(
                        List.of(new LinkChange("/1.jpg", "/2.jpg"), new LinkChange("/1.jpg", "/3.jpg")),
                        List.of(MediaField.FILEPATH)));
    }

    @Test
    void what_somebody_else_changed_between_the_look_and_the_update_stays() throws Exception {
        EditableDataset there = images("/d/1.jpg", "/d/2.jpg", "/d/3.jpg");
        String[] address = new ConnectionString(URI).getHosts().getFirst().split(":", 2);
        try (Forwarder forwarder = new Forwarder(address[0], Integer.parseInt(address[1]));
                EditableDataset looking = datasets.open(
                        new FiftyOneSettings("mongodb://127.0.0.1:" + forwarder.port(), database.getName()),
                        "images",
                        false)) {
            AtomicInteger changes = new AtomicInteger();
            forwarder.beforeNextUpdate(() -> {
                changes.incrementAndGet();
                there.relink(List.of(new LinkChange("/d/2.jpg", "gs://other/2.jpg")), List.of(MediaField.FILEPATH));
            });
            looking.relink(
                    IntStream.rangeClosed(1, 3)
                            .mapToObj(i -> new LinkChange("/d/" + i + ".jpg", "s3://n/" + i + ".jpg"))
                            .toList(),
                    List.of(MediaField.FILEPATH));
            assertThat(changes.get()).as("changes in the middle").isOne();
        }
        assertThat(paths()).containsExactly("s3://n/1.jpg", "gs://other/2.jpg", "s3://n/3.jpg");
    }

    @Test
    void thousands_of_changes_go_in_batches() {
        EditableDataset images = images(
                IntStream.range(0, 2300).mapToObj(i -> "/d/" + i + ".jpg").toArray(String[]::new));
        List<LinkChange> changes = IntStream.range(0, 2300)
                .mapToObj(i ->
                        new LinkChange("/d/" + i + ".jpg", "s3://n/" + "x".repeat(i % 7 == 0 ? 900 : 1) + i + ".jpg"))
                .toList();
        List<Map<MediaField, ChangeCount>> counts = images.relink(changes, List.of(MediaField.FILEPATH));
        assertThat(counts).hasSize(2300).allMatch(one -> new ChangeCount(1, 1).equals(one.get(MediaField.FILEPATH)));
        assertThat(paths()).isEqualTo(changes.stream().map(LinkChange::to).toList());

        List<LinkChange> chain = IntStream.range(0, 1500)
                .mapToObj(i -> new LinkChange("/c/" + i + ".jpg", "/c/" + (i + 1) + ".jpg"))
                .toList();
        assertRefused(Kind.INVALID, "can't be done at once", () -> images.relink(chain, List.of(MediaField.FILEPATH)));
    }

    private static Selection selection(List<String> ids, List<String> tags, List<String> slices) {
        return new Selection(ids, tags, slices, OptionalLong.empty());
    }

    private List<String> ids(String dataset) {
        return samples(dataset).find().sort(Sorts.ascending("_id")).into(new ArrayList<>()).stream()
                .map(sample -> sample.getObjectId("_id").toHexString())
                .toList();
    }

    @Test
    void only_selected_samples_are_relinked() {
        EditableDataset images = images("/d/1.jpg", "/d/2.jpg", "/d/2.jpg", "/d/3.jpg", "/e/4.jpg");
        List<String> ids = ids("images");
        Selection some = selection(List.of(ids.get(0), ids.get(2), ids.get(4)), List.of(), List.of());
        assertThat(images.countUnder(MediaField.FILEPATH, "/d", some)).isEqualTo(2);
        assertThat(images.countToRelink(MediaField.FILEPATH, "/d", "/d/new", some))
                .isEqualTo(2);
        assertThat(images.countAt(MediaField.FILEPATH, List.of("/d/2.jpg", "/e/4.jpg", "/x"), some))
                .isEqualTo(Map.of("/d/2.jpg", 1L, "/e/4.jpg", 1L));
        assertThat(images.relinkPrefix(MediaField.FILEPATH, "/d", "/n", some)).isEqualTo(new ChangeCount(2, 2));
        assertThat(paths()).containsExactly("/n/1.jpg", "/d/2.jpg", "/n/2.jpg", "/d/3.jpg", "/e/4.jpg");

        samples("images").updateOne(Filters.eq("filepath", "/d/3.jpg"), Updates.set("tags", List.of("a", "b")));
        Selection tagged = selection(List.of(), List.of("b"), List.of());
        List<LinkChange> both = List.of(new LinkChange("/d/3.jpg", "/m/3.jpg"), new LinkChange("/d/2.jpg", "/m/2.jpg"));
        assertThat(images.relink(both, List.of(MediaField.FILEPATH), tagged))
                .containsExactly(Map.of(MediaField.FILEPATH, new ChangeCount(1, 1)), Map.of());
        assertThat(paths()).containsExactly("/n/1.jpg", "/d/2.jpg", "/n/2.jpg", "/m/3.jpg", "/e/4.jpg");

        Selection limited = new Selection(List.of(), List.of(), List.of(), OptionalLong.of(1));
        assertRefused(Kind.INVALID, "limit", () -> images.relinkPrefix(MediaField.FILEPATH, "/d", "/n", limited));
        assertRefused(Kind.INVALID, "limit", () -> images.countUnder(MediaField.FILEPATH, "/d", limited));
        Selection behind = Selection.all().withAfter(Optional.of(ids.getFirst()));
        assertRefused(Kind.INVALID, "limit", () -> images.relink(both, List.of(MediaField.FILEPATH), behind));
        Selection sliced = selection(List.of(), List.of(), List.of("left"));
        assertRefused(Kind.INVALID, "no groups", () -> images.relinkPrefix(MediaField.FILEPATH, "/d", "/n", sliced));
    }

    @Test
    void more_ids_than_go_into_a_query_are_relinked_in_pages() {
        EditableDataset images = images(
                IntStream.range(0, 2500).mapToObj(i -> "/d/" + i + ".jpg").toArray(String[]::new));
        Selection butOne = selection(ids("images").subList(1, 2500), List.of(), List.of());
        assertThat(images.relinkPrefix(MediaField.FILEPATH, "/d", "/n", butOne)).isEqualTo(new ChangeCount(2499, 2499));
        assertThat(paths()).filteredOn(path -> path.startsWith("/d/")).containsExactly("/d/0.jpg");
    }

    @Test
    void frames_are_relinked_with_their_samples() {
        EditableDataset videos = open("videos");
        MediaField mask = videos.mediaFields().stream()
                .filter(field -> field.ofFrames() && videos.countUnder(field, "/data/media") > 0)
                .findFirst()
                .orElseThrow();
        String id = frames("videos")
                .find(Filters.gte(mask.path(), "/data/media/"))
                .first()
                .getObjectId("_sample_id")
                .toHexString();
        Selection others = selection(
                ids("videos").stream().filter(other -> !other.equals(id)).toList(), List.of(), List.of());
        Selection one = selection(List.of(id), List.of(), List.of());
        long all = videos.countUnder(mask, "/data/media");
        long ofOne = videos.countUnder(mask, "/data/media", one);
        assertThat(ofOne).isPositive();
        assertThat(videos.countUnder(mask, "/data/media", others)).isEqualTo(all - ofOne);
        assertThat(videos.relinkPrefix(mask, "/data/media", "/n", one)).isEqualTo(new ChangeCount(ofOne, ofOne));
        assertThat(videos.countUnder(mask, "/n", others)).isZero();
        assertThat(videos.countUnder(mask, "/n", one)).isEqualTo(ofOne);
    }

    @Test
    void slices_of_groups_are_relinked_alone() {
        EditableDataset groups = open("groups");
        List<String> before = read(groups, Selection.all(), MediaField.FILEPATH, false).stream()
                .map(sample -> sample.path())
                .toList();
        Selection left = selection(List.of(), List.of(), List.of("left"));
        List<String> ofLeft = paths(read(groups, left, MediaField.FILEPATH, false));
        assertThat(ofLeft).isNotEmpty().hasSizeLessThan(before.size());
        groups.relinkPrefix(MediaField.FILEPATH, "/data", "/n", left);
        assertThat(paths(read(groups, Selection.all(), MediaField.FILEPATH, false)))
                .containsExactlyInAnyOrderElementsOf(before.stream()
                        .map(path -> ofLeft.contains(path) ? "/n" + path.substring("/data".length()) : path)
                        .toList());
    }
}
