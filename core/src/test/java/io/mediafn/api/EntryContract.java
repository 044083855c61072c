package io.mediafn.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.dataset.SampleIds;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.testing.TinyImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every platform's entry does: a table of requests, in order, each answered with the very bytes with which the core
 * answers it. Clock and ids are given, so that nothing is left to differ.
 */
public abstract class EntryContract {
    private static final String TABLE = "requests.json";
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-11-21T09:00:00.000Z"));
    /** So that one table shows both a deployment that allows everything and one that does not. */
    private static final Map<String, Map<String, String>> DEPLOYMENTS = Map.of(
            "open", Map.of("MEDIAFN_JOBS", "s3://jobs/"),
            "narrow", Map.of("MEDIAFN_ALLOW", "s3://media/in/", "MEDIAFN_OPERATIONS", "metadata,stat,list"));

    @TempDir
    private Path folder;

    /** An entry, ready for requests. */
    @FunctionalInterface
    public interface Entry {
        ApiReply send(ApiRequest request) throws Exception;
    }

    /**
     * Opens the platform's entry.
     *
     * @param ids makes correlation ids
     * @param nanoTime a clock
     */
    protected abstract Entry open(MediaApp app, Supplier<String> ids, LongSupplier nanoTime) throws Exception;

    private record Row(String name, String deployment, ApiRequest request) {}

    @Test
    void the_answers_are_those_of_the_core_byte_for_byte() throws Exception {
        fill();
        Set<Path> before = files();
        List<Row> rows = rows();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(60);

        List<ApiReply> expected = answers(rows, (app, ids, nanoTime) -> {
            Api api = app.api(ids, nanoTime);
            return request -> api.handle(request, Deadline.never());
        });
        for (Path file : files()) {
            if (!before.contains(file)) {
                Files.delete(file);
            }
        }
        assertThat(files()).isEqualTo(before);
        List<ApiReply> actual = answers(rows, this::open);

        for (int i = 0; i < rows.size(); i++) {
            ApiReply wanted = expected.get(i);
            ApiReply found = actual.get(i);
            assertThat(found.status()).as(rows.get(i).name()).isEqualTo(wanted.status());
            assertThat(found.body()).as(rows.get(i).name()).isEqualTo(wanted.body());
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(found.headers());
            String name = rows.get(i).name();
            wanted.headers()
                    .forEach((header, value) -> assertThat(headers.get(header))
                            .as(name + ": " + header)
                            .isEqualTo(value));
        }
    }

    /** What each row must come to, so that equal nonsense is seen too. */
    @Test
    void the_answers_are_what_the_table_says() throws Exception {
        fill();
        List<Row> rows = rows();
        List<ApiReply> answers = answers(rows, this::open);
        List<Map<String, Object>> table = table();
        for (int i = 0; i < rows.size(); i++) {
            ApiReply reply = answers.get(i);
            assertThat(reply.status())
                    .as(rows.get(i).name() + ": " + reply.body())
                    .isEqualTo(number(table.get(i), "status"));
            for (Object part : (List<?>) table.get(i).getOrDefault("contains", List.of())) {
                assertThat(reply.body()).as(rows.get(i).name()).contains(String.valueOf(part));
            }
        }
    }

    /** A request of the table, and the entry's answer to it. */
    protected record Exchange(String name, ApiRequest request, ApiReply reply) {}

    /** The whole table, in its order, on fresh buckets. */
    protected final List<Exchange> exchanges() throws Exception {
        fill();
        List<Row> rows = rows();
        List<ApiReply> answers = answers(rows, this::open);
        return IntStream.range(0, rows.size())
                .mapToObj(i -> new Exchange(rows.get(i).name(), rows.get(i).request(), answers.get(i)))
                .toList();
    }

    @FunctionalInterface
    private interface Opener {
        Entry open(MediaApp app, Supplier<String> ids, LongSupplier nanoTime) throws Exception;
    }

    private List<ApiReply> answers(List<Row> rows, Opener opener) throws Exception {
        AtomicInteger number = new AtomicInteger();
        Map<String, MediaApp> apps = new HashMap<>();
        Map<String, Entry> entries = new HashMap<>();
        try {
            for (Map.Entry<String, Map<String, String>> deployment : DEPLOYMENTS.entrySet()) {
                Map<String, String> variables = new HashMap<>(deployment.getValue());
                variables.put("MEDIAFN_EMBEDDED_S3", folder.toString());
                // What is on its way when a failure ends a run is a matter of time.
                variables.put("MEDIAFN_CONCURRENCY", "1");
                MediaApp app = MediaApp.forFunction(Settings.from(variables));
                apps.put(deployment.getKey(), app);
                entries.put(
                        deployment.getKey(),
                        opener.open(app, () -> "id-" + number.incrementAndGet(), () -> 1_000_000_000L));
            }
            List<ApiReply> replies = new ArrayList<>();
            for (Row row : rows) {
                Entry entry = Optional.ofNullable(entries.get(row.deployment()))
                        .orElseThrow(() -> new AssertionError(row.deployment()));
                replies.add(entry.send(row.request()));
            }
            return replies;
        } finally {
            apps.values().forEach(MediaApp::close);
        }
    }

    private void fill() throws IOException {
        put("media/in/a.png", TinyImages.png(3, 2));
        put("media/in/b c+d%25é.png", TinyImages.png(5, 4));
        put("media/in/deep/er/c.jpg", TinyImages.jpegWithLongHeader(200, 64, 48));
        put("media/in/broken.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 1});
        put("media/in/empty.png", new byte[0]);
        put("media/in/notes.txt", "just text".getBytes(StandardCharsets.UTF_8));
        put("media/elsewhere/x.png", TinyImages.png(7, 6));
        put(
                "links/pairs.csv",
                "inpath,outpath\ns3://media/in/a.png,s3://copies/linked.png\n".getBytes(StandardCharsets.UTF_8));
        put(
                "data/traffic/segments/0a.ndjson",
                (sample("s3://media/in/a.png") + sample("s3://media/in/gone.png")).getBytes(StandardCharsets.UTF_8));
        for (String bucket : List.of("jobs", "copies")) {
            Files.createDirectories(folder.resolve(bucket));
        }
    }

    private static String sample(String location) {
        return "{\"id\":\"%s\",\"filepath\":\"%s\",\"media_type\":\"image\",\"observed_at\":\"2026-11-21T09:00:00.000Z\"}\n"
                .formatted(SampleIds.of(Location.of(location)), location);
    }

    private void put(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return new HashSet<>(all.filter(Files::isRegularFile).toList());
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Map<String, Object> row : table()) {
            Map<String, String> headers = new LinkedHashMap<>();
            if (row.get("headers") instanceof Map<?, ?> given) {
                given.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
            }
            String body = row.get("body") instanceof Map<?, ?> json
                    ? Json.write(asObject(json))
                    : String.valueOf(row.getOrDefault("text", ""));
            if (row.containsKey("repeat")) {
                body = body.repeat(number(row, "repeat"));
            }
            rows.add(new Row(
                    String.valueOf(row.get("name")),
                    String.valueOf(row.getOrDefault("deployment", "open")),
                    new ApiRequest(
                            String.valueOf(row.getOrDefault("method", "POST")),
                            String.valueOf(row.get("path")),
                            headers,
                            body.getBytes(StandardCharsets.UTF_8))));
        }
        return rows;
    }

    private static List<Map<String, Object>> table() throws IOException {
        try (InputStream in = EntryContract.class.getResourceAsStream(TABLE)) {
            assertThat(in).as(TABLE).isNotNull();
            List<?> rows = (List<?>) Json.readObject(in.readAllBytes()).getOrDefault("requests", List.of());
            return rows.stream().map(row -> asObject((Map<?, ?>) row)).toList();
        }
    }

    private static int number(Map<String, Object> row, String field) {
        return row.get(field) instanceof Number number ? number.intValue() : -1;
    }

    private static Map<String, Object> asObject(Map<?, ?> map) {
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((name, value) -> object.put(String.valueOf(name), value));
        return object;
    }
}
