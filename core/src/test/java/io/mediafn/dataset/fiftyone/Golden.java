package io.mediafn.dataset.fiftyone;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;

/** What FiftyOne's own client wrote: all documents of a database with a dataset of each media type (client.py). */
final class Golden {
    private static final List<Line> LINES = lines();

    private Golden() {}

    private record Line(String collection, Document document) {}

    private static List<Line> lines() {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("golden.ndjson"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Document::parse)
                    .map(line -> new Line(line.getString("collection"), line.get("document", Document.class)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Document config() {
        return in("config").getFirst();
    }

    static Document dataset(String name) {
        return in("datasets").stream()
                .filter(dataset -> name.equals(dataset.getString("name")))
                .findFirst()
                .orElseThrow();
    }

    static List<Document> samples(String dataset) {
        return in(dataset(dataset).getString("sample_collection_name"));
    }

    static List<Document> frames(String dataset) {
        return in(dataset(dataset).getString("frame_collection_name"));
    }

    private static List<Document> in(String collection) {
        return LINES.stream()
                .filter(line -> line.collection().equals(collection))
                .map(Line::document)
                .toList();
    }

    /** Fills an empty database, with the indexes that the client makes. */
    static void fill(MongoDatabase database) {
        Map<String, Boolean> collections = new LinkedHashMap<>();
        for (Line line : LINES) {
            database.getCollection(line.collection()).insertOne(line.document());
            collections.put(line.collection(), line.collection().startsWith("frames."));
        }
        collections.forEach((name, ofFrames) -> {
            if (ofFrames) {
                database.getCollection(name)
                        .createIndex(
                                new Document("_sample_id", 1).append("frame_number", 1),
                                new IndexOptions().unique(true));
            } else if (name.startsWith("samples.")) {
                database.getCollection(name).createIndex(new Document("filepath", 1));
            }
        });
    }
}
