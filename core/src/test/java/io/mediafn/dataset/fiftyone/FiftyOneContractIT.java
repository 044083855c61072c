package io.mediafn.dataset.fiftyone;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.mediafn.dataset.DatasetContract;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.NeedsServer.Server;
import io.mediafn.testing.TestServers;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** In the real MongoDB, in a dataset that FiftyOne's client made. */
@NeedsServer(Server.MONGOD)
final class FiftyOneContractIT extends DatasetContract {
    private final String uri = TestServers.mongod();
    private final String name = "it_" + UUID.randomUUID().toString().replace('-', '_');
    private final MongoClient client = MongoClients.create(uri);
    private final MongoDatabase database = client.getDatabase(name);
    private final String samples = Golden.dataset("images").getString("sample_collection_name");

    private final FiftyOneDatasets datasets = new FiftyOneDatasets();

    @BeforeEach
    void fill() {
        Golden.fill(database);
        database.getCollection(samples).deleteMany(new Document());
    }

    @AfterEach
    void drop() {
        datasets.close();
        database.drop();
        client.close();
    }

    @Override
    protected EditableDataset open() {
        return datasets.open(new FiftyOneSettings(uri, name), "images", false);
    }

    @Override
    protected String addTwin(String path) {
        ObjectId id = new ObjectId();
        database.getCollection(samples)
                .insertOne(new Document("_id", id).append("filepath", path).append("_media_type", "image"));
        return id.toHexString();
    }

    @Override
    protected boolean hasOneMediaType() {
        return true;
    }

    @Override
    protected boolean limitsChains() {
        return true;
    }
}
