package io.mediafn.dataset.fiftyone;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.mediafn.testing.TestServers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;

/** A database in the real MongoDB with FiftyOne's datasets, for tests of other packages. Dropped when it is closed. */
public final class TestDatabase implements AutoCloseable {
    /** The dataset of images. */
    public static final String IMAGES = "images";

    private final String name = "it_" + UUID.randomUUID().toString().replace('-', '_');
    private final MongoClient client = MongoClients.create(TestServers.mongod());
    private final MongoDatabase database = client.getDatabase(name);

    public TestDatabase() {
        Golden.fill(database);
    }

    public String uri() {
        return TestServers.mongod();
    }

    public String name() {
        return name;
    }

    private MongoCollection<Document> samples() {
        return database.getCollection(Golden.dataset(IMAGES).getString("sample_collection_name"));
    }

    /** Gives the dataset of images samples at these paths and nowhere else. */
    public void images(List<String> paths) {
        samples().deleteMany(new Document());
        samples()
                .insertMany(paths.stream()
                        .map(path -> new Document("filepath", path)
                                .append("_media_type", "image")
                                .append("tags", List.of())
                                .append("last_modified_at", Date.from(Instant.EPOCH)))
                        .toList());
    }

    /** The documents of the images as JSON, without the time of the last change, in the order of their ids. */
    public List<String> documents() {
        return samples().find().sort(new Document("_id", 1)).into(new ArrayList<>()).stream()
                .peek(document -> document.remove("last_modified_at"))
                .map(Document::toJson)
                .toList();
    }

    /** How many images have a path that starts with a text. */
    public long countUnder(String prefix) {
        return samples().countDocuments(Filters.regex("filepath", "^" + java.util.regex.Pattern.quote(prefix)));
    }

    @Override
    public void close() {
        database.drop();
        client.close();
    }
}
