package io.mediafn.operation.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.media.MediaProbe;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.TinyImages;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MetadataOperationTest {
    private static final RunContext NO_TIME = new RunContext(Deadline.in(Duration.ofSeconds(-1)), 100, 1_000_000);

    private final ObjectStore store = MemoryStores.open();
    private final Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();
    private final MetadataOperation operation = new MetadataOperation(stores, reader(stores), new BatchRunner(1));

    private static MetadataReader reader(Stores stores) {
        return new MetadataReader(stores, LocationPolicy.forFunctions(Set.of(), List.of()), new MediaProbe());
    }

    @BeforeEach
    void lay() {
        put("a.png", TinyImages.png(3, 2));
        put("b.jpg", "<html>".getBytes(StandardCharsets.UTF_8));
        put("folder/c.png", TinyImages.png(5, 4));
        put("folder/", new byte[0]);
        put(".mediafn/own.json", new byte[] {'{', '}'});
        put("d.txt", new byte[] {'t'});
    }

    @Test
    void every_item_has_an_outcome() {
        Report report =
                run("{\"filepaths\":[\"mem://b/a.png\",\"mem://b/gone.png\",\"mem://b/b.jpg\",\"mem://b/d.txt\"]}");

        assertThat(report.state()).isEqualTo("PARTIAL");
        assertThat(report.counts())
                .containsEntry("matched", 4L)
                .containsEntry("done", 2L)
                .containsEntry("failed", 2L);
        assertThat(report.totals().requests()).isEqualTo(4);
        assertThat(report.items()).extracting(item -> item.get("index")).containsExactly(0, 1, 2, 3);
        assertThat(Json.write(report.items().getFirst()))
                .startsWith("{\"index\":0,\"filepath\":\"mem://b/a.png\",\"media_type\":\"image\",\"outcome\":\"done\","
                        + "\"metadata\":{\"_cls\":\"ImageMetadata\",\"size_bytes\":" + TinyImages.png(3, 2).length
                        + ",\"mime_type\":\"image/png\",\"width\":3,\"height\":2,\"num_channels\":3}")
                .endsWith("\"provenance\":{\"profile\":\"fiftyone\",\"exact\":true,\"requests\":1,\"bytes_read\":"
                        + TinyImages.png(3, 2).length + "},\"problems\":[]}");
        assertThat(error(report, 1)).containsEntry("kind", "NOT_FOUND").containsEntry("retryable", false);
        assertThat(error(report, 2)).containsEntry("kind", "CORRUPT");
        assertThat(report.items().get(1)).doesNotContainKey("metadata");
        assertThat(report.items().get(3)).containsEntry("media_type", "unknown");
    }

    @Test
    void a_prefix_is_all_media_below_it() {
        assertThat(filepaths(run("{\"dir\":\"mem://b\"}")))
                .containsExactly("mem://b/a.png", "mem://b/b.jpg", "mem://b/d.txt", "mem://b/folder/c.png");
        assertThat(filepaths(run("{\"dir\":\"mem://b/folder\"}"))).containsExactly("mem://b/folder/c.png");
        assertThat(run("{\"dir\":\"mem://b/nothing/\"}").state()).isEqualTo("DONE");
    }

    @Test
    void a_dry_run_reads_nothing() {
        Report report = run("{\"dir\":\"mem://b/\",\"dry_run\":true}");

        assertThat(report.counts()).containsEntry("planned", 4L).containsEntry("done", 0L);
        assertThat(report.totals().requests()).isZero();
        assertThat(report.dryRun()).isTrue();
    }

    @Test
    void the_first_failure_stops_where_that_was_asked() {
        Report report =
                run("{\"filepaths\":[\"mem://b/a.png\",\"mem://b/b.jpg\",\"mem://b/d.txt\"],\"skip_failures\":false}");

        assertThat(report.state()).isEqualTo("FAILED");
        assertThat(report.items())
                .extracting(item -> item.get("outcome"))
                .containsExactly("done", "failed", "not_attempted");
        assertThat(report.items().get(2)).containsEntry("reason", "failure");
        assertThat(report.next()).isEmpty();
    }

    @Test
    void without_time_nothing_is_attempted_and_next_continues() {
        String request = "{\"filepaths\":[\"mem://b/a.png\",\"mem://b/d.txt\"]";
        Report report = operation.run(MetadataRequest.fromJson(Json.readObject(request + "}")), NO_TIME);

        assertThat(report.state()).isEqualTo("FAILED");
        assertThat(report.items())
                .extracting(item -> item.get("outcome"), item -> item.get("reason"))
                .containsOnly(org.assertj.core.api.Assertions.tuple("not_attempted", "deadline"));
        assertThat(report.next()).contains("0");

        assertThat(filepaths(run(request + ",\"next\":\"0\"}"))).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "100"})
    void pages_cover_everything_once(int page) {
        for (String source : List.of(
                "\"dir\":\"mem://b/\"",
                "\"filepaths\":[\"mem://b/a.png\",\"mem://b/b.jpg\",\"mem://b/d.txt\",\"mem://b/folder/c.png\"]")) {
            List<String> seen = new ArrayList<>();
            Optional<String> next = Optional.empty();
            int calls = 0;
            do {
                String token = next.map(text -> ",\"next\":\"" + text + "\"").orElse("");
                Report report = operation.run(
                        MetadataRequest.fromJson(Json.readObject("{" + source + token + "}")),
                        new RunContext(Deadline.never(), page, Long.MAX_VALUE));
                assertThat(report.items()).hasSizeLessThanOrEqualTo(page);
                seen.addAll(filepaths(report));
                next = report.next();
                calls++;
            } while (next.isPresent() && calls < 10);
            assertThat(seen).containsExactly("mem://b/a.png", "mem://b/b.jpg", "mem://b/d.txt", "mem://b/folder/c.png");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|exactly one of filepaths and dir",
                "{'dir':'mem://b/','filepaths':[]}|exactly one of filepaths and dir",
                "{'filepaths':['photo.jpg']}|filepaths[0]: not a location: 'photo.jpg'",
                "{'filepaths':'mem://b/x'}|filepaths: a list of strings",
                "{'dir':'mem://b/','profile':'other'}|profile: one of: fiftyone, fiftyone-strict, fiftyone-ffmpeg4, display",
                "{'dir':'mem://b/','deep':1}|deep: true or false",
                "{'dir':'mem://b/','skip_failures':1}|skip_failures: true or false",
                "{'filepaths':['mem://b/x'],'next':'7'}|next: what the call before returned",
                "{'filepaths':[],'next':'x'}|next: what the call before returned",
                "{'dir':'mem://b/','overwrite':true}|overwrite: an unknown field"
            })
    void a_bad_request_is_told_what_is_wrong(String json, String message) {
        assertThatThrownBy(() -> MetadataRequest.fromJson(Json.readObject(json.replace('\'', '"'))))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining(message);
    }

    @Test
    void nothing_that_waits_is_begun_after_the_deadline_or_a_failure() {
        ObjectStore slow = new ChangingStore(store, MetadataOperationTest::pause);
        Stores slowly = Stores.builder().add(Scheme.MEM, () -> slow).build();
        MetadataOperation parallel = new MetadataOperation(slowly, reader(slowly), new BatchRunner(2));
        String many = "\"mem://b/a.png\",".repeat(100) + "\"mem://b/a.png\"";

        Report late = parallel.run(
                MetadataRequest.fromJson(Json.readObject("{\"filepaths\":[" + many + "]}")),
                new RunContext(Deadline.in(Duration.ofMillis(400)), 1_000, Long.MAX_VALUE));
        assertThat((Long) late.counts().get("done")).isBetween(1L, 60L);
        assertThat(late.counts()).containsEntry("matched", 101L);
        assertThat(late.next()).contains(String.valueOf(late.counts().get("done")));

        Report failed = parallel.run(
                MetadataRequest.fromJson(
                        Json.readObject("{\"filepaths\":[\"mem://b/gone\"," + many + "],\"skip_failures\":false}")),
                RunContext.unbounded());
        assertThat(failed.state()).isEqualTo("FAILED");
        assertThat((Long) failed.counts().get("done")).isLessThanOrEqualTo(2L);
        assertThat(failed.counts()).containsEntry("matched", 102L).containsEntry("failed", 1L);
    }

    private static void pause() {
        try {
            Thread.sleep(30);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_reply_is_no_longer_than_it_may_be() {
        Report report = operation.run(
                MetadataRequest.fromJson(Json.readObject("{\"dir\":\"mem://b/\"}")),
                new RunContext(Deadline.never(), 1_000, 500));
        assertThat(report.items()).hasSizeBetween(1, 2);
        assertThat(report.next()).isPresent();

        String tooMany = "\"mem://b/x\",".repeat(1_000) + "\"mem://b/x\"";
        assertThatThrownBy(() -> MetadataRequest.fromJson(Json.readObject("{\"filepaths\":[" + tooMany + "]}")))
                .hasMessageContaining("filepaths: at most 1000 in one request (is 1001 of them)");
    }

    @Test
    void an_object_that_was_replaced_while_it_was_read_is_read_again() {
        put("changing.jpg", TinyImages.jpegWithLongHeader(70_000, 10, 20));
        boolean[] replaced = {false};
        ObjectStore changing = new ChangingStore(store, () -> {
            if (!replaced[0]) {
                replaced[0] = true;
                put("changing.jpg", TinyImages.jpegWithLongHeader(70_000, 99, 98));
            }
        });
        Stores both = Stores.builder().add(Scheme.MEM, () -> changing).build();

        MetadataRecord record = reader(both).read(Location.of("mem://b/changing.jpg"), MetadataOptions.DEFAULT);
        assertThat(Json.write(record.toJson()))
                .contains("\"width\":99,\"height\":98")
                .contains("\"requests\":4");
    }

    @Test
    void an_object_that_changes_between_two_reads_is_no_mixture() {
        byte[] first = TinyImages.jpegWithLongHeader(70_000, 10, 20);
        byte[] second = TinyImages.jpegWithLongHeader(70_000, 99, 99);
        put("changing.jpg", first);
        ObjectStore changing = new ChangingStore(store, () -> put("changing.jpg", second));
        Stores both = Stores.builder().add(Scheme.MEM, () -> changing).build();

        MetadataRecord record = reader(both).read(Location.of("mem://b/changing.jpg"), MetadataOptions.DEFAULT);
        assertThat(record.error())
                .hasValueSatisfying(error -> assertThat(error.kind().name()).isEqualTo("PRECONDITION_FAILED"));
        assertThat(record.settled()).isFalse();
        assertThat(record.requests()).isEqualTo(4);
    }

    private Report run(String json) {
        return operation.run(MetadataRequest.fromJson(Json.readObject(json)), RunContext.unbounded());
    }

    private void put(String key, byte[] bytes) {
        store.write(Location.of("mem://b/" + key), Content.of(bytes), WriteOptions.replace());
    }

    @SuppressWarnings("unchecked") // an error is an object
    private static Map<String, Object> error(Report report, int index) {
        return (Map<String, Object>)
                Objects.requireNonNull(report.items().get(index).get("error"));
    }

    private static List<String> filepaths(Report report) {
        return report.items().stream()
                .map(item -> (String) item.get("filepath"))
                .toList();
    }
}
