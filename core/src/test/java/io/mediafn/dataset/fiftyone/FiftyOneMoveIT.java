package io.mediafn.dataset.fiftyone;

import static io.mediafn.testing.NeedsServer.Server.LOCALSTACK;
import static io.mediafn.testing.NeedsServer.Server.MONGOD;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Media of what FiftyOne's client wrote, uploaded to and migrated in a real S3 server. */
@NeedsServer({MONGOD, LOCALSTACK})
final class FiftyOneMoveIT extends FiftyOneFixture {
    private static final List<String> FILES = List.of(
            "a.jpg",
            "b.png",
            "c.gif",
            "turned.jpg",
            "odd é $1.x y.png",
            "mask.png",
            "map.png",
            "instance.png",
            "v.mp4",
            "w.mp4",
            "p.pcd",
            "thumb.png");

    private final S3Server server = TestServers.localStack();
    private final S3Client vendor = server.client();
    private final String bucket = "moves-" + UUID.randomUUID();
    private MediaApp app = MediaApp.forCommandLine(Settings.from(Map.of()));

    @TempDir
    private Path disk;

    @BeforeEach
    void start() {
        vendor.createBucket(request -> request.bucket(bucket));
        app = MediaApp.forCommandLine(Settings.from(Map.of(
                "AWS_ENDPOINT_URL_S3", server.endpoint().toString(),
                "AWS_REGION", server.region(),
                "AWS_ACCESS_KEY_ID", server.accessKey(),
                "AWS_SECRET_ACCESS_KEY", server.secretKey(),
                "FIFTYONE_DATABASE_URI", URI,
                "FIFTYONE_DATABASE_NAME", database.getName())));
    }

    @AfterEach
    void remove() {
        app.close();
        keys("").forEach(key ->
                vendor.deleteObject(request -> request.bucket(bucket).key(key)));
        vendor.deleteBucket(request -> request.bucket(bucket));
        vendor.close();
    }

    private Set<String> keys(String prefix) {
        Set<String> keys = new TreeSet<>();
        vendor.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                .contents()
                .forEach(object -> keys.add(object.key().substring(prefix.length())));
        return keys;
    }

    private Report run(String operation, Map<String, Object> request) {
        return app.operations().run(operation, request, RunContext.unbounded());
    }

    private String everyText() {
        List<String> texts = new ArrayList<>();
        everything().forEach(document -> texts.add(document.toJson()));
        return String.join("\n", texts);
    }

    /** Documents as they were, but for when they were changed and what the prefix was. */
    private static List<Document> undated(List<Document> documents, String from, String to) {
        return documents.stream()
                .map(document -> Document.parse(
                        without(document, "last_modified_at").toJson().replace(from, to)))
                .toList();
    }

    @Test
    void media_of_every_field_and_slice_are_migrated_and_their_sources_deleted() {
        String old = "s3://" + bucket + "/old";
        for (String file : FILES) {
            vendor.putObject(
                    request -> request.bucket(bucket).key("old/" + file), RequestBody.fromString("content of " + file));
        }
        for (String dataset : List.of("images", "videos", "groups")) {
            List<Document> before = new ArrayList<>(samples(dataset).find().into(new ArrayList<>()));
            try (var opened = open(dataset)) {
                opened.mediaFields().forEach(field -> opened.relinkPrefix(field, "/data/media", old));
            }
            Report report = run(
                    "migrate",
                    Map.of(
                            "dataset",
                            dataset,
                            "from_prefix",
                            old,
                            "to_prefix",
                            "s3://" + bucket + "/new/" + dataset,
                            "delete_source",
                            false));
            assertThat(report.state()).as(report.toJson().toString()).isEqualTo("DONE");
            assertThat(report.items())
                    .filteredOn(item -> "done".equals(item.get("outcome")))
                    .isNotEmpty()
                    .allSatisfy(item -> assertThat(item.get("verdict")).isIn("verified", "verified_parts"));
            String now = "s3://" + bucket + "/new/" + dataset;
            assertThat(undated(samples(dataset).find().into(new ArrayList<>()), now, "/data/media"))
                    .isEqualTo(undated(before, now, "/data/media"));
        }
        assertThat(everyText()).doesNotContain(old + "/").contains("/new/videos/map.png");
        assertThat(keys("old/")).hasSize(FILES.size());
        assertThat(keys("new/images/"))
                .containsExactlyInAnyOrder(
                        "a.jpg",
                        "turned.jpg",
                        "b.png",
                        "odd é $1.x y.png",
                        "c.gif",
                        "mask.png",
                        "map.png",
                        "instance.png",
                        "thumb.png");
        assertThat(keys("new/groups/"))
                .containsExactlyInAnyOrder("a.jpg", "turned.jpg", "b.png", "c.gif", "v.mp4", "p.pcd");

        // What an earlier run left is found by what is there.
        Report deleted = run(
                "migrate",
                Map.of(
                        "dataset",
                        "images",
                        "from_prefix",
                        old,
                        "to_prefix",
                        "s3://" + bucket + "/new/images",
                        "delete_source",
                        true));
        assertThat(deleted.state()).isEqualTo("DONE");
        assertThat(deleted.counts()).containsEntry("deleted", 9L);
        assertThat(keys("old/")).containsExactlyInAnyOrder("v.mp4", "w.mp4", "p.pcd");
    }

    @Test
    void local_media_are_uploaded_and_their_samples_relinked() throws IOException {
        for (String file : FILES) {
            Files.writeString(disk.resolve(file), "content of " + file);
        }
        try (var images = open("images")) {
            images.mediaFields().forEach(field -> images.relinkPrefix(field, "/data/media", disk.toString()));
        }
        String remote = "s3://" + bucket + "/up/";
        List<Document> before = samples("images").find().into(new ArrayList<>());
        Map<String, Object> request =
                Map.of("dataset", "images", "remote_dir", remote, "update_filepaths", true, "skip_failures", true);
        Report report = run("upload-media", request);

        assertThat(report.state()).as(report.toJson().toString()).isEqualTo("DONE");
        assertThat(report.items()).hasSize(6);
        List<Object> paths =
                report.items().stream().map(item -> item.get("outpath")).toList();
        List<Object> stored = samples("images").find().sort(new Document("_id", 1)).into(new ArrayList<>()).stream()
                .map(sample -> sample.get("filepath"))
                .toList();
        assertThat(stored).isEqualTo(paths);
        assertThat(keys("up/")).containsExactlyInAnyOrder("a.jpg", "turned.jpg", "b.png", "odd é $1.x y.png", "c.gif");
        for (int i = 0; i < before.size(); i++) {
            Document after = samples("images")
                    .find(new Document("_id", before.get(i).getObjectId("_id")))
                    .into(new ArrayList<>())
                    .getFirst();
            assertThat(without(after, "filepath", "last_modified_at"))
                    .isEqualTo(without(before.get(i), "filepath", "last_modified_at"));
        }
        byte[] bytes = vendor.getObjectAsBytes(get -> get.bucket(bucket).key("up/odd é $1.x y.png"))
                .asByteArray();
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("content of odd é $1.x y.png");

        Report masks = run(
                "upload-media",
                Map.of(
                        "dataset",
                        "videos",
                        "remote_dir",
                        remote,
                        "media_field",
                        "frames.seg.mask_path",
                        "skip_failures",
                        true));
        assertThat(masks.items())
                .as("files that are not there")
                .isNotEmpty()
                .allSatisfy(
                        item -> assertThat(String.valueOf(item.get("error"))).contains("NOT_FOUND"));
    }
}
