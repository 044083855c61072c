package io.mediafn.cli;

import static io.mediafn.testing.NeedsServer.Server.LOCALSTACK;
import static io.mediafn.testing.NeedsServer.Server.MONGOD;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.mediafn.cli.Cli.Result;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import io.mediafn.testing.WireProxy;
import io.mediafn.testing.WireRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A migration whose process is killed, by real servers, while it copies and while it deletes. */
@NeedsServer({MONGOD, LOCALSTACK})
final class MigrateRestartIT {
    private static final int MEDIA = 1_200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String GOLDEN = "/io/mediafn/dataset/fiftyone/golden.ndjson";

    private final S3Server server = TestServers.localStack();
    private final S3Client vendor = server.client();
    private final String bucket = "migrate-" + UUID.randomUUID();
    private final String mongo = TestServers.mongod();
    private final String name = "it_" + UUID.randomUUID().toString().replace('-', '_');
    private final MongoClient client = MongoClients.create(mongo);
    private final MongoDatabase database = client.getDatabase(name);

    @TempDir
    private Path disk;

    @BeforeEach
    void fill() throws IOException {
        vendor.createBucket(request -> request.bucket(bucket));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(MigrateRestartIT.class.getResourceAsStream(GOLDEN)), StandardCharsets.UTF_8))) {
            lines.lines().map(Document::parse).forEach(line -> {
                Document document = line.get("document", Document.class);
                database.getCollection(line.getString("collection")).insertOne(document);
            });
        }
        Document model = Objects.requireNonNull(images().find().first());
        images().deleteMany(new Document());
        List<Document> many = new ArrayList<>();
        for (int i = 0; i < MEDIA; i++) {
            String key = "old/%04d.jpg".formatted(i);
            String text = "medium " + i;
            vendor.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
            Document sample = new Document(model);
            sample.put("_id", new ObjectId());
            sample.put("filepath", "s3://" + bucket + "/" + key);
            many.add(sample);
        }
        images().insertMany(many);
    }

    private MongoCollection<Document> images() {
        Document dataset = Objects.requireNonNull(database.getCollection("datasets")
                .find(new Document("name", "images"))
                .first());
        return database.getCollection(dataset.getString("sample_collection_name"));
    }

    @AfterEach
    void remove() {
        keys("").forEach(key ->
                vendor.deleteObject(request -> request.bucket(bucket).key(key)));
        vendor.deleteBucket(request -> request.bucket(bucket));
        vendor.close();
        database.drop();
        client.close();
    }

    private Set<String> keys(String prefix) {
        Set<String> keys = new TreeSet<>();
        vendor.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                .contents()
                .forEach(object -> keys.add(object.key().substring(prefix.length())));
        return keys;
    }

    private Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        images().find().forEach(sample -> paths.add(sample.getString("filepath")));
        return paths;
    }

    @Test
    void the_same_command_again_finishes_it() throws Exception {
        try (WireProxy proxy = WireProxy.before(server.endpoint())) {
            Map<String, String> environment = Map.of(
                    "AWS_ENDPOINT_URL_S3", proxy.endpoint().toString(),
                    "AWS_REGION", server.region(),
                    "AWS_ACCESS_KEY_ID", server.accessKey(),
                    "AWS_SECRET_ACCESS_KEY", server.secretKey(),
                    "FIFTYONE_DATABASE_URI", mongo,
                    "FIFTYONE_DATABASE_NAME", name,
                    "MEDIAFN_CONCURRENCY", "4");
            String old = "s3://" + bucket + "/old/";
            String to = "s3://" + bucket + "/new";
            List<String> command = List.of(
                    "migrate", "--dataset", "images", "--from-prefix", old, "--to-prefix", to, "--delete-source");

            kill(proxy, environment, command, "PUT", MEDIA / 4);
            assertThat(keys("old/"))
                    .as("nothing is deleted before all is relinked")
                    .hasSize(MEDIA);
            assertThat(keys("new/").size()).isBetween(MEDIA / 4 - 1, MEDIA - 1);

            proxy.clear();
            kill(proxy, environment, command, "DELETE", MEDIA / 4);
            assertThat(paths()).allMatch(path -> path.startsWith(to + "/")).hasSize(MEDIA);
            assertThat(keys("new/")).hasSize(MEDIA);
            assertThat(keys("old/").size()).isBetween(1, MEDIA - 1);

            Cli cli = Cli.inHome(disk.resolve("home"));
            for (Map.Entry<String, String> variable : environment.entrySet()) {
                cli = cli.with(variable.getKey(), variable.getValue());
            }
            Result last = cli.run(command.toArray(String[]::new));
            assertThat(last.exit()).as(last.err()).isZero();
            assertThat(last.err()).contains("0 objects copied, 0 links changed", "sources deleted");
            assertThat(keys("old/")).isEmpty();
            assertThat(keys("new/")).hasSize(MEDIA);
            Result nothing = cli.run(command.toArray(String[]::new));
            assertThat(nothing.err()).contains("0 objects copied, 0 links changed, 0 sources deleted");
        }
    }

    /** Kills the process as nothing can be that wants to tidy up. */
    private void kill(WireProxy proxy, Map<String, String> environment, List<String> command, String verb, int requests)
            throws IOException, InterruptedException {
        Path log = disk.resolve("killed.log");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(new HashMap<>(environment));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (proxy.requests(WireRequest.method(verb)).size() < requests
                && process.isAlive()
                && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        boolean alive = process.isAlive();
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertThat(alive)
                .as("the process was killed before it was done; it said: " + Files.readString(log))
                .isTrue();
    }
}
