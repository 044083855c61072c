package io.mediafn.operation.relink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a map may say, what shows that a target is right, and which payloads come of it; no dataset is needed for that. */
final class MapRulesTest {
    private final ObjectStore store = MemoryStores.open();
    private final LocationPolicy policy = LocationPolicy.forFunctions(Set.of(), List.of(Location.of("mem://b/")));
    private final RelinkOperation operation = new RelinkOperation(
            (name, force) -> {
                throw new AssertionError("no dataset is opened");
            },
            Stores.builder().add(Scheme.MEM, () -> store).build(),
            policy,
            new BatchRunner(4));

    private void put(String key, String content) {
        store.write(
                Location.of("mem://b/" + key),
                Content.of(content.getBytes(StandardCharsets.UTF_8)),
                WriteOptions.replace());
    }

    private String text(String key) {
        try (var read = store.read(Location.of("mem://b/" + key), ReadOptions.all())) {
            return new String(read.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> keys(String prefix) {
        return store.list(Location.of("mem://b/" + prefix), ListOptions.everything()).objects().stream()
                .map(found -> found.location().key())
                .toList();
    }

    private Report render(String map, String more) {
        put("map.ndjson", map.replace('\'', '"'));
        return operation.run(
                RelinkRequestReader.read(Json.readObject(
                        ("{'map_location':'mem://b/map.ndjson','render':'encord','render_location':'mem://b/p/'" + more
                                        + "}")
                                .replace('\'', '"'))),
                RunContext.unbounded());
    }

    private static String line(String from, String to) {
        return "{'filepath':'" + from + "','new_filepath':'" + to + "'}\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing | line 1: a JSON object
            [] | line 1: a JSON object
            {'filepath':'mem://b/1'} {} | line 1: a JSON object
            {'filepath':'mem://b/1'} | line 1: new_filepath: a location
            {'filepath':'mem://b/1','new_filepath':'mem://b/2','crc':'1'} | line 1: crc: an unknown field
            {'filepath':'mem://b/1','new_filepath':'mem://b/2','crc32c':'12'} | line 1: crc32c: a crc32c has 8
            {'filepath':'mem://b/1','new_filepath':'mem://b/2','crc32c':'ABCDEF01'} | line 1: crc32c: a crc32c is written in lower
            {'filepath':'mem://b/1','new_filepath':'mem://b/2','size_bytes':-1} | line 1: size_bytes: a whole number of 0
            {'filepath':'mem://b/1','new_filepath':'mem://b/2','size_bytes':1.5} | line 1: size_bytes: a whole number of 0
            {'filepath':'mem://b/1','new_filepath':'photos/2'} | line 1: a location that starts with
            {'filepath':'mem://b/1','new_filepath':'mem://other/2'} | line 1: location refused: mem://other/2
            {'filepath':'mem://b/1','new_filepath':'/data/2'} | line 1: location refused: file:///data/2
            """)
    void a_line_that_breaks_a_rule_is_named(String map, String error) {
        assertThatThrownBy(() -> render(map, ""))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("map_location")
                .hasMessageContaining(error);
        assertThat(keys("p/")).isEmpty();
    }

    @Test
    void lines_that_contradict_each_other_are_named() {
        String first = line("mem://b/1", "mem://b/n1") + "\n" + line("mem://b/2", "mem://b/n2");
        assertThatThrownBy(() -> render(first + line("mem://b/1", "mem://b/n3"), ""))
                .hasMessageContaining("line 4: the old location is also that of line 1");
        assertThatThrownBy(() -> render(first + line("mem://b/3", "mem://b/n2"), ""))
                .hasMessageContaining("line 4: the new location is also that of line 3");
        assertThatThrownBy(() -> render(first + line("mem://b/0", "mem://b/2"), ""))
                .hasMessageContaining("line 4: its new location is the old one of line 3");
        // The same twice is no contradiction, and what stays where it is none either.
        put("n1", "x");
        put("n2", "x");
        put("1", "x");
        put("2", "x");
        assertThat(render(first + line("mem://b/1", "mem://b/n1") + line("mem://b/1", "mem://b/n1"), "")
                        .state())
                .isEqualTo("DONE");
    }

    @Test
    void a_contradiction_far_away_is_found() {
        String map = IntStream.range(0, 30_000)
                .mapToObj(i -> line("mem://b/o" + i, "mem://b/n" + i))
                .collect(Collectors.joining());
        assertThatThrownBy(() -> render(map + line("mem://b/o7", "mem://b/else"), ""))
                .hasMessageContaining("line 30001: the old location is also that of line 8,");
    }

    @Test
    void bytes_that_are_no_text_and_endless_lines_are_refused() {
        store.write(
                Location.of("mem://b/map.ndjson"),
                Content.of(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}),
                WriteOptions.replace());
        assertThatThrownBy(() -> operation.run(
                        RelinkRequestReader.read(
                                Json.readObject(
                                        "{\"map_location\":\"mem://b/map.ndjson\",\"render\":\"encord\",\"render_location\":\"mem://b/p/\"}")),
                        RunContext.unbounded()))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> render("{".repeat(100_000), "")).hasMessageContaining("line 1: at most 65536 bytes");
        assertThat(render("", "").items()).isEmpty();
    }

    private String shown(String fields, String more) {
        return render("{'filepath':'mem://b/old','new_filepath':'mem://b/new'" + fields + "}", more)
                .items()
                .getFirst()
                .toString();
    }

    @Test
    void a_target_is_verified_by_what_the_map_says() {
        put("new", "content");
        byte[] bytes = "content".getBytes(StandardCharsets.UTF_8);
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            String right = ",'" + algorithm.text() + "':'"
                    + Hasher.of(algorithm, bytes).hex() + "'";
            assertThat(shown(right, ""))
                    .contains("outcome=done", "verdict=verified", "checksum_algorithm=" + algorithm.text());
            String wrong = ",'" + algorithm.text() + "':'"
                    + Hasher.of(algorithm, new byte[1]).hex() + "'";
            assertThat(shown(wrong, "")).contains("outcome=failed", "kind=CORRUPT");
        }
        String etag =
                store.stat(Location.of("mem://b/new")).etag().orElseThrow().replace("\"", "\\'");
        assertThat(shown(",'etag':'" + etag + "'", "")).contains("outcome=done", "verdict=verified");
        assertThat(shown(",'etag':'x'", "")).contains("outcome=failed", "is another object");
        assertThat(shown(",'size_bytes':7", ",'verify':'size'")).contains("outcome=done", "verdict=size_only");
        assertThat(shown(",'size_bytes':8", ",'verify':'size'")).contains("outcome=failed", "has 7 bytes");
        assertThat(shown("", ",'verify':'size'")).contains("outcome=failed", "is gone, and the map does not say");
        assertThat(shown(",'size_bytes':7", "")).contains("outcome=failed", "is gone, and the map does not say");
        put("old", "CONTENT");
        assertThat(shown("", ",'verify':'size'")).contains("outcome=done", "verdict=size_only");
        assertThat(shown("", "")).contains("outcome=failed", "kind=CORRUPT");
    }

    @Test
    void payloads_have_what_verifies_a_thousand_lines_each() {
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < 1001; i++) {
            put("old" + i, "x" + i);
            put("new" + i, "x" + i);
            map.append(line("mem://b/old" + i, "mem://b/new" + i));
        }
        put("new7", "y7");
        Report report = render(map.toString(), "");
        assertThat(report.counts()).containsEntry("done", 1000L).containsEntry("failed", 1L);
        assertThat(report.more()).containsEntry("payloads", 2);
        assertThat(keys("p/")).containsExactly("p/payload-000001.json", "p/payload-000002.json");
        assertThat(text("p/payload-000001.json")).contains("\"mem://b/old6\"").doesNotContain("\"mem://b/old7\"");
        assertThat(text("p/payload-000002.json"))
                .isEqualTo("{\"urlsMap\":{\"mem://b/old1000\":\"mem://b/new1000\"},"
                        + "\"validateAccess\":true,\"skipMissing\":false}");

        put("new1000", "other");
        assertThat(render(map.toString(), ",'policy':'all_or_nothing'").counts())
                .containsEntry("failed", 2L)
                .containsEntry("done", 0L);
        render(map.toString(), "");
        assertThat(keys("p/")).as("what no longer verifies is not sent").containsExactly("p/payload-000001.json");
    }

    @Test
    void a_dry_run_renders_nothing() {
        put("old", "x");
        put("new", "x");
        Report report = render(line("mem://b/old", "mem://b/new"), ",'dry_run':true");
        assertThat(report.counts()).containsEntry("planned", 1L);
        assertThat(keys("p/")).isEmpty();
    }
}
