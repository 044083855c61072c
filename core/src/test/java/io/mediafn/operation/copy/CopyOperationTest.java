package io.mediafn.operation.copy;

import static io.mediafn.operation.copy.Copies.PART;
import static io.mediafn.operation.copy.Copies.folder;
import static io.mediafn.operation.copy.Copies.pair;
import static io.mediafn.operation.copy.Copies.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.Deadline;
import io.mediafn.encoding.ContentEncoding;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
import io.mediafn.operation.Globs;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.copy.Copies.CountingStore;
import io.mediafn.operation.copy.CopyRequest.Selection;
import io.mediafn.storage.ObjectProperties;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.WriteOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CopyOperationTest {
    private static final byte[] BODY = "the quick brown fox".getBytes(StandardCharsets.UTF_8);

    private final Copies copies = new Copies();

    @TempDir
    private Path disk;

    @AfterEach
    void close() {
        copies.close();
    }

    @Test
    void copies_one_object_inside_a_store_and_between_two() {
        copies.put("mem://a/x %+é.jpg", BODY);

        Map<String, Object> inside = copies.only(pair("mem://a/x %+é.jpg", "mem://b/y"));
        Map<String, Object> between = copies.only(pair("mem://a/x %+é.jpg", "two://b/y"));

        assertThat(inside)
                .containsEntry("outcome", "done")
                .containsEntry("method", "server_side")
                .containsEntry("verdict", "verified")
                .containsEntry("checksum_algorithm", "crc32c")
                .containsEntry("size_bytes", (long) BODY.length);
        assertThat(between).containsEntry("method", "stream").containsEntry("verdict", "verified");
        assertThat(copies.get("mem://b/y")).isEqualTo(BODY);
        assertThat(copies.get("two://b/y")).isEqualTo(BODY);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "5242879", "5242880", "5242881", "17000000", "31457280"})
    void bytes_of_every_size_arrive(int size) {
        byte[] bytes = random(size);
        copies.put("mem://a/x", bytes);

        assertThat(copies.only(pair("mem://a/x", "two://b/x")))
                .containsEntry("outcome", "done")
                .containsEntry("verdict", "verified");
        assertThat(copies.get("two://b/x")).isEqualTo(bytes);
        assertThat(copies.only(pair("two://b/x", "file://" + disk + "/x"))).containsEntry("outcome", "done");
        assertThat(disk.resolve("x")).hasBinaryContent(bytes);
    }

    @Test
    void copies_a_prefix_by_globs_and_a_second_run_costs_lists_only() {
        CountingStore from = new CountingStore(copies.one);
        CountingStore to = new CountingStore(copies.two);
        Copies counted = new Copies(store -> from, store -> to);
        for (String key : List.of("a.jpg", "b.png", "sub/c.jpg", "sub/.mediafn/state", "marker/")) {
            counted.put("mem://a/p/" + key, key.equals("marker/") ? new byte[0] : BODY);
        }
        counted.put("mem://a/pq/not.jpg", BODY);
        CopyRequest request = CopyRequest.of(new Selection.Folder(
                Location.of("mem://a/p/"), Location.of("two://b/q/"), Globs.of(List.of("**/*.jpg"), List.of("b*"))));
        from.calls.clear();
        to.calls.clear();

        Report first = counted.run(request);
        List<String> firstCalls = List.copyOf(to.calls);
        from.calls.clear();
        to.calls.clear();
        Report second = counted.run(request);
        List<String> secondCalls = List.copyOf(to.calls);

        assertThat(first.counts()).containsEntry("done", 2L).containsEntry("matched", 2L);
        assertThat(counted.keys("two://b/q/")).containsExactly("a.jpg", "sub/c.jpg");
        assertThat(firstCalls).containsExactlyInAnyOrder("list", "write CREATE_ONLY", "write CREATE_ONLY");
        assertThat(second.counts()).containsEntry("skipped", 2L).containsEntry("done", 0L);
        assertThat(second.items()).allSatisfy(item -> assertThat(item).containsEntry("reason", "same_checksum"));
        assertThat(from.calls).containsExactly("list");
        assertThat(secondCalls).containsExactly("list");
    }

    @Test
    void what_lies_between_and_behind_at_the_target_is_passed_over() {
        for (String key : List.of("b", "d", "\uD83D\uDE00", "\uFFEE")) {
            copies.put("mem://a/" + key, BODY);
        }
        for (String key : List.of("a", "b", "c", "d", "z", "\uFFEE")) {
            copies.put("two://b/" + key, BODY);
        }

        Report report = copies.run(folder("mem://a/", "two://b/"));

        assertThat(report.counts()).containsEntry("skipped", 3L).containsEntry("done", 1L);
    }

    @ParameterizedTest
    @CsvSource({
        // rule, same content there, same size there, what becomes of it
        "never,other,skipped,exists",
        "always,same,done,",
        "if_size_differs,same_size,skipped,same_size",
        "if_size_differs,other,done,",
        "if_checksum_differs,same,skipped,same_checksum",
        "if_checksum_differs,same_size,done,",
        "if_checksum_differs,other,done,",
        "if_newer,older,done,",
        "if_newer,newer,skipped,not_newer",
        "fail,same,failed,"
    })
    void the_overwrite_rule_decides(String rule, String there, String outcome, String reason) throws Exception {
        byte[] other = switch (there) {
            case "same" -> BODY;
            case "same_size" -> new byte[BODY.length];
            default -> new byte[] {1};
        };
        if (there.equals("newer")) {
            copies.put("mem://a/x", BODY);
            Thread.sleep(20);
            copies.put("two://b/x", other);
        } else {
            copies.put("two://b/x", other);
            Thread.sleep(20);
            copies.put("mem://a/x", BODY);
        }

        for (CopyRequest request : List.of(pair("mem://a/x", "two://b/x"), folder("mem://a/", "two://b/"))) {
            copies.put("two://b/x-check", new byte[0]);
            Map<String, Object> item =
                    copies.only(request.withOverwrite(Overwrite.of(rule)).withDryRun(false));
            assertThat(item).containsEntry("outcome", outcome);
            if (reason != null) {
                assertThat(item).containsEntry("reason", reason);
            }
            assertThat(copies.get("two://b/x")).isEqualTo(outcome.equals("done") ? BODY : other);
            if (outcome.equals("done")) {
                copies.put("two://b/x", other);
                Thread.sleep(5);
                copies.put("mem://a/x", BODY);
            }
        }
    }

    @Test
    void an_object_that_appears_meanwhile_is_judged_by_the_rule_and_never_overwritten_blindly() {
        ObjectStat[] seen = new ObjectStat[1];
        Copies raced = new Copies(store -> store, store -> new io.mediafn.testing.ForwardingStore(store) {
            @Override
            public ObjectStat write(Location to, io.mediafn.storage.Content content, WriteOptions options) {
                if (seen[0] == null && to.key().equals("x")) {
                    seen[0] = super.write(to, io.mediafn.storage.Content.of(new byte[] {9}), WriteOptions.replace());
                }
                return super.write(to, content, options);
            }
        });
        raced.put("mem://a/x", BODY);

        assertThat(raced.only(pair("mem://a/x", "two://b/x").withOverwrite(Overwrite.NEVER)))
                .containsEntry("outcome", "skipped");
        assertThat(raced.get("two://b/x")).containsExactly(9);
    }

    @Test
    void a_dry_run_plans_and_changes_nothing() {
        copies.put("mem://a/1", BODY);
        copies.put("mem://a/2", random(3 * PART));

        Report report = copies.run(folder("mem://a/", "two://b/").withDryRun(true));

        assertThat(report.dryRun()).isTrue();
        assertThat(report.counts()).containsEntry("planned", 2L);
        assertThat(report.items().get(0)).containsEntry("requests", 2L).containsEntry("method", "stream");
        assertThat(report.items().get(1)).containsEntry("requests", 9L).containsEntry("size_bytes", 3L * PART);
        assertThat(String.valueOf(report.toJson().get("totals"))).contains("usd_estimate");
        assertThat(copies.keys("two://b/")).isEmpty();
    }

    @Test
    void without_skip_failures_nothing_is_begun_after_the_first() {
        for (int i = 0; i < 60; i++) {
            copies.put(String.format("mem://a/%02d", i), BODY);
        }
        Selection.Pairs pairs = new Selection.Pairs(
                java.util.stream.IntStream.range(0, 60)
                        .mapToObj(i -> Location.of(i == 0 ? "mem://a/missing" : String.format("mem://a/%02d", i)))
                        .toList(),
                java.util.stream.IntStream.range(0, 60)
                        .mapToObj(i -> Location.of(String.format("two://b/%02d", i)))
                        .toList());

        Report stopped = copies.run(CopyRequest.of(pairs));
        Report whole = copies.run(CopyRequest.of(pairs).withSkipFailures(true));

        assertThat(stopped.state()).isEqualTo("FAILED");
        assertThat(stopped.items()).hasSize(60);
        assertThat(stopped.items().getLast())
                .containsEntry("outcome", "not_attempted")
                .containsEntry("reason", "failure");
        assertThat(whole.state()).isEqualTo("PARTIAL");
        assertThat(whole.counts()).containsEntry("failed", 1L).containsEntry("not_attempted", 0L);
        assertThat(copies.keys("two://b/")).hasSize(59);
    }

    @Test
    void a_full_reply_is_continued_from_next_until_all_is_done() {
        for (int i = 0; i < 25; i++) {
            copies.put(String.format("mem://a/%02d", i), BODY);
        }
        CopyRequest request = folder("mem://a/", "two://b/");
        int calls = 0;
        Optional<String> next = Optional.empty();
        do {
            Report report =
                    copies.operation.run(request.withNext(next), new RunContext(Deadline.never(), 7, Long.MAX_VALUE));
            next = report.next();
            calls++;
        } while (next.isPresent() && calls < 20);

        assertThat(calls).isBetween(4, 5);
        assertThat(copies.keys("two://b/")).hasSize(25);
    }

    @Test
    void after_the_deadline_nothing_is_begun_and_next_begins_there() {
        copies.put("mem://a/x", BODY);

        Report report = copies.operation.run(
                pair("mem://a/x", "two://b/x"), new RunContext(Deadline.in(Duration.ZERO), 100, Long.MAX_VALUE));

        assertThat(report.state()).isEqualTo("FAILED");
        assertThat(report.items())
                .singleElement()
                .satisfies(item -> assertThat(item)
                        .containsEntry("outcome", "not_attempted")
                        .containsEntry("reason", "deadline"));
        assertThat(report.next()).contains("0");
        assertThat(copies.keys("two://b/")).isEmpty();
    }

    @Test
    void moves_only_what_is_proven() {
        copies.put("mem://a/x", BODY);
        copies.put("mem://a/there", BODY);
        copies.put("mem://a/kept", BODY);
        copies.put("two://b/there", BODY);
        copies.put("two://b/kept", new byte[] {1});

        Report report = copies.run(folder("mem://a/", "two://b/").withMove(true));
        Report never =
                copies.run(pair("mem://a/y", "two://b/kept").withMove(true).withOverwrite(Overwrite.NEVER));

        assertThat(report.counts()).containsEntry("done", 2L).containsEntry("skipped", 1L);
        assertThat(copies.keys("mem://a/")).isEmpty();
        assertThat(copies.get("two://b/x")).isEqualTo(BODY);
        assertThat(never.counts()).containsEntry("failed", 1L);

        copies.put("mem://a/z", BODY);
        copies.run(pair("mem://a/z", "two://b/kept").withMove(true).withOverwrite(Overwrite.NEVER));
        assertThat(copies.keys("mem://a/")).containsExactly("z");
    }

    @Test
    void properties_are_copied_replaced_or_merged() {
        ObjectProperties properties =
                ObjectProperties.ofType(Optional.of("image/webp")).withMetadata(Map.of("camera", "left", "run", "7"));
        ObjectProperties set = ObjectProperties.ofType(Optional.of("image/png")).withMetadata(Map.of("run", "8"));
        copies.put(
                "mem://a/x",
                BODY,
                WriteOptions.replace().withProperties(properties).withTags(Map.of("split", "train")));

        for (String target : List.of("mem://c/", "two://c/")) {
            copies.run(pair("mem://a/x", target + "copy"));
            copies.run(pair("mem://a/x", target + "replace").withProperties(PropertyRule.REPLACE, set));
            copies.run(pair("mem://a/x", target + "merge").withProperties(PropertyRule.MERGE, set));

            assertThat(stat(target + "copy").properties()).isEqualTo(properties);
            assertThat(stat(target + "copy").tagCount()).isEqualTo(1);
            assertThat(stat(target + "replace").properties()).isEqualTo(set);
            assertThat(stat(target + "replace").tagCount()).isZero();
            assertThat(stat(target + "merge").properties().contentType()).contains("image/png");
            assertThat(stat(target + "merge").properties().metadata())
                    .containsOnly(Map.entry("camera", "left"), Map.entry("run", "8"));
        }
    }

    @Test
    void what_a_read_does_not_tell_is_kept_nevertheless() {
        Copies terse = new Copies(
                store -> new io.mediafn.testing.ForwardingStore(store) {
                    @Override
                    public io.mediafn.storage.ObjectRead read(Location at, io.mediafn.storage.ReadOptions options) {
                        io.mediafn.storage.ObjectRead read = super.read(at, options);
                        ObjectStat stat = read.stat();
                        return new io.mediafn.storage.ObjectRead(
                                stat.withProperties(stat.properties().withMetadata(Map.of())), read.body(), 1);
                    }
                },
                store -> store);
        terse.put(
                "mem://a/x",
                BODY,
                WriteOptions.replace().withProperties(ObjectProperties.none().withMetadata(Map.of("camera", "left"))));

        terse.run(pair("mem://a/x", "two://b/pair"));
        terse.run(folder("mem://a/", "two://b/"));
        terse.run(pair("mem://a/x", "two://b/packed").withEncoding(Optional.of(ContentEncoding.GZIP)));

        for (String key : List.of("pair", "x", "packed")) {
            assertThat(terse.two
                            .stat(Location.of("two://b/" + key))
                            .properties()
                            .metadata())
                    .containsEntry("camera", "left");
        }
    }

    @Test
    void what_a_disk_has_no_place_for_is_in_the_report() {
        copies.put(
                "mem://a/x",
                BODY,
                WriteOptions.replace()
                        .withProperties(ObjectProperties.ofType(Optional.of("image/webp"))
                                .withMetadata(Map.of("camera", "left")))
                        .withTags(Map.of("split", "train")));

        Map<String, Object> item = copies.only(pair("mem://a/x", "file://" + disk + "/x"));

        assertThat(item).containsEntry("outcome", "done");
        assertThat(item.get("not_kept")).isEqualTo(List.of("content_type", "metadata", "tags"));
    }

    @Test
    void transcodes_to_gzip_and_back() throws IOException {
        byte[] plain = "0123456789".repeat(2_000_000).getBytes(StandardCharsets.US_ASCII);
        copies.put("mem://a/x", plain);

        Map<String, Object> packed =
                copies.only(pair("mem://a/x", "two://b/x").withEncoding(Optional.of(ContentEncoding.GZIP)));
        Map<String, Object> back =
                copies.only(pair("two://b/x", "mem://c/x").withEncoding(Optional.of(ContentEncoding.IDENTITY)));

        assertThat(packed).containsEntry("outcome", "done").containsEntry("verdict", "verified");
        assertThat(stat("two://b/x").properties().contentEncoding()).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(copies.get("two://b/x"))).readAllBytes())
                .isEqualTo(plain);
        assertThat(back).containsEntry("outcome", "done");
        assertThat(stat("mem://c/x").properties().contentEncoding()).isEmpty();
        assertThat(copies.get("mem://c/x")).isEqualTo(plain);
    }

    @Test
    void a_broken_encoding_is_corrupt_and_nothing_is_written() {
        copies.put(
                "mem://a/x",
                BODY,
                WriteOptions.replace()
                        .withProperties(ObjectProperties.none().withContentEncoding(Optional.of("gzip"))));

        Map<String, Object> item =
                copies.only(pair("mem://a/x", "two://b/x").withEncoding(Optional.of(ContentEncoding.IDENTITY)));

        assertThat(item).containsEntry("outcome", "failed");
        assertThat(String.valueOf(item.get("error"))).contains("CORRUPT");
        assertThat(copies.keys("two://b/")).isEmpty();
    }

    @Test
    void a_scene_takes_its_assets_along_and_tells_which_it_leaves() {
        String scene = """
                {"_type":"Scene","children":[{"_type":"PointCloud","pcdPath":"lidar/1.pcd"},
                {"_type":"ObjMesh","objPath":"../shared/car.obj","mtlPath":"s3://other/car.mtl?X-Amz-Signature=canary",
                "children":[{"_type":"PlyMesh","plyPath":"./m.ply"}]}],
                "background":{"image":null,"cube":["sky/px.png","sky/nx.png"]}}""";
        copies.put("mem://a/p/scenes/1.fo3d", scene.getBytes(StandardCharsets.UTF_8));
        for (String asset : List.of(
                "scenes/lidar/1.pcd", "shared/car.obj", "scenes/m.ply", "scenes/sky/px.png", "scenes/sky/nx.png")) {
            copies.put("mem://a/p/" + asset, BODY);
        }

        Report one = copies.run(pair("mem://a/p/scenes/1.fo3d", "two://b/q/scenes/1.fo3d"));
        Report folder = copies.run(folder("mem://a/p/scenes/", "two://c/q/scenes/"));

        assertThat(one.counts()).containsEntry("done", 6L).containsEntry("failed", 0L);
        assertThat(copies.keys("two://b/q/"))
                .containsExactly(
                        "scenes/1.fo3d",
                        "scenes/lidar/1.pcd",
                        "scenes/m.ply",
                        "scenes/sky/nx.png",
                        "scenes/sky/px.png",
                        "shared/car.obj");
        assertThat(one.items().getLast().get("assets_not_copied")).isEqualTo(List.of("s3://other/car.mtl?***"));
        assertThat(folder.counts()).containsEntry("done", 6L);
        assertThat(copies.keys("two://c/q/")).hasSize(6).contains("shared/car.obj");
    }

    @Test
    void links_name_pairs_or_sources() {
        copies.put("mem://a/1 x.jpg", BODY);
        copies.put("mem://a/2.jpg", BODY);
        copies.put(
                "mem://l/pairs.csv",
                "inpath,outpath\n\"mem://a/1 x.jpg\",two://b/one.jpg\nmem://a/2.jpg,two://b/2.jpg\n"
                        .getBytes(StandardCharsets.UTF_8));
        copies.put("mem://l/urls.csv", "url;tag\nmem://a/1 x.jpg;car,red\n".getBytes(StandardCharsets.UTF_8));
        copies.put("mem://l/links.txt", "\uFEFFmem://a/1 x.jpg\r\n\nmem://a/2.jpg\n".getBytes(StandardCharsets.UTF_8));

        assertThat(copies.run(links("mem://l/pairs.csv")).counts()).containsEntry("done", 2L);
        assertThat(copies.run(links("mem://l/urls.csv", "two://c/")).counts()).containsEntry("done", 1L);
        assertThat(copies.run(links("mem://l/links.txt", "two://d/")).counts()).containsEntry("done", 2L);

        assertThat(copies.keys("two://b/")).containsExactly("2.jpg", "one.jpg");
        assertThat(copies.keys("two://c/")).containsExactly("1 x.jpg");
        assertThat(copies.keys("two://d/")).containsExactly("1 x.jpg", "2.jpg");
    }

    @Test
    void a_links_file_that_breaks_rules_moves_nothing_and_says_where() {
        copies.put("mem://a/x", BODY);
        copies.put(
                "mem://l/bad.csv",
                "inpath,outpath\nmem://a/x,two://b/x\nnonsense,two://b/y\nmem://a/x,\n"
                        .getBytes(StandardCharsets.UTF_8));
        copies.put("mem://l/same.txt", "mem://a/x\nmem://a/sub/x\n".getBytes(StandardCharsets.UTF_8));
        copies.put("mem://l/head.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> copies.run(links("mem://l/bad.csv")))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("nonsense")
                .hasMessageContaining("line 4");
        assertThatThrownBy(() -> copies.run(links("mem://l/same.txt", "two://b/")))
                .hasMessageContaining("a place of its own");
        assertThatThrownBy(() -> copies.run(links("mem://l/head.csv"))).hasMessageContaining("a header with");
        assertThatThrownBy(() -> copies.run(links("mem://l/same.txt"))).hasMessageContaining("outdir");
        assertThat(copies.keys("two://b/")).isEmpty();
    }

    @Test
    void a_selection_that_contradicts_itself_is_refused_before_any_byte_moves() {
        copies.put("mem://a/x", BODY);
        copies.put("mem://a/y", BODY);
        Location x = Location.of("mem://a/x");
        Location y = Location.of("mem://a/y");
        Location out = Location.of("two://b/z");

        assertThatThrownBy(() -> copies.run(CopyRequest.of(new Selection.Pairs(List.of(x, y), List.of(out, out)))))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("outpaths[1]");
        assertThatThrownBy(() -> copies.run(CopyRequest.of(new Selection.Pairs(List.of(x, y), List.of(out)))))
                .hasMessageContaining("1 for 2");
        assertThatThrownBy(() -> copies.run(pair("mem://a/x", "mem://a/x"))).hasMessageContaining("another place");
        assertThatThrownBy(() -> copies.run(folder("mem://a/", "mem://a/sub/"))).hasMessageContaining("below it");
        assertThatThrownBy(() -> copies.run(folder("mem://a/", "mem://a/"))).hasMessageContaining("outdir");
        assertThatThrownBy(() -> copies.run(pair("mem://a/", "two://b/x"))).hasMessageContaining("not a prefix");
        assertThatThrownBy(() -> copies.run(pair("mem://a/x", "three://b/x"))).hasMessageContaining("three");
        assertThat(copies.keys("two://b/")).isEmpty();
    }

    private ObjectStat stat(String at) {
        Location location = Location.of(at);
        return (at.startsWith("mem") ? copies.one : copies.two).stat(location);
    }

    private static CopyRequest links(String file) {
        return CopyRequest.of(new Selection.Links(Location.of(file), Optional.empty()));
    }

    private static CopyRequest links(String file, String outdir) {
        return CopyRequest.of(new Selection.Links(Location.of(file), Optional.of(Location.of(outdir))));
    }
}
