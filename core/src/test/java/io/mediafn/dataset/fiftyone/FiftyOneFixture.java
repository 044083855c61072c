package io.mediafn.dataset.fiftyone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Sample;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.Selection;
import io.mediafn.testing.TestServers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database of its own for each test, with what FiftyOne's client wrote. */
abstract class FiftyOneFixture {
    static final String URI = TestServers.mongod();

    private final String name = "it_" + UUID.randomUUID().toString().replace('-', '_');
    final FiftyOneSettings settings = new FiftyOneSettings(URI, name);
    final FiftyOneDatasets datasets = new FiftyOneDatasets();
    private final MongoClient client = MongoClients.create(URI);
    final MongoDatabase database = client.getDatabase(name);
    private final List<EditableDataset> opened = new ArrayList<>();

    @BeforeEach
    void fill() {
        Golden.fill(database);
    }

    @AfterEach
    void drop() {
        opened.forEach(EditableDataset::close);
        datasets.close();
        database.drop();
        client.close();
    }

    final EditableDataset open(String dataset) {
        EditableDataset one = datasets.open(settings, dataset, false);
        opened.add(one);
        return one;
    }

    final MongoCollection<Document> samples(String dataset) {
        return database.getCollection(Golden.dataset(dataset).getString("sample_collection_name"));
    }

    final MongoCollection<Document> frames(String dataset) {
        return database.getCollection(Golden.dataset(dataset).getString("frame_collection_name"));
    }

    final void change(String dataset, String field, Object value) {
        database.getCollection("datasets").updateOne(Filters.eq("name", dataset), Updates.set(field, value));
    }

    static void assertRefused(Kind kind, String reason, Callable<?> attempt) {
        assertThatThrownBy(attempt::call)
                .isInstanceOfSatisfying(
                        DatasetException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(reason);
    }

    final List<Document> everything() {
        return database.listCollectionNames().into(new ArrayList<>()).stream()
                .sorted()
                .flatMap(collection -> database.getCollection(collection).find().into(new ArrayList<>()).stream())
                .toList();
    }

    static Document without(Document document, String... keys) {
        Document rest = new Document(document);
        for (String key : keys) {
            rest.remove(key);
        }
        return rest;
    }

    static List<Sample> read(EditableDataset dataset, Selection selection, MediaField field, boolean without) {
        List<Sample> read = new ArrayList<>();
        try (SampleCursor cursor = dataset.samples(selection, field, without)) {
            cursor.forEachRemaining(read::add);
        }
        assertThat(dataset.count(selection, field, without))
                .as("the count of what is read")
                .isEqualTo(read.size());
        return read;
    }

    static List<String> paths(List<Sample> samples) {
        return samples.stream().map(Sample::path).toList();
    }
}
