package io.mediafn.operation;

import static io.mediafn.testing.NeedsServer.Server.LOCALSTACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.operation.delete.DeleteItem;
import io.mediafn.operation.delete.DeleteRequest;
import io.mediafn.operation.list.ListRequest;
import io.mediafn.operation.stat.StatRequest;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.S3Server;
import io.mediafn.testing.TestServers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The smaller operations against a real listing, whose pages and tokens are not ours. */
@NeedsServer(LOCALSTACK)
final class OperationsOnS3IT {
    private static final int FILES = 1_050;

    private final S3Server server = TestServers.localStack();
    private final S3Client vendor = server.client();
    private final String bucket = "operations-" + UUID.randomUUID();
    private final MediaApp app = MediaApp.forCommandLine(Settings.from(Map.of(
            "AWS_ENDPOINT_URL_S3", server.endpoint().toString(),
            "AWS_REGION", server.region(),
            "AWS_ACCESS_KEY_ID", server.accessKey(),
            "AWS_SECRET_ACCESS_KEY", server.secretKey())));

    @BeforeEach
    void createBucket() {
        vendor.createBucket(request -> request.bucket(bucket));
    }

    private void lay(int files) {
        Stream<String> names = IntStream.range(0, files).mapToObj(i -> "d/%04d.jpg".formatted(i));
        Stream<String> others = Stream.of("d", "d2/x.jpg", "d/0500.jpg/below.txt", "d/sub/", "d/.hidden");
        new BatchRunner(8)
                .run(
                        Stream.concat(names, others).iterator(),
                        key -> vendor.putObject(
                                request -> request.bucket(bucket).key(key), RequestBody.fromString("x")),
                        written -> {},
                        () -> false);
    }

    @AfterEach
    void remove() {
        app.close();
        vendor.listObjectsV2Paginator(request -> request.bucket(bucket))
                .contents()
                .forEach(object ->
                        vendor.deleteObject(request -> request.bucket(bucket).key(object.key())));
        vendor.deleteBucket(request -> request.bucket(bucket));
        vendor.close();
    }

    @Test
    void replies_go_on_within_and_behind_the_pages_of_the_service() {
        lay(FILES);
        List<String> files =
                IntStream.range(0, FILES).mapToObj("%04d.jpg"::formatted).toList();
        assertThat(listed(Map.of("dirpath", "s3://" + bucket + "/d"))).isEqualTo(files);

        List<String> all = new ArrayList<>(files);
        all.add("0500.jpg/below.txt");
        assertThat(listed(Map.of("dirpath", "s3://" + bucket + "/d", "recursive", true)))
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(listed(Map.of(
                        "dirpath", "s3://" + bucket + "/d", "recursive", true, "include", List.of("00[1-2]?.*"))))
                .isEqualTo(files.subList(10, 30));
        assertThat(listed(Map.of("dirpath", "s3://" + bucket + "/nothing"))).isEmpty();
        deletePageByPageAndNothingBesideIt();
    }

    private List<String> listed(Map<String, Object> request) {
        return pages(
                request,
                json -> app.list()
                        .run(ListRequest.fromJson(json), new RunContext(Deadline.never(), 700, Long.MAX_VALUE)));
    }

    private void deletePageByPageAndNothingBesideIt() {
        List<String> deleted = pages(
                Map.of("dir", "s3://" + bucket + "/d", "exclude", List.of("05*")),
                json -> app.delete()
                        .run(DeleteRequest.fromJson(json), new RunContext(Deadline.never(), 400, Long.MAX_VALUE)));
        assertThat(deleted).hasSize(FILES - 100 + 3).doesNotHaveDuplicates();

        List<DeleteItem> rest = new ArrayList<>();
        app.delete().each(DeleteRequest.ofDir(Location.of("s3://" + bucket + "/d/"), Globs.everything()), rest::add);
        assertThat(rest).hasSize(100);
        assertThat(vendor.listObjectsV2(request -> request.bucket(bucket)).contents())
                .extracting(object -> object.key())
                .containsExactly("d", "d2/x.jpg");
    }

    @Test
    void stats_come_in_the_order_of_the_request() {
        lay(5);
        String root = "s3://" + bucket + "/";
        Report report = app.stat()
                .run(
                        StatRequest.of(Stream.of("d/0003.jpg", "gone", "d", "d/", "d/sub", "d/sub/", "e/")
                                .map(key -> Location.of(root + key))
                                .toList()),
                        RunContext.unbounded());

        assertThat(report.state()).isEqualTo("DONE");
        assertThat(report.items())
                .extracting(item -> item.get("exists"))
                .containsExactly(true, false, true, true, false, true, false);
        assertThat(report.items().getFirst()).containsEntry("size_bytes", 1L).containsKeys("etag", "last_modified");
    }

    private static List<String> pages(Map<String, Object> request, Function<Map<String, Object>, Report> run) {
        List<String> items = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int calls = 0;
        do {
            Map<String, Object> json = new LinkedHashMap<>(request);
            next.ifPresent(text -> json.put("next", text));
            Report report = run.apply(Json.readObject(Json.write(json)));
            report.items().forEach(item -> items.add(item.get("filepath") + ""));
            next = report.next();
            calls++;
        } while (next.isPresent() && calls < 20);
        return items;
    }
}
