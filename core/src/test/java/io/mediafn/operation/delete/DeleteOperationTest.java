package io.mediafn.operation.delete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.Deadline;
import io.mediafn.batch.Outcome;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.location.Scheme;
import io.mediafn.operation.BatchingStore;
import io.mediafn.operation.Globs;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.local.LocalStores;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.ForwardingStore;
import io.mediafn.testing.RefusingStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeleteOperationTest {
    private static final LocationPolicy ANY = LocationPolicy.forCommandLine(Set.of(), List.of());

    private final ObjectStore memory = MemoryStores.open();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void named_objects_are_deleted_and_missing_ones_count_as_deleted(int batch) {
        lay("mem://b/1", "mem://b/2", "mem://c/1", "mem://c/12");

        Report report = run(batch, "{'paths':['mem://b/1','mem://c/1','mem://b/gone']}");
        assertThat(report.state()).isEqualTo("DONE");
        assertThat(report.items())
                .extracting(item -> item.get("filepath") + " " + item.get("outcome"))
                .containsExactly("mem://b/1 done", "mem://c/1 done", "mem://b/gone done");
        assertThat(left("mem://b")).containsExactly("mem://b/2");
        assertThat(left("mem://c")).containsExactly("mem://c/12");
        assertThat(run(batch, "{'paths':['mem://b/1','mem://c/1']}").state()).isEqualTo("DONE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mem://b/test", "mem://b/test/"})
    void a_folder_is_deleted_on_its_slash(String dir) {
        lay("mem://b/test", "mem://b/test/", "mem://b/test/1", "mem://b/test/a/2", "mem://b/test2/3", "mem://b/tes");

        Report report = run(1000, "{'dir':'" + dir + "'}");
        assertThat(report.items())
                .extracting(item -> item.get("filepath"))
                .containsExactly("mem://b/test/", "mem://b/test/1", "mem://b/test/a/2");
        assertThat(report.items().get(1)).containsEntry("size_bytes", 14L);
        assertThat(left("mem://b")).containsExactly("mem://b/tes", "mem://b/test", "mem://b/test2/3");
        assertThat(run(1000, "{'dir':'" + dir + "'}").items()).isEmpty();
    }

    @Test
    void globs_choose_what_goes() {
        lay("mem://b/d/a.jpg", "mem://b/d/b.png", "mem://b/d/s/c.jpg", "mem://b/d/s/d.jpg");

        run(1000, "{'dir':'mem://b/d','include':['**/*.jpg'],'exclude':['s/d*']}");
        assertThat(left("mem://b")).containsExactly("mem://b/d/b.png", "mem://b/d/s/d.jpg");
        run(1000, "{'dir':'mem://b/d','include':['*']}");
        assertThat(left("mem://b")).containsExactly("mem://b/d/s/d.jpg");
        run(1000, "{'dir':'mem://b/','include':['**']}");
        assertThat(left("mem://b")).isEmpty();
    }

    @Test
    void ten_thousand_objects_go_in_ten_requests() {
        lay(IntStream.range(0, 10_000).mapToObj("mem://b/d/%05d"::formatted).toArray(String[]::new));
        lay("mem://b/d2/x");
        BatchingStore store = new BatchingStore(memory, 1000);

        List<DeleteItem> items = new ArrayList<>();
        operation(store, 8).each(DeleteRequest.ofDir(Location.of("mem://b/d"), Globs.everything()), items::add);
        assertThat(items).hasSize(10_000).allMatch(item -> item.outcome() == Outcome.DONE);
        assertThat(items).extracting(item -> item.filepath().key()).isSorted();
        assertThat(store.batches())
                .hasSize(10)
                .allSatisfy(batch -> assertThat(batch).hasSize(1000));
        assertThat(left("mem://b")).containsExactly("mem://b/d2/x");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void a_dry_run_tells_and_deletes_nothing(int batch) {
        lay("mem://b/d/1", "mem://b/d/2");
        BatchingStore store = new BatchingStore(memory, batch);

        Report report = operation(store, 2).run(request("{'dir':'mem://b/d','dry_run':true}"), RunContext.unbounded());
        assertThat(report.dryRun()).isTrue();
        assertThat(report.counts()).containsEntry("planned", 2L).containsEntry("done", 0L);
        assertThat(report.items())
                .extracting(item -> item.get("filepath") + " " + item.get("outcome"))
                .containsExactly("mem://b/d/1 planned", "mem://b/d/2 planned");
        assertThat(store.batches()).isEmpty();
        assertThat(left("mem://b")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void a_failure_is_its_items_own_where_failures_are_skipped(int batch) {
        lay("mem://b/d/1", "mem://b/d/2-refused", "mem://b/d/3", "mem://b/d/4");

        Report report = run(batch, "{'dir':'mem://b/d','skip_failures':true}");
        assertThat(report.state()).isEqualTo("PARTIAL");
        assertThat(report.items())
                .extracting(item -> item.get("outcome"))
                .containsExactly("done", "failed", "done", "done");
        assertThat(report.items().get(1).get("error")).asString().contains("DENIED");
        assertThat(left("mem://b")).containsExactly("mem://b/d/2-refused");
        assertThat(report.next()).isEmpty();
    }

    @Test
    void the_first_failure_stops_where_nothing_else_was_said() {
        lay("mem://b/1", "mem://b/2-refused", "mem://b/3", "mem://b/4", "mem://b/5");

        Report report = operation(new BatchingStore(memory, 2), 1)
                .run(
                        request("{'paths':['mem://b/1','mem://b/2-refused','mem://b/3','mem://b/4','mem://b/5']}"),
                        RunContext.unbounded());
        assertThat(report.state()).isEqualTo("FAILED");
        assertThat(report.items())
                .extracting(item -> item.get("outcome") + " " + item.get("reason"))
                .containsExactly(
                        "done null",
                        "failed null",
                        "not_attempted failure",
                        "not_attempted failure",
                        "not_attempted failure");
        assertThat(report.next()).isEmpty();
        assertThat(left("mem://b")).containsExactly("mem://b/2-refused", "mem://b/3", "mem://b/4", "mem://b/5");

        Report dir = operation(new BatchingStore(memory, 1), 1)
                .run(request("{'dir':'mem://b','include':['**']}"), RunContext.unbounded());
        assertThat(dir.state()).isEqualTo("FAILED");
        assertThat(left("mem://b")).containsExactly("mem://b/2-refused", "mem://b/3", "mem://b/4", "mem://b/5");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,3", "2,1", "2,1000", "3,2", "100,1000"})
    void pages_cover_everything_once(int page, int batch) {
        List<String> all =
                List.of("mem://b/d/1", "mem://b/d/2-refused", "mem://b/d/3", "mem://b/d/x.keep", "mem://b/d/y");
        List<String> expected = List.of("mem://b/d/1", "mem://b/d/2-refused", "mem://b/d/3", "mem://b/d/y");
        for (String source : List.of(
                "\"dir\":\"mem://b/d\",\"exclude\":[\"*.keep\"]",
                "\"paths\":[\"mem://b/d/1\",\"mem://b/d/2-refused\",\"mem://b/d/3\",\"mem://b/d/y\"]")) {
            lay(all.toArray(String[]::new));
            List<Object> seen = new ArrayList<>();
            Optional<String> next = Optional.empty();
            int calls = 0;
            do {
                Map<String, Object> json = Json.readObject("{" + source + ",\"skip_failures\":true}");
                next.ifPresent(text -> json.put("next", text));
                Report report = operation(new BatchingStore(memory, batch), 2)
                        .run(DeleteRequest.fromJson(json), new RunContext(Deadline.never(), page, Long.MAX_VALUE));
                assertThat(report.items()).hasSizeLessThanOrEqualTo(page);
                report.items().forEach(item -> seen.add(item.get("filepath")));
                next = report.next();
                calls++;
            } while (next.isPresent() && calls < 10);
            assertThat(seen).isEqualTo(expected);
            assertThat(left("mem://b")).containsExactly("mem://b/d/2-refused", "mem://b/d/x.keep");
        }
    }

    @Test
    void nothing_is_deleted_that_the_reply_has_no_room_for() {
        lay(IntStream.range(0, 50).mapToObj("mem://b/d/%02d"::formatted).toArray(String[]::new));

        Report report = operation(new BatchingStore(memory, 1000), 4)
                .run(request("{'dir':'mem://b/d'}"), new RunContext(Deadline.never(), 1000, 4_000));
        assertThat(report.items()).hasSizeBetween(2, 49);
        assertThat(left("mem://b")).hasSize(50 - report.items().size());
        assertThat(report.state()).isEqualTo("PARTIAL");
        assertThat(report.next()).contains("d/%02d".formatted(report.items().size() - 1));
    }

    @Test
    void without_time_nothing_is_deleted_and_next_continues() {
        lay("mem://b/d/1", "mem://b/d/2");
        RunContext late = new RunContext(Deadline.in(Duration.ofSeconds(-1)), 100, Long.MAX_VALUE);
        DeleteOperation operation = operation(new BatchingStore(memory, 10), 2);

        Report paths = operation.run(request("{'paths':['mem://b/d/1','mem://b/d/2']}"), late);
        assertThat(paths.items())
                .extracting(item -> item.get("outcome") + " " + item.get("reason"))
                .containsExactly("not_attempted deadline", "not_attempted deadline");
        assertThat(paths.next()).contains("0");
        Report dir = operation.run(request("{'dir':'mem://b/d'}"), late);
        assertThat(dir.state()).isEqualTo("PARTIAL");
        assertThat(left("mem://b")).hasSize(2);
        Map<String, Object> again = Json.readObject("{\"dir\":\"mem://b/d\"}");
        again.put("next", dir.next().orElseThrow());
        operation.run(DeleteRequest.fromJson(again), RunContext.unbounded());
        assertThat(left("mem://b")).isEmpty();
    }

    @Test
    void a_listing_that_breaks_off_loses_nothing_of_what_was_deleted() {
        lay(IntStream.range(0, 2_500).mapToObj("mem://b/d/%04d"::formatted).toArray(String[]::new));
        ObjectStore breaking = new ForwardingStore(memory) {
            @Override
            public ObjectPage list(Location prefix, ListOptions options) {
                if (options.pageToken().or(options::startAfter).orElse("").compareTo("d/15") > 0) {
                    throw new StorageException(Kind.UNAVAILABLE, prefix, "broken");
                }
                return super.list(prefix, options);
            }
        };

        Report report = operation(breaking, 2).run(request("{'dir':'mem://b/d'}"), RunContext.unbounded());
        assertThat(report.items()).hasSize(2000).allMatch(item -> "done".equals(item.get("outcome")));
        assertThat(report.state()).isEqualTo("PARTIAL");
        assertThat(left("mem://b")).hasSize(500);
        Map<String, Object> again = Json.readObject("{\"dir\":\"mem://b/d\"}");
        again.put("next", report.next().orElseThrow());
        assertThatThrownBy(() -> operation(breaking, 2).run(DeleteRequest.fromJson(again), RunContext.unbounded()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("broken");

        lay(IntStream.range(0, 2_000).mapToObj("mem://b/d/%04d"::formatted).toArray(String[]::new));
        List<DeleteItem> items = new ArrayList<>();
        assertThatThrownBy(() -> operation(breaking, 2)
                        .each(DeleteRequest.ofDir(Location.of("mem://b/d"), Globs.everything()), items::add))
                .isInstanceOf(StorageException.class);
        assertThat(items).hasSize(2000);
        assertThat(left("mem://b")).hasSize(500);
    }

    @Test
    void a_store_that_refuses_everything_fails_every_item() {
        Report report = operation(new RefusingStore(Kind.DENIED), 2)
                .run(request("{'paths':['mem://b/1','s3://b/2'],'skip_failures':true}"), RunContext.unbounded());

        assertThat(report.state()).isEqualTo("FAILED");
        assertThat(report.items())
                .extracting(item -> ((Map<?, ?>) item.getOrDefault("error", Map.of())).get("kind") + "")
                .containsExactly("DENIED", "UNSUPPORTED");
    }

    @Test
    void files_of_a_folder_are_deleted_like_objects() {
        ObjectStore files = LocalStores.files();
        for (String name : List.of("d/1", "d/s/2", "d2/3")) {
            files.write(
                    Location.of("file://" + folder + "/" + name), Content.of(new byte[] {1}), WriteOptions.replace());
        }
        Stores stores = Stores.builder().add(Scheme.FILE, () -> files).build();

        new DeleteOperation(stores, ANY, 2)
                .each(
                        DeleteRequest.ofDir(Location.of("file://" + folder + "/d"), Globs.everything()),
                        item -> assertThat(item.outcome()).isEqualTo(Outcome.DONE));
        List<String> left = new ArrayList<>();
        new ObjectListing(files, Location.of("file://" + folder + "/"), ListOptions.everything())
                .forEachRemaining(stat -> left.add(stat.location().fileName()));
        assertThat(left).containsExactly("3");
    }

    @Test
    void what_is_not_allowed_is_refused_before_anything_is_asked() {
        lay("mem://b/in/x", "mem://b/inner");
        BatchingStore store = new BatchingStore(memory, 2);
        DeleteOperation strict = new DeleteOperation(
                stores(store), LocationPolicy.forFunctions(Set.of(), List.of(Location.of("mem://b/in"))), 2);

        for (String json :
                List.of("{'paths':['mem://b/in/x','mem://b/inner']}", "{'dir':'mem://b','include':['in/**']}")) {
            assertThatThrownBy(() -> strict.run(request(json), RunContext.unbounded()))
                    .isInstanceOf(LocationRefusedException.class);
            assertThatThrownBy(() -> strict.each(request(json), item -> {}))
                    .isInstanceOf(LocationRefusedException.class);
        }
        assertThat(store.calls()).isZero();
        assertThat(left("mem://b")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|exactly one of paths and dir is given",
                "{'paths':[],'dir':'mem://b/x'}|exactly one of paths and dir is given",
                "{'paths':['mem://b/x','mem://b/d/']}|paths[1]: an object; what is below a folder is deleted by dir",
                "{'paths':['mem://b']}|paths[0]: an object",
                "{'paths':['x']}|paths[0]: not a location: 'x'",
                "{'dir':'mem://b'}|dir: a folder; to empty a whole bucket, say so",
                "{'dir':'mem://b/','exclude':['x']}|dir: a folder; to empty a whole bucket, say so",
                "{'dir':'mem://b/x','include':['{']}|include[0]: the { at character 1 has no } behind it",
                "{'paths':['mem://b/x'],'include':['a']}|include: include and exclude go with dir",
                "{'paths':['mem://b/x'],'next':'x'}|next: what the call before returned",
                "{'dir':'mem://b/x','skip_failures':'no'}|skip_failures: true or false",
                "{'dir':'mem://b/x','force':true}|force: an unknown field"
            })
    void a_bad_request_is_told_what_is_wrong(String json, String message) {
        assertThatThrownBy(() -> request(json))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining(message);
    }

    private Report run(int batch, String json) {
        return operation(new BatchingStore(memory, batch), 2).run(request(json), RunContext.unbounded());
    }

    private static DeleteOperation operation(ObjectStore store, int inFlight) {
        return new DeleteOperation(stores(store), ANY, inFlight);
    }

    private static Stores stores(ObjectStore store) {
        return Stores.builder().add(Scheme.MEM, () -> store).build();
    }

    private static DeleteRequest request(String json) {
        return DeleteRequest.fromJson(Json.readObject(json.replace('\'', '"')));
    }

    private List<String> left(String bucket) {
        List<String> left = new ArrayList<>();
        new ObjectListing(memory, Location.of(bucket), ListOptions.everything())
                .forEachRemaining((ObjectStat stat) -> left.add(stat.location().toString()));
        return left;
    }

    private void lay(String... locations) {
        for (String at : locations) {
            memory.write(Location.of(at), Content.of(at.getBytes(StandardCharsets.UTF_8)), WriteOptions.replace());
        }
    }
}
