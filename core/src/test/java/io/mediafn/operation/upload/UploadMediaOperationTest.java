package io.mediafn.operation.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.Deadline;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.MemoryDataset;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.operation.MediaMoves;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.copy.LocalTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UploadMediaOperationTest {
    private static final String SCENE = "{\"children\":[{\"pcdPath\":\"points/a.pcd\"}]}";

    /** The end of a process, which nobody catches. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final MediaMoves moves = new MediaMoves();

    @TempDir
    private Path disk;

    @AfterEach
    void close() {
        moves.close();
    }

    private static UploadMediaRequest request(Object... more) {
        Map<String, Object> json = new LinkedHashMap<>(Map.of("dataset", "traffic", "remote_dir", "two://new/media"));
        for (int i = 0; i < more.length; i += 2) {
            json.put((String) more[i], more[i + 1]);
        }
        return UploadMediaRequest.fromJson(json);
    }

    private static List<Object> of(Report report, String field) {
        return report.items().stream().map(item -> item.get(field)).toList();
    }

    @Test
    void names_are_the_last_parts_and_the_paths_come_in_the_samples_order() {
        moves.put("mem://old/a/1.jpg", "1");
        moves.put("mem://old/b/2.jpg", "2");
        moves.dataset.add("mem://old/b/2.jpg");
        moves.dataset.add("mem://old/a/1.jpg");
        moves.dataset.add("mem://old/b/2.jpg");
        String before = moves.dataset.state();

        Report report = moves.run(request());

        assertThat(report.state()).isEqualTo("DONE");
        assertThat(of(report, "outpath"))
                .containsExactly("two://new/media/2.jpg", "two://new/media/1.jpg", "two://new/media/2.jpg");
        assertThat(of(report, "outcome")).containsExactly("done", "done", "skipped");
        assertThat(moves.objects("two://new/media/")).isEqualTo(Map.of("1.jpg", "1", "2.jpg", "2"));
        assertThat(moves.dataset.state()).isEqualTo(before);
        assertThat(of(moves.run(request()), "outcome")).containsOnly("skipped");
    }

    @Test
    void rel_dir_keeps_folders_of_local_files_and_what_lies_outside_says_so() throws IOException {
        Path inside = Files.createDirectories(disk.resolve("data/sub")).resolve("x %41#?.jpg");
        Files.writeString(inside, "in");
        Path outside = Files.createDirectories(disk.resolve("data2")).resolve("y.jpg");
        Files.writeString(outside, "out");
        String first = moves.dataset.add(inside.toString());
        String second = moves.dataset.add(outside.toString());

        Report report = moves.run(request("rel_dir", disk.resolve("data").toString(), "update_filepaths", true));

        assertThat(report.state()).as(report.toJson().toString()).isEqualTo("DONE");
        assertThat(moves.dataset.path(first)).isEqualTo("two://new/media/sub/x %41#?.jpg");
        assertThat(moves.dataset.path(second)).isEqualTo("two://new/media/y.jpg");
        assertThat(report.items().get(0)).doesNotContainKey("warning").containsEntry("relinked", true);
        assertThat(String.valueOf(report.items().get(1).get("warning"))).contains("outside of rel_dir");
        assertThat(moves.objects("two://new/media/")).isEqualTo(Map.of("sub/x %41#?.jpg", "in", "y.jpg", "out"));
    }

    @Test
    void two_sources_of_one_name_are_an_error_before_a_byte_moves() {
        for (String name : List.of("a/0.jpg", "a/1.jpg", "b/1.jpg", "c/1.jpg", "d/1-2.jpg")) {
            moves.put("mem://old/" + name, "content of " + name);
            moves.dataset.add("mem://old/" + name);
        }
        assertThatThrownBy(() -> moves.run(request()))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("mem://old/a/1.jpg and mem://old/b/1.jpg")
                .hasMessageContaining("two://new/media/1.jpg");
        assertThat(moves.objects("two://new/")).isEmpty();

        Report report = moves.run(request("on_collision", "unique"));
        assertThat(of(report, "outpath"))
                .extracting(path -> path.toString().substring("two://new/media/".length()))
                .containsExactly("0.jpg", "1.jpg", "1-2.jpg", "1-3.jpg", "1-2-2.jpg");
        assertThat(moves.objects("two://new/media/"))
                .containsEntry("1-3.jpg", "content of c/1.jpg")
                .containsEntry("1-2-2.jpg", "content of d/1-2.jpg");
        assertThat(of(moves.run(request("on_collision", "unique")), "outpath")).isEqualTo(of(report, "outpath"));
    }

    @Test
    void killed_at_any_step_a_second_run_ends_as_an_undisturbed_one() {
        UploadMediaRequest request = request("on_collision", "unique", "update_filepaths", true);
        fill(moves);
        moves.run(request);
        String expected = moves.state();
        int kills = 0;
        for (int n = 1; n < 300 && kills == n - 1; n++) {
            try (MediaMoves killed =
                    new MediaMoves(1, LocationPolicy.forCommandLine(Set.of("two"), List.of()), LocalTargets.NONE)) {
                fill(killed);
                int dies = n;
                AtomicInteger steps = new AtomicInteger();
                killed.watch(verb -> {
                    if (steps.incrementAndGet() >= dies) {
                        throw new Killed();
                    }
                });
                try {
                    killed.run(request);
                } catch (Killed e) {
                    kills++;
                }
                killed.watch(verb -> {});
                assertThat(killed.run(request).state())
                        .as("killed at step " + n)
                        .isEqualTo("DONE");
                assertThat(killed.state()).as("killed at step " + n).isEqualTo(expected);
            }
        }
        assertThat(kills).as("steps that it was killed at").isBetween(15, 298);
    }

    private static void fill(MediaMoves to) {
        for (String name : List.of("a/1.jpg", "b/1.jpg", "c/2.jpg", "s/points/a.pcd")) {
            to.put("mem://old/" + name, "content of " + name);
        }
        to.put("mem://old/s/scene.fo3d", SCENE);
        for (String name : List.of("a/1.jpg", "b/1.jpg", "s/scene.fo3d", "a/1.jpg", "c/2.jpg")) {
            to.dataset.add("mem://old/" + name);
        }
    }

    @Test
    void a_run_that_was_cut_off_while_relinking_finds_its_own_names_again() {
        UploadMediaRequest request = request("on_collision", "unique", "update_filepaths", true);
        fill(moves);
        moves.run(request);
        String expected = moves.state();
        try (MediaMoves other = new MediaMoves()) {
            fill(other);
            other.run(request());
        } catch (InvalidFieldsException e) {
            assertThat(e).hasMessageContaining("1.jpg");
        }
        try (MediaMoves other = new MediaMoves()) {
            fill(other);
            other.run(request);
            // As if the second batch, with the other sample of a/1.jpg and with b/1.jpg, had not been reached.
            other.dataset.link("%024x".formatted(4), io.mediafn.dataset.MediaField.FILEPATH, "mem://old/a/1.jpg");
            other.dataset.link("%024x".formatted(2), io.mediafn.dataset.MediaField.FILEPATH, "mem://old/b/1.jpg");
            assertThat(other.run(request).state()).isEqualTo("DONE");
            assertThat(other.state()).isEqualTo(expected);
        }
    }

    @Test
    void what_is_there_and_different_fails_or_is_replaced() {
        for (String name : List.of("1.jpg", "2.jpg", "3.jpg")) {
            moves.put("mem://old/" + name, "mine " + name);
            moves.dataset.add("mem://old/" + name);
        }
        moves.put("two://new/media/1.jpg", "else 1.jpg");
        moves.put("two://new/media/2.jpg", "mine 2.jpg");
        Report report = moves.run(request("skip_failures", true, "update_filepaths", true));
        assertThat(of(report, "outcome")).containsExactly("failed", "skipped", "done");
        assertThat(String.valueOf(report.items().getFirst().get("error"))).contains("ALREADY_EXISTS");
        assertThat(moves.objects("two://new/media/")).containsEntry("1.jpg", "else 1.jpg");
        assertThat(moves.dataset.state())
                .contains("mem://old/1.jpg", "two://new/media/2.jpg", "two://new/media/3.jpg")
                .doesNotContain("two://new/media/1.jpg");

        assertThat(moves.run(request("overwrite", true, "update_filepaths", true))
                        .state())
                .isEqualTo("DONE");
        assertThat(moves.objects("two://new/media/")).containsEntry("1.jpg", "mine 1.jpg");
        assertThat(moves.dataset.state()).doesNotContain("mem://old");
    }

    @Test
    void without_skip_failures_nothing_is_begun_after_the_first() {
        try (MediaMoves one =
                new MediaMoves(1, LocationPolicy.forCommandLine(Set.of("two"), List.of()), LocalTargets.NONE)) {
            one.put("mem://old/1.jpg", "1");
            one.put("mem://old/3.jpg", "3");
            for (String name : List.of("1.jpg", "2.jpg", "3.jpg")) {
                one.dataset.add("mem://old/" + name);
            }
            Report report = one.run(request());
            assertThat(report.state()).isEqualTo("FAILED");
            assertThat(of(report, "outcome")).containsExactly("done", "failed", "not_attempted");
            assertThat(one.objects("two://new/media/")).containsOnlyKeys("1.jpg");
        }
    }

    @Test
    void scenes_bring_their_assets_whose_names_must_not_collide_either() {
        moves.put("mem://old/a/s.fo3d", SCENE);
        moves.put("mem://old/a/points/a.pcd", "of a");
        moves.put("mem://old/b/t.fo3d", SCENE);
        moves.put("mem://old/b/points/a.pcd", "of b");
        moves.dataset.add("mem://old/a/s.fo3d");
        moves.dataset.add("mem://old/b/t.fo3d");
        for (String rule : List.of("fail", "unique")) {
            assertThatThrownBy(() -> moves.run(request("on_collision", rule)))
                    .isInstanceOf(InvalidFieldsException.class)
                    .hasMessageContaining("mem://old/a/points/a.pcd and mem://old/b/points/a.pcd");
        }
        assertThat(moves.objects("two://new/")).isEmpty();

        assertThat(moves.run(request("rel_dir", "mem://old/", "update_filepaths", true))
                        .items())
                .hasSize(2)
                .allSatisfy(item -> assertThat(item).containsEntry("assets", 1));
        assertThat(moves.objects("two://new/media/"))
                .containsEntry("a/points/a.pcd", "of a")
                .containsEntry("b/points/a.pcd", "of b")
                .hasSize(4);
        String id = moves.dataset.add("mem://old/b/t.fo3d");
        Map<String, Object> only = Map.of("ids", List.of(id));
        moves.run(request("remote_dir", "two://new/alone", "include_assets", false, "select", only));
        assertThat(moves.objects("two://new/alone/")).containsOnlyKeys("t.fo3d");
    }

    @Test
    void names_that_fold_to_one_on_the_target_disk_collide() {
        LocalTargets folding = new LocalTargets() {
            @Override
            public boolean foldsNames(Location folder) {
                return true;
            }

            @Override
            public Optional<String> wayOut(Location folder, Location target) {
                return Optional.empty();
            }
        };
        try (MediaMoves local = new MediaMoves(1, LocationPolicy.forCommandLine(Set.of("two"), List.of()), folding)) {
            for (String name : List.of("a/One.jpg", "b/one.JPG")) {
                local.put("mem://old/" + name, name);
                local.dataset.add("mem://old/" + name);
            }
            String folder = disk.resolve("out").toString();
            assertThatThrownBy(() -> local.run(request("remote_dir", folder)))
                    .isInstanceOf(InvalidFieldsException.class)
                    .hasMessageContaining("a/One.jpg and mem://old/b/one.JPG");
            assertThat(of(local.run(request("remote_dir", folder, "on_collision", "unique")), "outpath"))
                    .extracting(Object::toString)
                    .extracting(path -> path.substring(path.lastIndexOf('/') + 1))
                    .containsExactly("One.jpg", "one-2.JPG");
        }
    }

    @Test
    void other_media_fields_go_too_and_replies_go_on() {
        String id = moves.dataset.add("mem://old/1.jpg");
        moves.dataset.link(id, MemoryDataset.FRAME_MASK, "mem://old/m1.png", "mem://old/m2.png");
        String other = moves.dataset.add("mem://old/2.jpg");
        moves.dataset.link(other, MemoryDataset.FRAME_MASK, "mem://old/m3.png");
        for (String name : List.of("m1.png", "m2.png", "m3.png")) {
            moves.put("mem://old/" + name, name);
        }
        UploadMediaRequest request = request("media_field", "frames.truth.mask_path", "update_filepaths", true);
        List<Object> outcomes = new ArrayList<>();
        Optional<String> next = Optional.empty();
        for (int i = 0; i < 10 && (i == 0 || next.isPresent()); i++) {
            Report report =
                    moves.upload.run(request.withNext(next), new RunContext(Deadline.never(), 2, Long.MAX_VALUE));
            outcomes.addAll(of(report, "outcome"));
            next = report.next();
        }
        assertThat(outcomes).hasSize(3);
        assertThat(moves.dataset.links(id).get(MemoryDataset.FRAME_MASK))
                .containsExactly("two://new/media/m1.png", "two://new/media/m2.png");
        assertThat(moves.dataset.path(id)).isEqualTo("mem://old/1.jpg");
    }

    @Test
    void a_database_that_goes_away_leaves_every_item_with_an_outcome() {
        fill(moves);
        UploadMediaRequest request = request("on_collision", "unique", "update_filepaths", true);
        moves.watch(verb -> {
            if (verb.equals("relink")) {
                throw new DatasetException(DatasetException.Kind.UNAVAILABLE, "gone away");
            }
        });
        Report report = moves.run(request);
        assertThat(report.state()).isEqualTo("FAILED");
        assertThat(report.items())
                .hasSize(5)
                .allSatisfy(item -> assertThat(String.valueOf(item.get("error")))
                        .contains("UNAVAILABLE", "uploaded, but not relinked"));
        moves.watch(verb -> {});
        assertThat(moves.run(request.withNext(report.next())).state()).isEqualTo("DONE");
        assertThat(moves.dataset.state()).doesNotContain("mem://");
    }

    @Test
    void bad_requests_name_every_field_and_the_policy_is_asked() {
        Map<String, Object> json = new LinkedHashMap<>(
                Map.of("cache", "copy", "on_collision", "maybe", "overwrite", "yes", "what", 1, "rel_dir", "x"));
        assertThatThrownBy(() -> UploadMediaRequest.fromJson(json))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("dataset")
                .hasMessageContaining("remote_dir")
                .hasMessageContaining("cache: false: there is no media cache")
                .hasMessageContaining("on_collision")
                .hasMessageContaining("overwrite")
                .hasMessageContaining("rel_dir")
                .hasMessageContaining("what");
        try (MediaMoves function = new MediaMoves(
                1, LocationPolicy.forFunctions(Set.of("two"), List.of(Location.of("two://new/"))), LocalTargets.NONE)) {
            function.put("mem://old/1.jpg", "1");
            function.dataset.add("mem://old/1.jpg");
            function.dataset.add("/etc/passwd");
            Report report = function.run(request("skip_failures", true));
            assertThat(report.items())
                    .allSatisfy(item ->
                            assertThat(String.valueOf(item.get("error"))).contains("DENIED"));
            assertThatThrownBy(() -> function.run(request("remote_dir", "mem://old/")))
                    .isInstanceOf(LocationRefusedException.class);
        }
    }

    @Test
    void a_dry_run_changes_nothing() {
        fill(moves);
        String before = moves.state();
        Report report = moves.run(request("on_collision", "unique", "update_filepaths", true, "dry_run", true));
        assertThat(of(report, "outcome")).containsExactly("planned", "planned", "planned", "skipped", "planned");
        assertThat(report.items().getFirst()).containsKeys("usd_estimate", "requests");
        assertThat(moves.state()).isEqualTo(before);
    }
}
