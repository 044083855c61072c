package io.mediafn.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.dataset.DatasetException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every dataset that can be edited does, whatever it is kept in. */
public abstract class DatasetContract {
    private static final Map<String, Object> IMAGE =
            Map.of("_cls", "ImageMetadata", "size_bytes", 5, "mime_type", "image/jpeg", "width", 3, "height", 4);
    private static final Map<String, Object> OTHER =
            Map.of("_cls", "ImageMetadata", "size_bytes", 6, "mime_type", "image/jpeg", "width", 7, "height", 8);

    /** Opens the dataset of this test, which has no samples at its start; everybody who opens it sees the same. */
    protected abstract EditableDataset open();

    /** Adds a second sample where there is one already; an insert does not. */
    protected abstract String addTwin(String path);

    /** A dataset of FiftyOne has one media type; a manifest takes whatever a bucket has. */
    protected abstract boolean hasOneMediaType();

    /** In MongoDB a change goes by one command, which has a largest size; a manifest changes each sample by its id. */
    protected abstract boolean limitsChains();

    private static NewSample image(String path, String... tags) {
        return new NewSample(path, "image", List.of(tags), Map.of());
    }

    private static List<String> insert(EditableDataset dataset, String... paths) {
        return dataset.insert(List.of(paths).stream().map(path -> image(path)).toList());
    }

    private static List<Sample> read(EditableDataset dataset, Selection selection, boolean without) {
        List<Sample> read = new ArrayList<>();
        try (SampleCursor cursor = dataset.samples(selection, MediaField.FILEPATH, without)) {
            cursor.forEachRemaining(read::add);
        }
        assertThat(dataset.count(selection, MediaField.FILEPATH, without))
                .as("the count of what is read")
                .isEqualTo(read.size());
        return read;
    }

    /** As somebody sees them who opens the dataset now, and as who has changed it. */
    private Set<String> paths(EditableDataset dataset) {
        Set<String> paths = paths(read(dataset, Selection.all(), false));
        try (EditableDataset again = open()) {
            assertThat(paths(read(again, Selection.all(), false))).isEqualTo(paths);
        }
        return paths;
    }

    private static Set<String> paths(List<Sample> samples) {
        Set<String> paths = new TreeSet<>();
        samples.forEach(sample -> paths.add(sample.path()));
        return paths;
    }

    private static Selection of(List<String> ids, String... tags) {
        return new Selection(ids, List.of(tags), List.of(), OptionalLong.empty());
    }

    private static void assertInvalid(String reason, Callable<?> attempt) {
        assertThatThrownBy(attempt::call)
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                .hasMessageContaining(reason);
    }

    private static ChangeCount both(long count) {
        return new ChangeCount(count, count);
    }

    @Test
    void samples_come_in_the_order_of_their_ids_and_are_selected() {
        try (EditableDataset dataset = open()) {
            List<String> ids = dataset.insert(IntStream.range(0, 1203)
                    .mapToObj(i -> image("s3://b/" + i + ".jpg", i % 2 == 0 ? "even" : "odd"))
                    .toList());
            List<String> sorted = ids.stream().sorted().toList();
            assertThat(read(dataset, Selection.all(), false))
                    .allMatch(sample -> sample.mediaType().equals("image") && !sample.hasMetadata())
                    .extracting(Sample::id)
                    .isEqualTo(sorted);
            assertThat(read(dataset, of(List.of(), "even", "no such"), false)).hasSize(602);
            List<String> some = ids.subList(100, 200);
            assertThat(read(dataset, of(some), false))
                    .extracting(Sample::id)
                    .isEqualTo(some.stream().sorted().toList());
            assertThat(read(dataset, of(some, "odd"), false)).hasSize(50);
            Selection firstThree = new Selection(List.of(), List.of(), List.of(), OptionalLong.of(3));
            assertThat(read(dataset, firstThree, false)).extracting(Sample::id).isEqualTo(sorted.subList(0, 3));
            Selection next = firstThree.withAfter(Optional.of(sorted.get(2)));
            assertThat(read(dataset, next, false)).extracting(Sample::id).isEqualTo(sorted.subList(3, 6));
            assertInvalid("'abc' is no id", () -> read(dataset, of(List.of("abc")), false));
            Selection slices = new Selection(List.of(), List.of(), List.of("left"), OptionalLong.empty());
            assertInvalid("no slices", () -> read(dataset, slices, false));
            MediaField unknown = new MediaField("other", false);
            assertInvalid("'other'", () -> dataset.samples(Selection.all(), unknown, false));
            assertThat(dataset.mediaFields()).startsWith(MediaField.FILEPATH);
        }
    }

    @Test
    void metadata_goes_to_all_samples_of_a_path_and_erases_nothing() {
        try (EditableDataset dataset = open()) {
            insert(dataset, "s3://b/a.jpg", "s3://b/b é.jpg");
        }
        addTwin("s3://b/a.jpg");
        try (EditableDataset dataset = open()) {
            assertThat(read(dataset, Selection.all(), true)).hasSize(3);
            assertThat(dataset.setMetadata(List.of(
                            new MetadataChange("s3://b/a.jpg", IMAGE, false),
                            new MetadataChange("s3://b/none.jpg", IMAGE, true))))
                    .containsExactly(both(2), ChangeCount.NONE);
            assertThat(dataset.setMetadata(List.of(new MetadataChange("s3://b/a.jpg", OTHER, false))))
                    .containsExactly(new ChangeCount(2, 0));
            assertThat(paths(read(dataset, Selection.all(), true))).containsExactly("s3://b/b é.jpg");
            assertWidth("s3://b/a.jpg", 3);
            assertThat(dataset.setMetadata(List.of(new MetadataChange("s3://b/a.jpg", OTHER, true))))
                    .containsExactly(both(2));
            assertWidth("s3://b/a.jpg", 7);
            Map<String, Object> video = Map.of("_cls", "VideoMetadata", "duration", 1.0);
            assertInvalid(
                    "VideoMetadata",
                    () -> dataset.setMetadata(List.of(
                            new MetadataChange("s3://b/b é.jpg", IMAGE, true),
                            new MetadataChange("s3://b/a.jpg", video, true))));
            assertThat(read(dataset, Selection.all(), true)).hasSize(1);
        }
    }

    private void assertWidth(String path, int width) {
        try (EditableDataset again = open()) {
            assertThat(again.samples().stream()
                            .filter(record -> record.filepath().toString().equals(path)))
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(record.facts().get("metadata"))
                            .isInstanceOfSatisfying(
                                    Map.class,
                                    metadata ->
                                            assertThat(metadata.get("width")).isEqualTo(width)));
        }
    }

    @Test
    void metadata_that_was_computed_while_the_sample_was_relinked_undoes_nothing() {
        try (EditableDataset computing = open();
                EditableDataset moving = open()) {
            insert(computing, "s3://b/a.jpg", "s3://b/b.jpg");
            assertThat(read(computing, Selection.all(), true)).hasSize(2);
            assertThat(moving.relinkPrefix(MediaField.FILEPATH, "s3://b/a.jpg", "gs://n/a.jpg"))
                    .isEqualTo(both(1));
            computing.setMetadata(List.of(
                    new MetadataChange("s3://b/a.jpg", IMAGE, false),
                    new MetadataChange("s3://b/b.jpg", IMAGE, false)));
            assertThat(paths(moving)).containsExactly("gs://n/a.jpg", "s3://b/b.jpg");
            assertWidth("s3://b/b.jpg", 3);
        }
    }

    @Test
    void a_relink_keeps_what_is_known() {
        try (EditableDataset dataset = open()) {
            String id = dataset.insert(List.of(new NewSample("s3://b/a.jpg", "image", List.of("train"), IMAGE)))
                    .getFirst();
            dataset.relinkPrefix(MediaField.FILEPATH, "s3://b", "gs://n");
            assertThat(paths(dataset)).containsExactly("gs://n/a.jpg");
            assertWidth("gs://n/a.jpg", 3);
            try (EditableDataset again = open()) {
                assertThat(read(again, of(List.of(id), "train"), false)).hasSize(1);
                assertThat(read(again, Selection.all(), true)).isEmpty();
            }
        }
    }

    @Test
    void a_prefix_ends_where_a_segment_ends() {
        try (EditableDataset dataset = open()) {
            insert(
                    dataset,
                    "/data/a/1.jpg",
                    "/data/ab/1.jpg",
                    "/data/a",
                    "/data/a.jpg",
                    "/data/a0/1.jpg",
                    "/data/a//x.jpg",
                    "/data/A/1.jpg",
                    "/data/a/ü $x.y/日.jpg");
            assertThat(dataset.countUnder(MediaField.FILEPATH, "/data/a")).isEqualTo(4);
            assertThat(dataset.countUnder(MediaField.FILEPATH, "/data/a/")).isEqualTo(3);
            assertThat(dataset.relinkPrefix(MediaField.FILEPATH, "/data/a/", "s3://b/n"))
                    .isEqualTo(both(3));
            assertThat(dataset.relinkPrefix(MediaField.FILEPATH, "/data/a/", "s3://b/n"))
                    .isEqualTo(ChangeCount.NONE);
            assertThat(paths(dataset))
                    .containsExactlyInAnyOrder(
                            "s3://b/n/1.jpg",
                            "/data/ab/1.jpg",
                            "/data/a",
                            "/data/a.jpg",
                            "/data/a0/1.jpg",
                            "s3://b/n//x.jpg",
                            "/data/A/1.jpg",
                            "s3://b/n/ü $x.y/日.jpg");
            assertThat(dataset.relinkPrefix(MediaField.FILEPATH, "s3://b/n", "/data/a"))
                    .isEqualTo(both(3));
            assertThat(dataset.relinkPrefix(MediaField.FILEPATH, "/data/a.jpg", "gs://n/x.png"))
                    .isEqualTo(both(1));
            assertThat(paths(dataset)).contains("gs://n/x.png", "/data/a/ü $x.y/日.jpg");
            assertInvalid("from must be", () -> dataset.relinkPrefix(MediaField.FILEPATH, " ", "/v"));
            assertInvalid(
                    "media type", () -> dataset.relinkPrefix(MediaField.FILEPATH, "/data/a/1.jpg", "/data/v.mp4"));
        }
    }

    @Test
    void a_prefix_inside_of_the_old_one_is_reached_once() {
        try (EditableDataset dataset = open()) {
            insert(dataset, "/data/1.jpg", "/data/new/2.jpg", "/data/newer/3.jpg");
            for (int run = 0; run < 2; run++) {
                dataset.relinkPrefix(MediaField.FILEPATH, "/data", "/data/new");
                assertThat(paths(dataset))
                        .containsExactly("/data/new/1.jpg", "/data/new/2.jpg", "/data/new/newer/3.jpg");
            }
            assertThat(dataset.relinkPrefix(MediaField.FILEPATH, "/data/", "/data"))
                    .isEqualTo(ChangeCount.NONE);
        }
    }

    @Test
    void what_would_be_under_the_old_prefix_still_is_refused() {
        try (EditableDataset dataset = open()) {
            insert(dataset, "/a/b/b/x.jpg", "/a/b/bb/y.jpg");
            Set<String> before = paths(dataset);
            for (List<String> way : List.of(List.of("/a/b", "/a"), List.of("/a/b/", "/a/"))) {
                assertThat(dataset.countLeftUnderOld(
                                MediaField.FILEPATH, way.getFirst(), way.getLast(), Selection.all()))
                        .isOne();
                assertThatThrownBy(() -> dataset.relinkPrefix(MediaField.FILEPATH, way.getFirst(), way.getLast()))
                        .isInstanceOfSatisfying(
                                DatasetException.class,
                                e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                        .hasMessageContaining("1 in filepath would be under " + way.getFirst() + " still");
                assertThat(paths(dataset)).isEqualTo(before);
            }
            dataset.relinkPrefix(MediaField.FILEPATH, "/a/b/b", "/a/b/c");
            for (int run = 0; run < 2; run++) {
                dataset.relinkPrefix(MediaField.FILEPATH, "/a/b", "/a");
                assertThat(paths(dataset)).containsExactly("/a/bb/y.jpg", "/a/c/x.jpg");
            }
        }
    }

    @Test
    void links_change_at_once_and_only_where_they_are_what_they_were() {
        try (EditableDataset dataset = open()) {
            List<String> ids = insert(dataset, "s3://b/1.jpg", "s3://b/2.jpg", "s3://b/3.jpg", "s3://b/4.jpg");
            List<LinkChange> circle = List.of(
                    new LinkChange("s3://b/1.jpg", "s3://b/2.jpg"),
                    new LinkChange("s3://b/2.jpg", "s3://b/3.jpg"),
                    new LinkChange("s3://b/3.jpg", "s3://b/1.jpg"),
                    new LinkChange("s3://b/none.jpg", "s3://b/x.jpg"),
                    new LinkChange("s3://b/4.jpg", "s3://b/4.jpg"));
            assertThat(dataset.relink(circle, List.of(MediaField.FILEPATH)))
                    .containsExactly(
                            Map.of(MediaField.FILEPATH, both(1)),
                            Map.of(MediaField.FILEPATH, both(1)),
                            Map.of(MediaField.FILEPATH, both(1)),
                            Map.of(),
                            Map.of());
            assertPath(ids.get(0), "s3://b/2.jpg");
            assertPath(ids.get(1), "s3://b/3.jpg");
            assertPath(ids.get(2), "s3://b/1.jpg");
            dataset.relink(circle.reversed().stream().map(LinkChange::undo).toList(), List.of(MediaField.FILEPATH));
            assertPath(ids.get(0), "s3://b/1.jpg");
            assertInvalid(
                    "both",
                    () -> dataset.relink(
                            List.of(
                                    new LinkChange("s3://b/1.jpg", "s3://b/5.jpg"),
                                    new LinkChange("s3://b/1.jpg", "s3://b/6.jpg")),
                            List.of(MediaField.FILEPATH)));
            assertInvalid(
                    "media type",
                    () -> dataset.relink(
                            List.of(new LinkChange("s3://b/1.jpg", "s3://b/1.mp4")), List.of(MediaField.FILEPATH)));
            assertPath(ids.get(0), "s3://b/1.jpg");
        }
    }

    private void assertPath(String id, String path) {
        try (EditableDataset again = open()) {
            assertThat(paths(read(again, of(List.of(id)), false))).containsExactly(path);
        }
    }

    @Test
    void a_long_chain() {
        List<LinkChange> chain = IntStream.range(0, 1200)
                .mapToObj(i -> new LinkChange("s3://b/" + i + ".jpg", "s3://b/" + (i + 1) + ".jpg"))
                .toList();
        try (EditableDataset dataset = open()) {
            insert(dataset, "s3://b/0.jpg", "s3://b/1.jpg");
            if (limitsChains()) {
                assertInvalid("at once", () -> dataset.relink(chain, List.of(MediaField.FILEPATH)));
                assertThat(paths(dataset)).containsExactly("s3://b/0.jpg", "s3://b/1.jpg");
            } else {
                dataset.relink(chain, List.of(MediaField.FILEPATH));
                assertThat(paths(dataset)).containsExactly("s3://b/1.jpg", "s3://b/2.jpg");
            }
        }
    }

    @Test
    void of_two_who_relink_a_sample_one_does() {
        try (EditableDataset one = open();
                EditableDataset other = open()) {
            insert(one, "s3://b/1.jpg");
            assertThat(read(other, Selection.all(), false)).hasSize(1);
            one.relink(List.of(new LinkChange("s3://b/1.jpg", "gs://one/1.jpg")), List.of(MediaField.FILEPATH));
            other.relink(List.of(new LinkChange("s3://b/1.jpg", "gs://two/1.jpg")), List.of(MediaField.FILEPATH));
            try (EditableDataset again = open()) {
                assertThat(paths(read(again, Selection.all(), false)))
                        .hasSize(1)
                        .containsAnyOf("gs://one/1.jpg", "gs://two/1.jpg");
            }
        }
    }

    @Test
    void relinks_may_be_of_selected_samples() {
        try (EditableDataset dataset = open()) {
            List<String> ids = dataset.insert(List.of(
                    image("s3://b/1.jpg", "train"), image("s3://b/2.jpg", "test"), image("s3://b/3.jpg", "train")));
            Selection train = of(List.of(), "train");
            assertThat(dataset.countUnder(MediaField.FILEPATH, "s3://b", train)).isEqualTo(2);
            assertThat(dataset.countToRelink(MediaField.FILEPATH, "s3://b", "s3://b/x", train))
                    .isEqualTo(2);
            assertThat(dataset.countAt(
                            MediaField.FILEPATH,
                            List.of("s3://b/1.jpg", "s3://b/2.jpg", "s3://b/none.jpg", "s3://b/3.jpg"),
                            train))
                    .isEqualTo(Map.of("s3://b/1.jpg", 1L, "s3://b/3.jpg", 1L));
            assertThat(dataset.relinkPrefix(MediaField.FILEPATH, "s3://b", "gs://n", train))
                    .isEqualTo(both(2));
            assertThat(paths(dataset)).containsExactly("gs://n/1.jpg", "gs://n/3.jpg", "s3://b/2.jpg");
            List<LinkChange> back = List.of(
                    new LinkChange("gs://n/1.jpg", "s3://b/1.jpg"), new LinkChange("gs://n/3.jpg", "s3://b/3.jpg"));
            assertThat(dataset.relink(back, List.of(MediaField.FILEPATH), of(List.of(ids.getFirst()))))
                    .containsExactly(Map.of(MediaField.FILEPATH, both(1)), Map.of());
            assertThat(paths(dataset)).containsExactly("gs://n/3.jpg", "s3://b/1.jpg", "s3://b/2.jpg");
            Selection limited = new Selection(List.of(), List.of(), List.of(), OptionalLong.of(1));
            assertInvalid("limit", () -> dataset.relinkPrefix(MediaField.FILEPATH, "s3://b", "gs://n", limited));
            assertInvalid("limit", () -> dataset.countUnder(MediaField.FILEPATH, "s3://b", limited));
            Selection slices = new Selection(List.of(), List.of(), List.of("left"), OptionalLong.empty());
            assertInvalid("slices", () -> dataset.relink(back, List.of(MediaField.FILEPATH), slices));
        }
    }

    @Test
    void new_samples_are_added_once() {
        try (EditableDataset dataset = open()) {
            NewSample fresh = new NewSample("s3://b/ü $1.jpg", "image", List.of("new"), IMAGE);
            NewSample again = new NewSample("s3://b/ü $1.jpg", "image", List.of("other"), OTHER);
            List<String> ids = dataset.insert(List.of(fresh, image("s3://b/2.jpg"), again));
            assertThat(ids.get(0)).isEqualTo(ids.get(2)).isEqualTo(SampleIds.shortHash(fresh.path()));
            assertThat(dataset.insert(List.of(again))).containsExactly(ids.get(0));
            try (EditableDataset other = open()) {
                assertThat(other.insert(List.of(again))).containsExactly(ids.get(0));
                assertThat(read(other, of(List.of(), "new"), false)).hasSize(1);
            }
            assertThat(paths(dataset)).hasSize(2);
            assertWidth(fresh.path(), 3);
            Map<String, Object> video = Map.of("_cls", "VideoMetadata", "duration", 1.0);
            assertInvalid(
                    "VideoMetadata",
                    () -> dataset.insert(List.of(new NewSample("s3://b/3.jpg", "image", List.of(), video))));
            assertInvalid("blank", () -> insert(dataset, " "));
            NewSample clip = new NewSample("s3://b/v.mp4", "video", List.of(), Map.of());
            if (hasOneMediaType()) {
                assertInvalid("media type", () -> dataset.insert(List.of(clip)));
            } else {
                assertThat(dataset.insert(List.of(clip))).hasSize(1);
            }
        }
    }

    @Test
    void who_add_one_sample_at_once_add_one_and_the_first_stays() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16);
                EditableDataset dataset = open()) {
            NewSample sample = new NewSample("s3://b/k.jpg", "image", List.of(), IMAGE);
            Set<String> ids = new TreeSet<>();
            for (Future<List<String>> one : threads.invokeAll(IntStream.range(0, 16)
                    .<Callable<List<String>>>mapToObj(i -> () -> dataset.insert(List.of(sample)))
                    .toList())) {
                ids.addAll(one.get());
            }
            assertThat(ids).hasSize(1);
            assertThat(paths(dataset)).containsExactly("s3://b/k.jpg");
        }
    }

    @Test
    void a_sample_added_where_another_was_relinked_from_gets_another_id() {
        try (EditableDataset dataset = open()) {
            String first = insert(dataset, "s3://b/k.jpg").getFirst();
            dataset.relinkPrefix(MediaField.FILEPATH, "s3://b", "gs://n");
            String second = insert(dataset, "s3://b/k.jpg").getFirst();
            assertThat(second).isNotEqualTo(first);
            assertThat(insert(dataset, "s3://b/k.jpg")).containsExactly(second);
            assertThat(paths(dataset)).containsExactly("gs://n/k.jpg", "s3://b/k.jpg");
        }
    }

    @Test
    void deleted_samples_are_gone_until_they_are_added_again() {
        try (EditableDataset dataset = open()) {
            List<String> ids = insert(dataset, "s3://b/1.jpg", "s3://b/2.jpg");
            dataset.relinkPrefix(MediaField.FILEPATH, "s3://b/1.jpg", "gs://n/1.jpg");
            String nobody = "0123456789abcdef01234567";
            assertThat(dataset.delete(List.of(ids.getFirst(), nobody))).isOne();
            assertThat(dataset.delete(List.of(ids.getFirst()))).isZero();
            assertThat(paths(dataset)).containsExactly("s3://b/2.jpg");
            assertThat(dataset.countUnder(MediaField.FILEPATH, "gs://n")).isZero();
            assertThat(insert(dataset, "s3://b/1.jpg")).hasSize(1);
            assertThat(paths(dataset)).containsExactly("s3://b/1.jpg", "s3://b/2.jpg");
            assertInvalid("no id", () -> dataset.delete(List.of("abc")));
        }
    }
}
