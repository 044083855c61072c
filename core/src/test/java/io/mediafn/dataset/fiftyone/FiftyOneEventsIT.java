package io.mediafn.dataset.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.SampleIds;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.location.Location;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.NeedsServer.Server;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What events do to a dataset in the real MongoDB. */
@NeedsServer(Server.MONGOD)
final class FiftyOneEventsIT extends FiftyOneFixture {
    private static final Location AT = Location.of("s3://b/in/k.jpg");

    private static Map<String, Object> facts(int width) {
        return Map.of(
                "media_type",
                "image",
                "outcome",
                "done",
                "metadata",
                Map.of("_cls", "ImageMetadata", "size_bytes", 5L, "mime_type", "image/jpeg", "width", width));
    }

    private static SampleRecord seen(Location at, Instant when, Map<String, Object> facts) {
        return SampleRecord.observed(at, "", when, facts);
    }

    private static SampleRecord gone(Location at, Instant when) {
        return new SampleRecord(SampleIds.of(at), at, Optional.empty(), "", when, true, Map.of());
    }

    private static Map<String, Object> failed(String kind) {
        return Map.of("media_type", "image", "outcome", "failed", "error", Map.of("kind", kind));
    }

    private List<Document> at(Location at) {
        return samples("images").find(Filters.eq("filepath", at.toString())).into(new ArrayList<>());
    }

    private Object width(Location at) {
        return at(at).getFirst().getEmbedded(List.of("metadata", "width"), Object.class);
    }

    @Test
    void one_event_fifty_times_at_once_makes_one_sample() throws Exception {
        EditableDataset images = open("images");
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            List<Future<Object>> all = threads.invokeAll(IntStream.range(0, 50)
                    .<Callable<Object>>mapToObj(i -> () -> {
                        images.record(List.of(seen(AT, Instant.now(), facts(3))));
                        return i;
                    })
                    .toList());
            for (Future<Object> one : all) {
                assertThat(one.get()).isNotNull();
            }
        }
        assertThat(at(AT)).hasSize(1);
        assertThat(at(AT).getFirst().getObjectId("_id").toHexString()).isEqualTo(SampleIds.of(AT));
        assertThat(width(AT)).isEqualTo(3);
    }

    @Test
    void an_event_again_changes_nothing_and_a_new_state_replaces_the_old_one() {
        EditableDataset images = open("images");
        images.record(List.of(seen(AT, Instant.now(), facts(3))));
        List<Document> before = at(AT);
        images.record(List.of(seen(AT, Instant.now(), facts(3))));
        assertThat(at(AT)).isEqualTo(before);
        images.record(List.of(seen(AT, Instant.now(), facts(4))));
        assertThat(width(AT)).isEqualTo(4);
        // A failure erases nothing.
        images.record(List.of(seen(AT, Instant.now(), failed("CORRUPT"))));
        assertThat(width(AT)).isEqualTo(4);
    }

    @Test
    void what_was_seen_before_the_last_change_is_not_recorded_but_comes_again() {
        EditableDataset images = open("images");
        Instant earlier = Instant.now();
        images.record(List.of(seen(AT, Instant.now().plusMillis(1), facts(4))));
        samples("images")
                .updateOne(
                        Filters.eq("filepath", AT.toString()),
                        Updates.set("last_modified_at", Date.from(earlier.plusSeconds(1))));
        assertRefused(Kind.UNAVAILABLE, "done again", () -> {
            images.record(List.of(seen(AT, earlier, facts(3))));
            return "";
        });
        assertRefused(Kind.UNAVAILABLE, "done again", () -> {
            images.record(List.of(gone(AT, earlier)));
            return "";
        });
        assertThat(width(AT)).isEqualTo(4);
        // What is the same is recorded already.
        images.record(List.of(seen(AT, earlier, facts(4))));
        images.record(List.of(gone(AT, earlier.plusSeconds(2))));
        assertThat(at(AT)).isEmpty();
    }

    @Test
    void a_sample_that_is_there_is_used_first() {
        EditableDataset images = open("images");
        Location known = Location.of("s3://b/known.jpg");
        samples("images")
                .updateMany(Filters.eq("filepath", "/data/media/a.jpg"), Updates.set("filepath", known.toString()));
        images.record(List.of(seen(known, Instant.now(), facts(7))));
        assertThat(at(known))
                .hasSize(2)
                .allMatch(sample -> sample.getEmbedded(List.of("metadata", "width"), Integer.class) == 7);
        assertThat(at(known).getFirst().get("seg")).isNotNull();
    }

    @Test
    void the_order_of_events_of_one_batch_does_not_matter() {
        EditableDataset images = open("images");
        Instant now = Instant.now();
        Location other = Location.of("s3://b/in/other.jpg");
        images.record(List.of(
                gone(AT, now.plusMillis(2000)),
                seen(other, now, facts(1)),
                seen(AT, now, facts(3)),
                seen(Location.of("s3://b/in/never.jpg"), now, failed("NOT_FOUND")),
                seen(Location.of("s3://b/in/labels.json"), now, Map.of("media_type", "unknown", "outcome", "done")),
                gone(Location.of("s3://b/in/unknown.jpg"), now)));
        assertThat(samples("images").countDocuments(Filters.regex("filepath", "^s3:")))
                .isOne();
        assertThat(width(other)).isEqualTo(1);
    }

    @Test
    void a_broken_file_becomes_a_sample_without_metadata_and_gets_it_later() {
        EditableDataset images = open("images");
        images.record(List.of(seen(AT, Instant.now(), failed("CORRUPT"))));
        assertThat(at(AT)).hasSize(1).allMatch(sample -> !sample.containsKey("metadata"));
        images.record(List.of(seen(AT, Instant.EPOCH, facts(3))));
        assertThat(width(AT)).isEqualTo(3);
    }

    @Test
    void a_relink_counts_for_what_is_linked_to_the_old_place() {
        EditableDataset images = open("images");
        images.record(List.of(seen(AT, Instant.now(), facts(3))));
        Location moved = Location.of("gs://n/k.jpg");
        SampleRecord relink =
                new SampleRecord(SampleIds.of(AT), moved, Optional.of(AT), "", Instant.now(), false, Map.of());
        images.record(List.of(relink));
        assertThat(at(AT)).isEmpty();
        assertThat(width(moved)).isEqualTo(3);
        images.record(List.of(relink));
        assertThat(at(moved)).hasSize(1);
        // A tombstone of the place that it left does not mean it.
        images.record(List.of(gone(AT, Instant.now().plusSeconds(9))));
        assertThat(at(moved)).hasSize(1);
        assertThat(images.owns(moved)).isFalse();
        assertThat(images.samples())
                .hasSize(7)
                .extracting(record -> record.filepath().toString())
                .isSorted()
                .contains(moved.toString(), "file:///data/media/a.jpg");
    }

    @Test
    void the_event_of_an_object_that_was_there_before_its_sample_was_relinked_makes_no_second_sample() {
        EditableDataset images = open("images");
        Instant created = Instant.now();
        Map<String, Object> facts = new HashMap<>(facts(3));
        facts.put("source", Map.of("event_time", created.toString()));
        images.record(List.of(seen(AT, Instant.now(), facts)));
        String moved = "gs://n/k.jpg";
        assertThat(images.relink(List.of(new LinkChange(AT.toString(), moved)), images.mediaFields()))
                .hasSize(1);

        images.record(List.of(seen(AT, Instant.now(), facts)));
        assertThat(at(AT)).isEmpty();
        assertThat(at(Location.of(moved))).hasSize(1);

        // Another object at the old place is another medium.
        facts.put("source", Map.of("event_time", created.plusSeconds(60).toString()));
        images.record(List.of(seen(AT, Instant.now(), facts)));
        assertThat(at(AT)).hasSize(1);
        assertThat(at(Location.of(moved))).hasSize(1);
    }

    @Test
    void a_dataset_of_groups_takes_no_new_samples_but_metadata() {
        EditableDataset groups = open("groups");
        assertRefused(Kind.REFUSED, "group and slice", () -> {
            groups.record(List.of(seen(AT, Instant.now(), facts(3))));
            return "";
        });
        samples("groups")
                .updateMany(Filters.eq("filepath", "/data/media/b.png"), Updates.set("filepath", AT.toString()));
        groups.record(List.of(seen(AT, Instant.now(), facts(3))));
        assertThat(samples("groups")
                        .countDocuments(
                                Filters.and(Filters.eq("filepath", AT.toString()), Filters.eq("metadata.width", 3))))
                .isOne();
    }
}
