package io.mediafn.operation.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.location.Scheme;
import io.mediafn.operation.BatchingStore;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.RefusingStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatOperationTest {
    private static final LocationPolicy ANY = LocationPolicy.forCommandLine(Set.of(), List.of());

    private final ObjectStore memory = MemoryStores.open();

    @Test
    void what_is_known_of_an_object() {
        ObjectProperties properties = ObjectProperties.ofType(Optional.of("image/png"))
                .withContentEncoding(Optional.of("gzip"))
                .withStorageClass(Optional.of("COLD"))
                .withMetadata(Map.of("camera", "7"));
        memory.write(
                Location.of("mem://b/a.png"),
                Content.of("123456789".getBytes(StandardCharsets.US_ASCII)),
                WriteOptions.replace().withProperties(properties).withTags(Map.of("k", "v")));

        Map<String, Object> item = run(1, "{'paths':['mem://b/a.png']}").items().getFirst();
        assertThat(item)
                .containsOnlyKeys(
                        "index",
                        "filepath",
                        "outcome",
                        "exists",
                        "size_bytes",
                        "content_type",
                        "content_encoding",
                        "storage_class",
                        "etag",
                        "last_modified",
                        "checksums",
                        "tag_count",
                        "user_metadata")
                .containsEntry("filepath", "mem://b/a.png")
                .containsEntry("outcome", "done")
                .containsEntry("exists", true)
                .containsEntry("size_bytes", 9L)
                .containsEntry("content_type", "image/png")
                .containsEntry("content_encoding", "gzip")
                .containsEntry("storage_class", "COLD")
                .containsEntry("checksums", Map.of("crc32c", "e3069283"))
                .containsEntry("tag_count", 1)
                .containsEntry("user_metadata", Map.of("camera", "7"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void missing_is_data_and_an_error_is_its_items_own(int batch) {
        lay("mem://b/a", "mem://b/" + BatchingStore.REFUSED);

        Report report = run(batch, "{'paths':['mem://b/gone','mem://b/refused','mem://b/a','s3://b/x']}");
        assertThat(report.state()).isEqualTo("PARTIAL");
        assertThat(report.counts()).containsEntry("done", 2L).containsEntry("failed", 2L);
        assertThat(report.items().get(0))
                .containsOnlyKeys("index", "filepath", "outcome", "exists")
                .containsEntry("outcome", "done")
                .containsEntry("exists", false);
        assertThat(error(report, 1)).containsEntry("kind", "DENIED");
        assertThat(report.items().get(2)).containsEntry("exists", true);
        assertThat(error(report, 3)).containsEntry("kind", "UNSUPPORTED");
        assertThat(report.items().get(3)).doesNotContainKey("exists");
    }

    @Test
    void a_folder_is_there_if_anything_is_below_it() {
        lay("mem://b/d/x", "mem://b/d2/x");

        List<Map<String, Object>> items = run(
                        10, "{'paths':['mem://b/d/','mem://b/d','mem://b/e/','mem://b/','mem://empty']}")
                .items();
        assertThat(items)
                .extracting(item -> item.get("exists"), item -> item.get("directory"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(true, true),
                        org.assertj.core.groups.Tuple.tuple(false, null),
                        org.assertj.core.groups.Tuple.tuple(false, true),
                        org.assertj.core.groups.Tuple.tuple(true, true),
                        org.assertj.core.groups.Tuple.tuple(false, true));
    }

    @Test
    void objects_of_a_bucket_are_asked_for_together_and_told_in_the_order_of_the_request() {
        BatchingStore store = new BatchingStore(memory, 3);
        lay("mem://a/1", "mem://b/2", "mem://a/3", "mem://a/5");

        Report report = operation(store, 4)
                .run(
                        request("{'paths':['mem://a/1','mem://b/2','mem://a/3','mem://b/4','mem://a/5','mem://a/6']}"),
                        RunContext.unbounded());
        assertThat(report.items())
                .extracting(item -> item.get("filepath"))
                .containsExactly("mem://a/1", "mem://b/2", "mem://a/3", "mem://b/4", "mem://a/5", "mem://a/6");
        assertThat(report.items())
                .extracting(item -> item.get("exists"))
                .containsExactly(true, true, true, false, true, false);
        assertThat(store.batches())
                .containsExactlyInAnyOrder(
                        List.of("mem://a/1", "mem://a/3", "mem://a/5"),
                        List.of("mem://b/2", "mem://b/4"),
                        List.of("mem://a/6"));
        assertThat(report.totals().requests()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void many_objects_keep_their_order(int batch) {
        lay(IntStream.range(0, 300).mapToObj(i -> "mem://b/" + 2 * i).toArray(String[]::new));
        List<Location> paths = IntStream.range(0, 600)
                .mapToObj(i -> Location.of("mem://b/" + i))
                .toList();

        List<StatItem> items = new ArrayList<>();
        operation(new BatchingStore(memory, batch), 8).each(StatRequest.of(paths), items::add);
        assertThat(items).extracting(StatItem::filepath).isEqualTo(paths);
        for (int i = 0; i < items.size(); i++) {
            assertThat(items.get(i).exists()).as("%d", i).isEqualTo(i % 2 == 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "2,3", "100,2"})
    void pages_cover_everything_once(int page, int batch) {
        List<Object> seen = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int calls = 0;
        do {
            Map<String, Object> json = Json.readObject(
                    "{\"paths\":[\"mem://b/1\",\"mem://c/2\",\"mem://b/3\",\"mem://c/4\",\"mem://b/5\"]}");
            next.ifPresent(text -> json.put("next", text));
            Report report = operation(new BatchingStore(memory, batch), 2)
                    .run(StatRequest.fromJson(json), new RunContext(Deadline.never(), page, Long.MAX_VALUE));
            report.items().forEach(item -> seen.add(item.get("index") + " " + item.get("filepath")));
            next = report.next();
            calls++;
        } while (next.isPresent() && calls < 10);
        assertThat(seen).containsExactly("0 mem://b/1", "1 mem://c/2", "2 mem://b/3", "3 mem://c/4", "4 mem://b/5");
    }

    @Test
    void without_time_nothing_is_asked_and_next_continues() {
        BatchingStore store = new BatchingStore(memory, 2);
        Report report = operation(store, 2)
                .run(
                        request("{'paths':['mem://b/1','mem://b/2','mem://b/3'],'next':'1'}"),
                        new RunContext(Deadline.in(Duration.ofSeconds(-1)), 100, Long.MAX_VALUE));

        assertThat(report.items())
                .extracting(item -> item.get("index") + " " + item.get("outcome") + " " + item.get("reason"))
                .containsExactly("1 not_attempted deadline", "2 not_attempted deadline");
        assertThat(report.next()).contains("1");
        assertThat(store.calls()).isZero();
    }

    @Test
    void a_dry_run_asks_nothing() {
        BatchingStore store = new BatchingStore(memory, 2);
        Report report =
                operation(store, 2).run(request("{'paths':['mem://b/1'],'dry_run':true}"), RunContext.unbounded());

        assertThat(report.counts()).containsEntry("planned", 1L);
        assertThat(store.calls()).isZero();
    }

    @Test
    void what_is_not_allowed_is_refused_before_anything_is_asked() {
        BatchingStore store = new BatchingStore(memory, 2);
        StatOperation strict = new StatOperation(
                stores(store),
                LocationPolicy.forFunctions(Set.of(), List.of(Location.of("mem://b/in"))),
                new BatchRunner(2));

        assertThatThrownBy(
                        () -> strict.run(request("{'paths':['mem://b/in/x','mem://b/inner']}"), RunContext.unbounded()))
                .isInstanceOf(LocationRefusedException.class)
                .hasMessageContaining("mem://b/inner");
        assertThat(store.calls()).isZero();
    }

    @Test
    void a_store_that_refuses_everything_fails_every_item() {
        Report report = operation(new RefusingStore(Kind.THROTTLED), 2)
                .run(request("{'paths':['mem://b/1','mem://b/d/']}"), RunContext.unbounded());

        assertThat(report.state()).isEqualTo("FAILED");
        assertThat(error(report, 0)).containsEntry("kind", "THROTTLED").containsEntry("retryable", true);
        assertThat(error(report, 1)).containsEntry("kind", "THROTTLED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|paths: the objects to look at (is absent)",
                "{'paths':['x.jpg']}|paths[0]: not a location: 'x.jpg'",
                "{'paths':'mem://b/x'}|paths: a list of strings",
                "{'paths':['mem://b/x'],'next':'2'}|next: what the call before returned",
                "{'paths':['mem://b/x'],'deep':true}|deep: an unknown field"
            })
    void a_bad_request_is_told_what_is_wrong(String json, String message) {
        assertThatThrownBy(() -> request(json))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_request_has_a_bounded_number_of_paths() {
        assertThatThrownBy(() -> request("{'paths':[" + "'mem://b/x',".repeat(1000) + "'mem://b/x']}"))
                .hasMessageContaining("paths: at most 1000 in one request (is 1001 of them)");
    }

    private Report run(int batch, String json) {
        return operation(new BatchingStore(memory, batch), 2).run(request(json), RunContext.unbounded());
    }

    private static StatOperation operation(ObjectStore store, int inFlight) {
        return new StatOperation(stores(store), ANY, new BatchRunner(inFlight));
    }

    private static Stores stores(ObjectStore store) {
        return Stores.builder().add(Scheme.MEM, () -> store).build();
    }

    private static StatRequest request(String json) {
        return StatRequest.fromJson(Json.readObject(json.replace('\'', '"')));
    }

    private static Map<Object, Object> error(Report report, int index) {
        return Map.copyOf((Map<?, ?>) report.items().get(index).getOrDefault("error", Map.of()));
    }

    private void lay(String... locations) {
        for (String at : locations) {
            memory.write(Location.of(at), Content.of(at.getBytes(StandardCharsets.UTF_8)), WriteOptions.replace());
        }
    }
}
