package io.mediafn.dataset.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.relink.RelinkOperation;
import io.mediafn.operation.relink.RelinkRequestReader;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.NeedsServer.Server;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The operation relink on a dataset of FiftyOne in the real MongoDB. */
@NeedsServer(Server.MONGOD)
final class RelinkOperationIT extends FiftyOneFixture {
    private final ObjectStore store = MemoryStores.open();
    private final Stores stores = Stores.builder().add(Scheme.MEM, () -> store).build();
    private final LocationPolicy policy = LocationPolicy.forCommandLine(Set.of(), List.of());
    private final RelinkOperation operation = new RelinkOperation(
            (name, force) -> datasets.open(settings, name, force), stores, policy, new BatchRunner(4));

    private void images(String... paths) {
        samples("images").deleteMany(new Document());
        samples("images")
                .insertMany(Stream.of(paths)
                        .map(path -> new Document("filepath", path)
                                .append("_media_type", "image")
                                .append("last_modified_at", Date.from(Instant.EPOCH)))
                        .toList());
    }

    private List<String> paths() {
        return samples("images").find().into(new ArrayList<>()).stream()
                .sorted(Comparator.comparing(sample -> sample.getObjectId("_id")))
                .map(sample -> sample.getString("filepath"))
                .toList();
    }

    private List<Document> all(String dataset) {
        List<Document> all = new ArrayList<>(samples(dataset).find().into(new ArrayList<>()));
        if (Golden.dataset(dataset).getString("frame_collection_name") != null) {
            frames(dataset).find().into(all);
        }
        return all.stream()
                .map(document -> without(document, "last_modified_at"))
                .sorted(Comparator.comparing(document -> document.getObjectId("_id")))
                .toList();
    }

    private Report run(String fields) {
        return run("images", fields, RunContext.unbounded());
    }

    private Report run(String dataset, String fields, RunContext context) {
        return run(operation, dataset, fields, context);
    }

    private static Report run(RelinkOperation operation, String dataset, String fields, RunContext context) {
        String json = "{'dataset':'%s',%s}".formatted(dataset, fields).replace('\'', '"');
        return operation.run(RelinkRequestReader.read(Json.readObject(json)), context);
    }

    private void put(String location, String content) {
        store.write(
                Location.of(location), Content.of(content.getBytes(StandardCharsets.UTF_8)), WriteOptions.replace());
    }

    private String text(String location) {
        try (var read = store.read(Location.of(location), ReadOptions.all())) {
            return new String(read.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String line(String from, String to, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return Json.write(Map.of(
                "filepath",
                from,
                "new_filepath",
                to,
                "size_bytes",
                bytes.length,
                "crc32c",
                Hasher.of(ChecksumAlgorithm.CRC32C, bytes).hex()));
    }

    /** Lines for targets that are put there; the content of each is its name. */
    private void map(String at, List<String> froms, Function<String, String> to) {
        froms.forEach(from -> put(to.apply(from), from));
        put(at, froms.stream().map(from -> line(from, to.apply(from), from)).collect(Collectors.joining("\n")));
    }

    private static List<Object> of(Report report, String key) {
        return report.items().stream().map(item -> item.get(key)).toList();
    }

    private static String reason(Report report, int item) {
        return String.valueOf(report.items().get(item).get("reason"));
    }

    // By prefix.

    @Test
    void a_prefix_is_relinked_in_every_field_and_undone_by_the_swapped_prefixes() {
        for (String name : List.of("images", "videos", "groups")) {
            List<Document> before = all(name);
            Report dry = run(
                    name, "'from_prefix':'/data/media','to_prefix':'gs://new','dry_run':true", RunContext.unbounded());
            assertThat(all(name)).isEqualTo(before);
            Report report = run(name, "'from_prefix':'/data/media','to_prefix':'gs://new'", RunContext.unbounded());
            assertThat(of(dry, "changed")).isEqualTo(of(report, "changed"));
            assertThat(of(dry, "outcome")).contains("planned").doesNotContain("done");
            assertThat(report.state()).isEqualTo("DONE");
            assertThat(report.more())
                    .isEqualTo(Map.of("undo", Map.of("from_prefix", "gs://new", "to_prefix", "/data/media")));
            try (EditableDataset dataset = datasets.open(settings, name, false)) {
                assertThat(of(report, "media_field"))
                        .isEqualTo(dataset.mediaFields().stream()
                                .map(MediaField::text)
                                .toList());
            }
            assertThat(all(name).toString()).doesNotContain("/data/media").contains("gs://new/");
            assertThat(of(
                            run(name, "'from_prefix':'/data/media','to_prefix':'gs://new'", RunContext.unbounded()),
                            "outcome"))
                    .as("again")
                    .containsOnly("skipped");
            run(name, "'from_prefix':'gs://new','to_prefix':'/data/media'", RunContext.unbounded());
            assertThat(all(name)).isEqualTo(before);
        }
    }

    @Test
    void where_both_prefixes_have_samples_only_a_resumed_run_goes_on() {
        images("/data/a/1.jpg", "/data/a/2.jpg", "s3://n/3.jpg");
        String request = "'from_prefix':'/data/a','to_prefix':'s3://n'";
        assertRefused(Kind.REFUSED, "filepath has 2 under /data/a and 1 under s3://n", () -> run(request));
        assertRefused(Kind.REFUSED, "resume", () -> run(request + ",'dry_run':true"));
        assertThat(paths()).containsExactly("/data/a/1.jpg", "/data/a/2.jpg", "s3://n/3.jpg");
        Report resumed = run(request + ",'resume':true");
        assertThat(paths()).containsExactly("s3://n/1.jpg", "s3://n/2.jpg", "s3://n/3.jpg");
        assertThat(resumed.more())
                .as("the swapped prefixes would take more back")
                .isEmpty();
        assertThat(reason(run(request), 0)).isEqualTo("nothing_there");
    }

    @Test
    void a_new_prefix_inside_of_the_old_one_has_no_samples_but_those_that_are_under_it() {
        images("/data/1.jpg", "/data/sub/2.jpg", "/database/3.jpg");
        run("'from_prefix':'/data','to_prefix':'/data/new'");
        List<String> moved = List.of("/data/new/1.jpg", "/data/new/sub/2.jpg", "/database/3.jpg");
        assertThat(paths()).isEqualTo(moved);
        run("'from_prefix':'/data','to_prefix':'/data/new'");
        assertThat(paths()).isEqualTo(moved);
        run("'from_prefix':'/data/new','to_prefix':'/data'");
        assertThat(paths()).containsExactly("/data/1.jpg", "/data/sub/2.jpg", "/database/3.jpg");

        images("/data/1.jpg", "/data/new/2.jpg");
        assertRefused(
                Kind.REFUSED,
                "has 1 under /data and 1 under /data/new",
                () -> run("'from_prefix':'/data','to_prefix':'/data/new'"));
        assertRefused(
                Kind.REFUSED,
                "has 1 under /data/new and 1 under /data",
                () -> run("'from_prefix':'/data/new','to_prefix':'/data'"));
    }

    @Test
    void any_text_may_stand_in_a_prefix_and_fields_are_named_as_users_see_them() {
        images("s3://b/ü $filepath.x/ö.jpg", "s3://b/ü $filepath.xx/1.jpg");
        run("'from_prefix':'s3://b/ü $filepath.x','to_prefix':'gs://c/日本 $_id/','media_fields':['filepath']");
        assertThat(paths()).containsExactly("gs://c/日本 $_id/ö.jpg", "s3://b/ü $filepath.xx/1.jpg");
        assertThatThrownBy(() -> run("'from_prefix':'/a','to_prefix':'/b','media_fields':['$x.y']"))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("media_fields")
                .hasMessageContaining("there are filepath, ")
                .hasMessageContaining("$x.y");
    }

    @Test
    void only_selected_samples_are_relinked() {
        images("/d/1.jpg", "/d/2.jpg");
        samples("images").updateOne(Filters.eq("filepath", "/d/2.jpg"), Updates.set("tags", List.of("x")));
        run("'from_prefix':'/d','to_prefix':'/n','select':{'tags':['x']}");
        assertThat(paths()).containsExactly("/d/1.jpg", "/n/2.jpg");
    }

    @Test
    void a_prefix_relink_that_lost_its_database_is_gone_on_with() throws Exception {
        String[] address = new ConnectionString(URI).getHosts().getFirst().split(":", 2);
        List<Document> before = all("images");
        try (Forwarder forwarder = new Forwarder(address[0], Integer.parseInt(address[1]))) {
            FiftyOneSettings forwarded =
                    new FiftyOneSettings("mongodb://127.0.0.1:" + forwarder.port(), database.getName());
            RelinkOperation lost = new RelinkOperation(
                    (name, force) -> new LostDataset(datasets.open(forwarded, name, force), 2, forwarder),
                    stores,
                    policy,
                    new BatchRunner(2));
            Report report = run(lost, "images", "'from_prefix':'/data/media','to_prefix':'/n'", RunContext.unbounded());
            assertThat(of(report, "outcome")).contains("done", "failed", "not_attempted");
            assertThat(report.state()).isEqualTo("PARTIAL");
            assertThat(report.items().toString()).contains("kind=UNAVAILABLE");
        }
        Report again = run("'from_prefix':'/data/media','to_prefix':'/n'");
        assertThat(again.state()).isEqualTo("DONE");
        assertThat(all("images").toString()).doesNotContain("/data/media");
        run("'from_prefix':'/n','to_prefix':'/data/media'");
        assertThat(all("images")).isEqualTo(before);
    }

    // By map.

    private static String moved(String from) {
        return from.replace("mem://old/", "mem://new/").replace("/data/media/", "mem://new/");
    }

    @Test
    void a_map_relinks_what_verifies_and_its_undo_map_restores_every_document() {
        for (String name : List.of("images", "videos", "groups")) {
            List<Document> before = all(name);
            List<String> froms = new ArrayList<>();
            try (EditableDataset dataset = datasets.open(settings, name, false)) {
                for (MediaField field : dataset.mediaFields()) {
                    paths(read(dataset, io.mediafn.dataset.Selection.all(), field, false)).stream()
                            .filter(path -> path.startsWith("/data/media/") && !froms.contains(path))
                            .forEach(froms::add);
                }
            }
            String at = "mem://j/" + name + ".ndjson";
            map(at, froms, RelinkOperationIT::moved);
            froms.forEach(from -> put("mem://old" + from, from));
            Report report =
                    run(name, "'map_location':'%s','policy':'all_or_nothing'".formatted(at), RunContext.unbounded());
            assertThat(of(report, "outcome")).as(name).containsOnly("done");
            assertThat(of(report, "checksum_algorithm")).containsOnly("crc32c");
            assertThat(all(name).toString()).doesNotContain("/data/media/").contains("mem://new/");
            String undo = "mem://j/" + name + ".undo.ndjson";
            assertThat(report.more()).containsEntry("undo_location", undo);

            // Its targets are on a disk here, so they are not verified by reading them.
            String there = text(undo);
            assertThat(there.lines()).hasSize(froms.size() + 1);
            Report refused = run(
                    name, "'map_location':'%s'".formatted(undo), new RunContext(Deadline.never(), 10_000, 5_000_000));
            assertThat(of(refused, "outcome")).containsOnly("failed");
            RelinkOperation withDisk = new RelinkOperation(
                    (dataset, force) -> datasets.open(settings, dataset, force),
                    Stores.builder()
                            .add(Scheme.MEM, () -> store)
                            .add(Scheme.FILE, () -> new DiskInMemory(store))
                            .build(),
                    policy,
                    new BatchRunner(4));
            Report undone = run(withDisk, name, "'map_location':'%s'".formatted(undo), RunContext.unbounded());
            assertThat(of(undone, "outcome")).containsOnly("done");
            assertThat(undone.more()).isEmpty();
            assertThat(all(name)).isEqualTo(before);
        }
    }

    private void hundred(int count) {
        images(IntStream.range(0, count)
                .mapToObj(i -> "mem://old/" + i + ".jpg")
                .toArray(String[]::new));
        map("mem://j/map.ndjson", paths(), RelinkOperationIT::moved);
    }

    @Test
    void what_does_not_verify_is_not_relinked() {
        images("mem://old/1.jpg", "mem://old/2.jpg", "mem://old/3.jpg", "mem://old/4.jpg");
        map("mem://j/map.ndjson", paths(), RelinkOperationIT::moved);
        put("mem://new/2.jpg", "other content of another length");
        put("mem://new/3.jpg", "mem://old/X.jpg");
        store.delete(Location.of("mem://new/4.jpg"));

        Report dry = run("'map_location':'mem://j/map.ndjson','dry_run':true");
        assertThat(of(dry, "outcome")).containsExactly("planned", "failed", "failed", "failed");
        assertThat(store.find(Location.of("mem://j/map.undo.ndjson"))).isEmpty();

        Report all = run("'map_location':'mem://j/map.ndjson','policy':'all_or_nothing'");
        assertThat(of(all, "outcome")).containsExactly("failed", "failed", "failed", "not_attempted");
        assertThat(all.state()).isEqualTo("FAILED");
        assertThat(paths()).containsExactly("mem://old/1.jpg", "mem://old/2.jpg", "mem://old/3.jpg", "mem://old/4.jpg");
        assertThat(store.find(Location.of("mem://j/map.undo.ndjson"))).isEmpty();

        Report some = run("'map_location':'mem://j/map.ndjson'");
        assertThat(of(some, "outcome")).containsExactly("done", "failed", "failed", "failed");
        assertThat(of(some, "error").toString())
                .contains("has 31 bytes, and the map says 15", "CORRUPT", "crc32c:", "NOT_FOUND");
        assertThat(some.state()).isEqualTo("PARTIAL");
        assertThat(paths()).containsExactly("mem://new/1.jpg", "mem://old/2.jpg", "mem://old/3.jpg", "mem://old/4.jpg");

        put("mem://new/3.jpg", "mem://old/3.jpg");
        Report again = run("'map_location':'mem://j/map.ndjson'");
        assertThat(of(again, "outcome")).containsExactly("skipped", "failed", "done", "failed");
        assertThat(reason(again, 0)).isEqualTo("already");
        Report bySize = run("'map_location':'mem://j/map.ndjson','verify':'size'");
        assertThat(of(bySize, "outcome")).containsExactly("skipped", "failed", "skipped", "failed");
    }

    @Test
    void a_line_without_a_checksum_is_verified_by_what_is_still_at_the_old_place() {
        images("mem://old/1.jpg", "mem://old/2.jpg", "mem://old/3.jpg");
        put("mem://old/1.jpg", "one");
        put("mem://new/1.jpg", "one");
        put("mem://old/2.jpg", "two");
        put("mem://new/2.jpg", "owt");
        put("mem://new/3.jpg", "three");
        put("mem://j/map.ndjson", """
                {"filepath":"mem://old/1.jpg","new_filepath":"mem://new/1.jpg"}

                {"filepath":"mem://old/2.jpg","new_filepath":"mem://new/2.jpg"}
                {"filepath":"mem://old/3.jpg","new_filepath":"mem://new/3.jpg"}
                {"filepath":"mem://old/none.jpg","new_filepath":"mem://new/none.jpg"}
                {"filepath":"mem://old/1.jpg","new_filepath":"mem://new/1.jpg"}
                """);
        Report report = run("'map_location':'mem://j/map.ndjson'");
        assertThat(of(report, "outcome")).containsExactly("done", "failed", "failed", "skipped", "skipped");
        assertThat(of(report, "error").toString()).contains("are not that of mem://old/2.jpg", "is gone, and the map");
        assertThat(reason(report, 3)).isEqualTo("no_sample");
    }

    @Test
    void where_others_link_to_the_new_place_already_a_line_fails() {
        images("mem://old/1.jpg", "mem://new/1.jpg", "mem://old/2.jpg");
        map("mem://j/map.ndjson", List.of("mem://old/1.jpg", "mem://old/2.jpg"), RelinkOperationIT::moved);
        Report all = run("'map_location':'mem://j/map.ndjson','policy':'all_or_nothing'");
        assertThat(of(all, "outcome")).containsExactly("failed", "not_attempted");
        Report report = run("'map_location':'mem://j/map.ndjson'");
        assertThat(of(report, "outcome")).containsExactly("failed", "done");
        assertThat(of(report, "error").toString()).contains("ALREADY_EXISTS", "1 others link to the new location");
        assertThat(paths()).containsExactly("mem://old/1.jpg", "mem://new/1.jpg", "mem://new/2.jpg");
        Report again = run("'map_location':'mem://j/map.ndjson'");
        assertThat(of(again, "outcome")).containsExactly("failed", "skipped");
        map("mem://j/undo-media", List.of(), Function.identity());
        put("mem://old/2.jpg", "mem://old/2.jpg");
        run("'map_location':'mem://j/map.undo.ndjson'");
        assertThat(paths()).containsExactly("mem://old/1.jpg", "mem://new/1.jpg", "mem://old/2.jpg");
    }

    @Test
    void an_undo_map_is_of_one_map_and_knows_what_came_later() {
        hundred(3);
        run("'map_location':'mem://j/map.ndjson'");
        String first = text("mem://j/map.undo.ndjson");
        run("'map_location':'mem://j/map.ndjson'");
        assertThat(text("mem://j/map.undo.ndjson")).as("nothing new").isEqualTo(first);

        map(
                "mem://j/map.ndjson",
                List.of("mem://old/0.jpg", "mem://old/1.jpg", "mem://old/2.jpg", "mem://old/7.jpg"),
                RelinkOperationIT::moved);
        assertThatThrownBy(() -> run("'map_location':'mem://j/map.ndjson'"))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("undo_location")
                .hasMessageContaining("which undoes mem://j/map.ndjson as it was then");
        put("mem://j/taken.txt", "something");
        assertThatThrownBy(() -> run("'map_location':'mem://j/map.ndjson','undo_location':'mem://j/taken.txt'"))
                .hasMessageContaining("which is no undo map");
        run("'map_location':'mem://j/map.ndjson','undo_location':'mem://j/second.ndjson'");
        assertThat(store.find(Location.of("mem://j/second.ndjson")))
                .as("nothing to undo")
                .isEmpty();

        images("mem://new/0.jpg", "mem://old/1.jpg", "mem://old/7.jpg");
        run("'map_location':'mem://j/map.ndjson','undo_location':'mem://j/second.ndjson'");
        assertThat(text("mem://j/second.ndjson").lines()).hasSize(3);
        samples("images").insertOne(new Document("filepath", "mem://old/2.jpg").append("_media_type", "image"));
        run("'map_location':'mem://j/map.ndjson','undo_location':'mem://j/second.ndjson'");
        assertThat(text("mem://j/second.ndjson").lines()).as("both runs").hasSize(4);
        assertThat(paths()).containsExactly("mem://new/0.jpg", "mem://new/1.jpg", "mem://new/7.jpg", "mem://new/2.jpg");
        for (String name : List.of("0", "1", "2", "7")) {
            put("mem://old/" + name + ".jpg", "mem://old/" + name + ".jpg");
        }
        run("'map_location':'mem://j/second.ndjson','policy':'all_or_nothing'");
        assertThat(paths()).containsExactly("mem://new/0.jpg", "mem://old/1.jpg", "mem://old/7.jpg", "mem://old/2.jpg");
    }

    @Test
    void a_reply_that_is_full_and_a_deadline_are_gone_on_from() {
        hundred(2500);
        for (String policyName : List.of("verified_only", "all_or_nothing")) {
            String fields = "'map_location':'mem://j/map.ndjson','policy':'%s'".formatted(policyName);
            Report none = run("images", fields, new RunContext(Deadline.in(Duration.ofSeconds(-1)), 5000, 5_000_000));
            assertThat(none.items()).isEmpty();
            assertThat(none.next()).isPresent();
            assertThat(paths()).allMatch(path -> path.startsWith("mem://old/"));
            int calls = 0;
            int done = 0;
            String next = none.next().get();
            while (!next.isEmpty() && calls < 20) {
                Report report = run(
                        "images",
                        fields + ",'next':'" + next + "'",
                        new RunContext(Deadline.in(Duration.ofHours(1)), 700, 5_000_000));
                assertThat(report.items()).hasSizeLessThanOrEqualTo(700);
                done += report.items().size();
                next = report.next().orElse("");
                calls++;
            }
            assertThat(next).isEmpty();
            assertThat(done).isEqualTo(2500);
            assertThat(paths()).allMatch(path -> path.startsWith("mem://new/"));
            images(IntStream.range(0, 2500)
                    .mapToObj(i -> "mem://old/" + i + ".jpg")
                    .toArray(String[]::new));
        }
    }

    @Test
    void a_run_that_lost_its_database_is_gone_on_with() throws Exception {
        hundred(3000);
        String[] address = new ConnectionString(URI).getHosts().getFirst().split(":", 2);
        String request = "'map_location':'mem://j/map.ndjson'";
        Report report;
        try (Forwarder forwarder = new Forwarder(address[0], Integer.parseInt(address[1]))) {
            FiftyOneSettings forwarded =
                    new FiftyOneSettings("mongodb://127.0.0.1:" + forwarder.port(), database.getName());
            RelinkOperation lost = new RelinkOperation(
                    (name, force) -> new LostDataset(datasets.open(forwarded, name, force), 2, forwarder),
                    stores,
                    policy,
                    new BatchRunner(2));
            report = run(lost, "images", request, RunContext.unbounded());
        }
        assertThat(report.counts()).containsEntry("done", 1000L).containsEntry("failed", 1000L);
        assertThat(report.items().getLast().toString()).contains("kind=UNAVAILABLE", "retryable=true");
        assertThat(report.next()).contains("relink:1000");
        assertThat(paths()).filteredOn(path -> path.startsWith("mem://new/")).hasSize(1000);

        Report rest = run(request + ",'next':'relink:1000'");
        assertThat(rest.counts()).containsEntry("done", 2000L).containsEntry("failed", 0L);
        assertThat(paths()).allMatch(path -> path.startsWith("mem://new/"));
        assertThat(text("mem://j/map.undo.ndjson").lines()).hasSize(3001);
    }

    @Test
    void a_run_that_was_cut_off_is_finished_or_undone() {
        for (boolean broken : List.of(false, true)) {
            hundred(2500);
            List<Document> before = all("images");
            String undo = "mem://j/undo-" + broken + ".ndjson";
            String request =
                    "'map_location':'mem://j/map.ndjson','policy':'all_or_nothing','undo_location':'" + undo + "'";
            AtomicInteger calls = new AtomicInteger();
            RelinkOperation dies = new RelinkOperation(
                    (name, force) -> new DyingDataset(datasets.open(settings, name, force), calls, 2),
                    stores,
                    policy,
                    new BatchRunner(2));
            assertThatThrownBy(() -> run(dies, "images", request, RunContext.unbounded()))
                    .isInstanceOf(DyingDataset.Killed.class);
            assertThat(paths())
                    .filteredOn(path -> path.startsWith("mem://new/"))
                    .hasSize(1000);
            if (broken) {
                paths().forEach(path -> put(path.replace("new", "old"), "still there"));
                put("mem://new/2222.jpg", "wrong");
            }
            Report again = run(request);
            if (broken) {
                assertThat(again.counts()).containsEntry("failed", 1L).containsEntry("not_attempted", 2499L);
                assertThat(again.items())
                        .filteredOn(item -> "undone".equals(item.get("reason")))
                        .hasSize(1000);
                assertThat(all("images")).isEqualTo(before);
            } else {
                assertThat(again.counts()).containsEntry("done", 1500L).containsEntry("skipped", 1000L);
                assertThat(paths()).allMatch(path -> path.startsWith("mem://new/"));
                put("mem://new/2222.jpg", "wrong");
                Report later = run(request);
                assertThat(later.counts()).containsEntry("done", 0L);
                assertThat(paths()).as("what came to its end stays").allMatch(path -> path.startsWith("mem://new/"));
            }
        }
    }

    @Test
    void a_run_that_was_complete_is_not_undone_by_a_later_one() {
        images("mem://old/1.jpg", "mem://old/2.jpg");
        map("mem://j/map.ndjson", List.of("mem://old/1.jpg", "mem://old/2.jpg"), old -> old.replace("old", "new"));
        String all = "'map_location':'mem://j/map.ndjson','policy':'all_or_nothing'";
        assertThat(run(all).state()).isEqualTo("DONE");
        samples("images").insertOne(new Document("filepath", "mem://old/1.jpg").append("_media_type", "image"));
        store.delete(Location.of("mem://new/1.jpg"));

        Report later = run(all);

        assertThat(later.state()).isEqualTo("FAILED");
        assertThat(paths()).containsExactly("mem://new/1.jpg", "mem://new/2.jpg", "mem://old/1.jpg");
    }

    @Test
    void nothing_goes_back_to_where_nothing_is() {
        images("mem://new/1.jpg", "mem://new/2.jpg", "mem://old/3.jpg");
        List<String> froms = List.of("mem://old/1.jpg", "mem://old/2.jpg", "mem://old/3.jpg");
        images(froms.toArray(String[]::new));
        map("mem://j/map.ndjson", froms, old -> old.replace("old", "new"));
        String all = "'map_location':'mem://j/map.ndjson','policy':'all_or_nothing'";
        run(all);
        // As if it had been cut off before the last line, and the old media were gone but for one.
        store.delete(Location.of("mem://j/map.undo.ndjson.complete"));
        samples("images")
                .updateOne(
                        new Document("filepath", "mem://new/3.jpg"),
                        new Document("$set", new Document("filepath", "mem://old/3.jpg")));
        put("mem://old/2.jpg", "mem://old/2.jpg");
        store.delete(Location.of("mem://new/3.jpg"));

        Report stopped = run(all);

        assertThat(paths()).containsExactly("mem://new/1.jpg", "mem://old/2.jpg", "mem://old/3.jpg");
        assertThat(stopped.items().toString()).contains("nothing is at the old one");
    }

    @Test
    void an_undo_map_is_of_one_dataset() {
        images("mem://old/1.jpg");
        map("mem://j/map.ndjson", List.of("mem://old/1.jpg"), old -> old.replace("old", "new"));
        run("'map_location':'mem://j/map.ndjson'");

        assertThatThrownBy(() -> run("videos", "'map_location':'mem://j/map.undo.ndjson'", RunContext.unbounded()))
                .hasMessageContaining("dataset: the one that the undo map is of, images");
    }

    @Test
    void a_line_that_stands_there_twice_counts_once() {
        images("mem://old/1.jpg");
        put("mem://new/1.jpg", "x");
        String line = line("mem://old/1.jpg", "mem://new/1.jpg", "x");
        put("mem://j/map.ndjson", line + "\n" + line);

        Report report = run("'map_location':'mem://j/map.ndjson'");

        assertThat(of(report, "outcome")).containsExactly("done", "skipped");
        assertThat(of(report, "samples")).containsExactly(1L, 0L);
    }

    @Test
    void two_runs_of_one_map_at_once_do_no_harm() throws Exception {
        hundred(2000);
        List<Thread> threads = IntStream.range(0, 2)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    try {
                        run("'map_location':'mem://j/map.ndjson'");
                    } catch (io.mediafn.storage.StorageException e) {
                        assertThat(e.kind().name()).isIn("ALREADY_EXISTS", "PRECONDITION_FAILED");
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(paths()).allMatch(path -> path.startsWith("mem://new/"));
        assertThat(text("mem://j/map.undo.ndjson").lines()).hasSize(2001);
    }
}
