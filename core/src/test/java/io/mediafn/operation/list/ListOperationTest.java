package io.mediafn.operation.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.Deadline;
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
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListOperationTest {
    private final ObjectStore memory = MemoryStores.open();
    private final BatchingStore store = new BatchingStore(memory, 1);
    private final Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();
    private final ListOperation operation =
            new ListOperation(stores, LocationPolicy.forCommandLine(Set.of(), List.of()));

    @Test
    void the_files_of_a_folder_as_fiftyone_lists_them() {
        lay(
                "d/b.jpg",
                "d/a.jpg",
                "d/.hidden",
                "d/sub/c.jpg",
                "d/sub/.d",
                "d/.git/config",
                "d/",
                "d/sub/",
                "d2/e",
                "dx");

        assertThat(files("{'dirpath':'mem://b/d'}")).containsExactly("a.jpg", "b.jpg");
        assertThat(files("{'dirpath':'mem://b/d/','abs_paths':true}"))
                .containsExactly("mem://b/d/a.jpg", "mem://b/d/b.jpg");
        assertThat(files("{'dirpath':'mem://b/d','recursive':true}"))
                .containsExactly(".git/config", "a.jpg", "b.jpg", "sub/c.jpg");
        assertThat(files("{'dirpath':'mem://b/d','include_hidden_files':true}"))
                .containsExactly(".hidden", "a.jpg", "b.jpg");
        assertThat(files("{'dirpath':'mem://b/d','recursive':true,'include_hidden_files':true}"))
                .containsExactly(".git/config", ".hidden", "a.jpg", "b.jpg", "sub/.d", "sub/c.jpg");
        assertThat(files("{'dirpath':'mem://b'}")).containsExactly("dx");
        assertThat(files("{'dirpath':'mem://b/d','sort':false}")).containsExactly("a.jpg", "b.jpg");
    }

    @Test
    void a_folder_that_is_not_there_has_no_files() {
        Report report = run("{'dirpath':'mem://b/nothing'}");

        assertThat(report.state()).isEqualTo("DONE");
        assertThat(report.items()).isEmpty();
        assertThat(report.counts()).containsEntry("matched", 0L);
    }

    @Test
    void metadata_have_the_names_of_fiftyone() {
        lay("d/sub/a.jpg");

        Map<String, Object> item = run("{'dirpath':'mem://b/d','recursive':true,'return_metadata':true}")
                .items()
                .getFirst();
        assertThat(item)
                .containsOnlyKeys("index", "filepath", "outcome", "name", "size", "last_modified", "etag")
                .containsEntry("filepath", "sub/a.jpg")
                .containsEntry("name", "a.jpg")
                .containsEntry("size", 11L);
        assertThat(item.get("last_modified")).asString().matches("[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z");
        assertThat(run("{'dirpath':'mem://b/d','recursive':true}").items().getFirst())
                .containsOnlyKeys("index", "filepath", "outcome");
    }

    @Test
    void globs_choose_among_them() {
        lay("d/a.jpg", "d/b.png", "d/sub/c.jpg", "d/sub/d.png");

        assertThat(files("{'dirpath':'mem://b/d','recursive':true,'include':['**/*.jpg'],'exclude':['a*']}"))
                .containsExactly("sub/c.jpg");
        assertThat(files("{'dirpath':'mem://b/d','include':['{a,b}.*']}")).containsExactly("a.jpg", "b.png");
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "7", "100"})
    void pages_cover_everything_once(int page) {
        lay("a", "b/c", "b/d", "b/e/f", "c", ".h", "d", "e", "f/g");
        for (boolean recursive : new boolean[] {true, false}) {
            List<Object> seen = new ArrayList<>();
            Optional<String> next = Optional.empty();
            int calls = 0;
            do {
                Map<String, Object> json =
                        Json.readObject("{\"dirpath\":\"mem://b/\",\"recursive\":" + recursive + "}");
                next.ifPresent(text -> json.put("next", text));
                Report report = operation.run(
                        ListRequest.fromJson(json), new RunContext(Deadline.never(), page, Long.MAX_VALUE));
                assertThat(report.items()).hasSizeLessThanOrEqualTo(page);
                assertThat(report.state()).isEqualTo(report.next().isPresent() ? "PARTIAL" : "DONE");
                report.items().forEach(item -> seen.add(item.get("filepath")));
                next = report.next();
                calls++;
            } while (next.isPresent() && calls < 20);
            assertThat(seen)
                    .isEqualTo(
                            recursive
                                    ? List.of("a", "b/c", "b/d", "b/e/f", "c", "d", "e", "f/g")
                                    : List.of("a", "c", "d", "e"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void many_files_are_continued_from_any_page(boolean recursive) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            expected.add("f%04d".formatted(i));
        }
        lay(expected.toArray(String[]::new));
        List<Object> seen = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int calls = 0;
        do {
            Map<String, Object> json = Json.readObject("{\"dirpath\":\"mem://b/\",\"recursive\":" + recursive + "}");
            next.ifPresent(text -> json.put("next", text));
            Report report =
                    operation.run(ListRequest.fromJson(json), new RunContext(Deadline.never(), 700, Long.MAX_VALUE));
            report.items().forEach(item -> seen.add(item.get("filepath")));
            next = report.next();
            calls++;
        } while (next.isPresent() && calls < 10);
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void a_reply_is_no_longer_than_it_may_be_and_without_time_it_is_empty() {
        lay("a", "b", "c");

        Report report = operation.run(request("{'dirpath':'mem://b'}"), new RunContext(Deadline.never(), 100, 60));
        assertThat(report.items()).hasSize(2);
        assertThat(report.next()).isPresent();

        Report late = operation.run(
                request("{'dirpath':'mem://b'}"), new RunContext(Deadline.in(Duration.ofSeconds(-1)), 100, 1_000));
        assertThat(late.items()).isEmpty();
        assertThat(late.state()).isEqualTo("PARTIAL");
        assertThat(late.totals().requests()).isZero();
        Map<String, Object> again = Json.readObject("{\"dirpath\":\"mem://b\"}");
        again.put("next", late.next().orElseThrow());
        assertThat(operation
                        .run(ListRequest.fromJson(again), RunContext.unbounded())
                        .items())
                .extracting(item -> item.get("filepath"))
                .containsExactly("a", "b", "c");
    }

    @Test
    void a_listing_streams_files_and_folders_in_their_order() {
        lay("a", "b/c", "b-", "b0", "c");

        List<String> seen = new ArrayList<>();
        operation.each(
                ListRequest.of(Location.of("mem://b"), false, Globs.everything()),
                entry -> seen.add(entry.at().toString()));
        assertThat(seen).containsExactly("mem://b/a", "mem://b/b-", "mem://b/b/", "mem://b/b0", "mem://b/c");
        seen.clear();
        operation.each(
                ListRequest.of(Location.of("mem://b/b"), true, Globs.everything()),
                entry -> seen.add(entry.at().toString()));
        assertThat(seen).containsExactly("mem://b/b-", "mem://b/b/c", "mem://b/b0");
    }

    @Test
    void folders_are_shown_where_something_in_them_may_be_meant() {
        lay("a/x", "b/x", "c.jpg");

        assertThat(oneLevel(Globs.of(List.of("a"), List.of()))).containsExactly("mem://b/a/");
        assertThat(oneLevel(Globs.of(List.of("a/**"), List.of()))).containsExactly("mem://b/a/");
        assertThat(oneLevel(Globs.of(List.of(), List.of("a/**")))).containsExactly("mem://b/b/", "mem://b/c.jpg");
        assertThat(oneLevel(Globs.of(List.of("*.jpg"), List.of()))).containsExactly("mem://b/c.jpg");
    }

    private List<String> oneLevel(Globs globs) {
        List<String> seen = new ArrayList<>();
        operation.each(
                ListRequest.of(Location.of("mem://b/"), false, globs),
                entry -> seen.add(entry.at().toString()));
        return seen;
    }

    @Test
    void what_is_not_allowed_is_refused_before_anything_is_asked() {
        ListOperation strict = new ListOperation(
                stores,
                LocationPolicy.forFunctions(Set.of(), List.of(Location.of("mem://b/in"), Location.of("mem://c"))));

        assertThatThrownBy(() -> strict.run(request("{'dirpath':'mem://b/'}"), RunContext.unbounded()))
                .isInstanceOf(LocationRefusedException.class);
        assertThatThrownBy(() -> strict.run(request("{'dirpath':'mem://b/inner'}"), RunContext.unbounded()))
                .isInstanceOf(LocationRefusedException.class);
        // What starts with "in" may be "inner".
        assertThatThrownBy(() ->
                        strict.each(ListRequest.of(Location.of("mem://b/in"), true, Globs.everything()), entry -> {}))
                .isInstanceOf(LocationRefusedException.class);
        assertThat(store.calls()).isZero();
        strict.run(request("{'dirpath':'mem://b/in'}"), RunContext.unbounded());
        assertThat(store.calls()).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|dirpath: the folder to list (is absent)",
                "{'dirpath':'photos'}|dirpath: not a location: 'photos'",
                "{'dirpath':'mem://b/','recursive':'yes'}|recursive: true or false",
                "{'dirpath':'mem://b/','sort':1}|sort: true or false",
                "{'dirpath':'mem://b/','include':['a','b[']}|include[1]: the [ at character 2 has no ] behind it (is b[)",
                "{'dirpath':'mem://b/','exclude':'a'}|exclude: a list of strings",
                "{'dirpath':'mem://b/','next':'7'}|next: what the call before returned",
                "{'dirpath':'mem://b/','dir_path':'x'}|dir_path: an unknown field"
            })
    void a_bad_request_is_told_what_is_wrong(String json, String message) {
        assertThatThrownBy(() -> request(json))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining(message);
    }

    private List<Object> files(String json) {
        return run(json).items().stream().map(item -> item.get("filepath")).toList();
    }

    private Report run(String json) {
        return operation.run(request(json), RunContext.unbounded());
    }

    private static ListRequest request(String json) {
        return ListRequest.fromJson(Json.readObject(json.replace('\'', '"')));
    }

    private void lay(String... keys) {
        for (String key : keys) {
            memory.write(
                    Location.of("mem://b/" + key),
                    Content.of("hello world".getBytes(StandardCharsets.UTF_8)),
                    WriteOptions.replace());
        }
    }
}
