package io.mediafn.dataset.fiftyone;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one database, which end with the last who holds them; every error leaves it as a {@link
 * DatasetException}. Thread-safe.
 */
final class Database implements AutoCloseable {
    /**
     * Never "fiftyone": when FiftyOne's client ends it counts the connections of that name, and keeps the datasets that
     * are not persistent while there is another.
     */
    private static final String APPLICATION = "mediafn";

    private static final int CONNECT_SECONDS = 5;
    private static final int READ_SECONDS = 20;
    /**
     * Load balancers and firewalls forget a silent connection after some minutes, without a word to either end; a
     * function that was frozen for that long would write into nowhere.
     */
    private static final int IDLE_SECONDS = 60;
    /** No function lives longer. Without any limit, a server that falls silent would be waited for until then, too. */
    private static final int SCAN_SECONDS = 900;

    private final FiftyOneSettings settings;
    private final MongoClient client;
    private @Nullable MongoClient scanning;
    private int holders = 1;

    private Database(FiftyOneSettings settings) {
        this.settings = settings;
        this.client = MongoClients.create(clientSettings(settings.uri(), READ_SECONDS));
    }

    /** Held by the caller. Does not wait for the server. */
    static Database connect(FiftyOneSettings settings) {
        return new Database(settings);
    }

    private static MongoClientSettings clientSettings(String uri, int readSeconds) {
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
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(readSeconds, TimeUnit.SECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxConnectionIdleTime(IDLE_SECONDS, TimeUnit.SECONDS))
                .build();
    }

    boolean isOf(FiftyOneSettings others) {
        return settings.equals(others);
    }

    /** One more will close it. Only for those who know that somebody holds it. */
    synchronized void hold() {
        holders++;
    }

    String name() {
        return settings.database();
    }

    /** For what an index answers at once. */
    MongoCollection<Document> collection(String name) {
        return collection(client, name);
    }

    /** For what may look at, or change, every document: with connections of their own, which wait longer. */
    MongoCollection<Document> scanned(String name) {
        return collection(scanning(), name);
    }

    private synchronized MongoClient scanning() {
        if (scanning == null) {
            scanning = MongoClients.create(clientSettings(settings.uri(), SCAN_SECONDS));
        }
        return scanning;
    }

    /** Pre-reads decide what is written, so a secondary that lags behind must not answer them. */
    private MongoCollection<Document> collection(MongoClient through, String name) {
        return through.getDatabase(settings.database())
                .withReadPreference(ReadPreference.primary())
                .getCollection(name);
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

    /** Called once by each who holds it. */
    @Override
    public synchronized void close() {
        holders--;
        if (holders > 0) {
            return;
        }
        client.close();
        if (scanning != null) {
            scanning.close();
        }
    }
}
