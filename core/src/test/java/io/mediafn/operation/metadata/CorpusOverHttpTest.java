package io.mediafn.operation.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mediafn.batch.BatchRunner;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.media.Corpus;
import io.mediafn.media.MediaProbe;
import io.mediafn.storage.Stores;
import io.mediafn.storage.http.HttpSettings;
import io.mediafn.storage.http.HttpStores;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What thousands of real files cost over HTTP, counted where it counts: at the server. */
@Timeout(120)
final class CorpusOverHttpTest {
    private static final Map<String, Double> MOST_REQUESTS =
            Map.of("PNG", 1.0, "GIF", 1.0, "BMP", 1.0, "WEBP", 1.0, "JPEG", 1.06, "moov last", 2.0);

    private final Map<String, Integer> gets = new ConcurrentHashMap<>();
    private final Set<String> others = ConcurrentHashMap.newKeySet();

    private record Mean(int files, int requests) {
        Mean plus(int more) {
            return new Mean(files + 1, requests + more);
        }

        double value() {
            return requests / (double) files;
        }
    }

    @Test
    void nearly_every_file_costs_one_get_and_no_head() throws IOException {
        assumeTrue(Corpus.folder().isPresent(), Corpus.WHY_ABSENT);
        Path corpus = Corpus.folder().orElseThrow();
        Map<String, Map<String, Object>> truth = Corpus.truth(corpus);
        List<String> names = new ArrayList<>(truth.keySet());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Map<String, MetadataRecord> records = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setExecutor(threads);
            server.createContext("/", exchange -> serve(exchange, corpus, names));
            server.start();
            read(server.getAddress().getPort(), names)
                    .forEach(record -> records.put(names.get(index(Location.of(record.filepath()))), record));
        } finally {
            server.stop(0);
        }

        Map<String, Mean> means = new TreeMap<>();
        truth.forEach((name, expected) -> {
            MetadataRecord record = Objects.requireNonNull(records.get(name), name);
            if (expected.get("fiftyone") != null) {
                String format = format(expected, record);
                int requests = gets.getOrDefault(name, 0);
                means.merge(format, new Mean(1, requests), (mean, one) -> mean.plus(requests));
                assertThat(record.requests()).as("requests counted for " + name).isEqualTo(requests);
            }
        });
        means.forEach((format, mean) ->
                System.out.printf(Locale.ROOT, "%s: %.2f requests of %d files%n", format, mean.value(), mean.files()));
        assertThat(others).as("anything but GET").isEmpty();
        MOST_REQUESTS.forEach((format, most) -> assertThat(
                        means.getOrDefault(format, new Mean(0, 1)).value())
                .as(format)
                .isLessThanOrEqualTo(most));
    }

    private static String format(Map<String, Object> expected, MetadataRecord record) {
        Map<String, Object> details =
                record.found().map(result -> result.details()).orElse(Map.of());
        boolean moovLast = Boolean.FALSE.equals(details.get("faststart"));
        return moovLast ? "moov last" : String.valueOf(expected.getOrDefault("container", expected.get("format")));
    }

    private static List<MetadataRecord> read(int port, List<String> names) {
        Stores stores = Stores.builder()
                .add(Scheme.HTTP, () -> HttpStores.open(HttpSettings.defaults().withAllowPrivate(true)))
                .build();
        List<MetadataRecord> records = new ArrayList<>();
        try (stores) {
            MetadataReader reader =
                    new MetadataReader(stores, LocationPolicy.forCommandLine(Set.of(), List.of()), new MediaProbe());
            List<Location> locations = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                // By number: names have characters that a URL would spell in another way.
                locations.add(Location.of("http://127.0.0.1:" + port + "/" + i + "/x" + extension(names.get(i))));
            }
            new MetadataOperation(stores, reader, new BatchRunner(8)).each(MetadataRequest.of(locations), records::add);
        }
        return records;
    }

    private static int index(Location at) {
        return Integer.parseInt(at.toString().split("/", -1)[3]);
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }

    private void serve(HttpExchange exchange, Path corpus, List<String> names) throws IOException {
        String name =
                names.get(Integer.parseInt(exchange.getRequestURI().getPath().split("/", -1)[1]));
        if (exchange.getRequestMethod().equals("GET")) {
            gets.merge(name, 1, Integer::sum);
        } else {
            others.add(exchange.getRequestMethod() + " " + name);
        }
        try (exchange;
                RandomAccessFile file =
                        new RandomAccessFile(corpus.resolve(name).toFile(), "r")) {
            String[] range = exchange.getRequestHeaders()
                    .getFirst("Range")
                    .substring("bytes=".length())
                    .split("-", -1);
            long first = Long.parseLong(range[0]);
            long last = Math.min(file.length() - 1, Long.parseLong(range[1]));
            if (first > last) {
                exchange.getResponseHeaders().add("Content-Range", "bytes */" + file.length());
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            byte[] bytes = new byte[(int) (last - first + 1)];
            file.seek(first);
            file.readFully(bytes);
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            exchange.getResponseHeaders().add("Content-Range", "bytes " + first + "-" + last + "/" + file.length());
            exchange.sendResponseHeaders(206, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
