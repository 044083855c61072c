package io.mediafn.dataset.fiftyone;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;

/** A connection to one database; every error leaves it as a {@link DatasetException}. Thread-safe. */
final class Database implements AutoCloseable {
    /**
     * Never "fiftyone": when FiftyOne's client ends it counts the connections of that name, and keeps the datasets that
     * are not persistent while there is another.
     */
    private static final String APPLICATION = "mediafn";

    private static final int LIMIT_SECONDS = 5;

    private final MongoClient client;
    private final MongoDatabase database;

    private Database(MongoClient client, String name) {
        this.client = client;
        // Pre-reads decide what is written, so a secondary that lags behind must not answer them.
        this.database = client.getDatabase(name).withReadPreference(ReadPreference.primary());
    }

    /** Does not wait for the server. */
    static Database connect(FiftyOneSettings settings) {
        return new Database(MongoClients.create(clientSettings(settings.uri())), settings.database());
    }

    /**
     * An update of a million samples takes longer than any limit on a read would allow. A server that falls silent is
     * found by the driver's heartbeat, which has the limit of a connection, and which then ends the reads as well.
     */
    private static MongoClientSettings clientSettings(String uri) {
        MongoClientSettings.Builder builder = MongoClientSettings.builder();
        try {
            builder.applyConnectionString(new ConnectionString(uri));
        } catch (IllegalArgumentException e) {
            // Without its message and itself: they may repeat the password.
            throw new DatasetException(
                    Kind.INVALID,
                    "FIFTYONE_DATABASE_URI is no URI of MongoDB; special characters of a password are percent-encoded");
        }
        return builder.applicationName(APPLICATION)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(LIMIT_SECONDS, TimeUnit.SECONDS))
                .applyToServerSettings(server -> server.heartbeatFrequency(LIMIT_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(LIMIT_SECONDS, TimeUnit.SECONDS))
                .build();
    }

    String name() {
        return database.getName();
    }

    MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    /**
     * Asks the server.
     *
     * @param what is asked, for the message
     */
    <T> T ask(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (MongoException e) {
            throw MongoErrors.toDatasetException(what, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
