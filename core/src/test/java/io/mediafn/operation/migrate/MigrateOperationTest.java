package io.mediafn.operation.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.batch.Deadline;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.MemoryDataset;
import io.mediafn.dataset.Selection;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.operation.MediaMoves;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.copy.LocalTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MigrateOperationTest {
    private static final String SCENE = "{\"children\":[{\"pcdPath\":\"points/a.pcd\"}]}";
    private static final int MOST_STEPS = 400;

    /** The end of a process, which nobody catches. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private MediaMoves moves = new MediaMoves();

    @AfterEach
    void close() {
        moves.close();
    }

    private static MigrateRequest request() {
        return MigrateRequest.of("traffic", Location.of("mem://old/d/"), Location.of("two://new/e/"));
    }

    /** Images, one of them shared, masks, frames, a scene with an asset, and what is none of ours. */
    private static void fill(MediaMoves moves) {
        for (String name : List.of("1.jpg", "2.jpg", "sub/3.jpg", "m1.png", "m2.png", "f1.png", "points/a.pcd")) {
            moves.put("mem://old/d/" + name, "content of " + name);
        }
        moves.put("mem://old/d/s.fo3d", SCENE);
        moves.put("mem://old/d/unlinked.jpg", "nobody links to it");
        moves.put("mem://old/d2/1.jpg", "another folder");
        moves.put("mem://old/d.jpg", "beside it");
        String first = moves.dataset.add("mem://old/d/1.jpg", "a");
        moves.dataset.add("mem://old/d/2.jpg");
        moves.dataset.add("mem://old/d/sub/3.jpg");
        moves.dataset.add("mem://old/d/1.jpg", "b");
        moves.dataset.add("mem://old/d/s.fo3d");
        moves.dataset.add("mem://old/d2/1.jpg");
        moves.dataset.add("mem://old/d.jpg");
        moves.dataset.add("no location at all");
        moves.dataset.link(first, MemoryDataset.MASK, "mem://old/d/m1.png", "mem://old/d/m2.png");
        moves.dataset.link(first, MemoryDataset.FRAME_MASK, "mem://old/d/f1.png", "mem://old/d/m1.png");
    }

    @ParameterizedTest
    @EnumSource(MigrationPolicy.class)
    void everything_is_copied_relinked_and_only_then_deleted(MigrationPolicy policy) {
        fill(moves);
        List<String> verbs = new ArrayList<>();
        moves.watch(verb -> {
            synchronized (verbs) {
                verbs.add(verb);
            }
        });

        Report report = moves.run(request().withPolicy(policy).withDeleteSource(true));

        assertThat(report.state()).as(report.toJson().toString()).isEqualTo("DONE");
        assertThat(report.counts())
                .containsEntry("copied", 7L)
                .containsEntry("relinked", 9L)
                .containsEntry("deleted", 8L);
        assertThat(moves.objects("mem://old/")).containsOnlyKeys("d/unlinked.jpg", "d2/1.jpg", "d.jpg");
        assertThat(moves.objects("two://new/e/"))
                .containsOnlyKeys("1.jpg", "2.jpg", "sub/3.jpg", "m1.png", "m2.png", "f1.png", "s.fo3d", "points/a.pcd")
                .containsEntry("sub/3.jpg", "content of sub/3.jpg");
        assertThat(moves.dataset.state()).doesNotContain("mem://old/d/").contains("mem://old/d2/1.jpg");
        int lastWrite = lastOf(verbs, "written ");
        int lastRelink = lastOf(verbs, "relinked");
        assertThat(verbs.indexOf(verbs.stream()
                        .filter(verb -> verb.startsWith("delete "))
                        .findFirst()
                        .orElseThrow()))
                .as("deletions come last")
                .isGreaterThan(Math.max(lastWrite, lastRelink));
        if (policy == MigrationPolicy.ALL_OR_NOTHING) {
            assertThat(verbs.indexOf("relinked")).isGreaterThan(lastWrite);
        }
    }

    private static int lastOf(List<String> verbs, String start) {
        int last = -1;
        for (int i = 0; i < verbs.size(); i++) {
            last = verbs.get(i).startsWith(start) ? i : last;
        }
        return last;
    }

    @ParameterizedTest
    @EnumSource(MigrationPolicy.class)
    void killed_at_any_step_a_second_run_ends_as_an_undisturbed_one(MigrationPolicy policy) {
        MigrateRequest request = request().withPolicy(policy).withDeleteSource(true);
        fill(moves);
        moves.run(request);
        String expected = moves.state();
        int kills = 0;
        for (int n = 1; n <= MOST_STEPS && kills == n - 1; n++) {
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
                Report again = killed.run(request);
                assertThat(again.state()).as("killed at step " + n).isEqualTo("DONE");
                assertThat(killed.state()).as("killed at step " + n).isEqualTo(expected);
            }
        }
        assertThat(kills).as("steps that it was killed at").isBetween(40, MOST_STEPS - 1);
    }

    @ParameterizedTest
    @EnumSource(MigrationPolicy.class)
    void small_replies_are_gone_on_with_to_the_same_end(MigrationPolicy policy) {
        MigrateRequest request = request().withPolicy(policy).withDeleteSource(true);
        fill(moves);
        List<Object> all = done(moves.run(request));
        String expected = moves.state();
        try (MediaMoves other = new MediaMoves()) {
            fill(other);
            Optional<String> next = Optional.empty();
            List<Object> told = new ArrayList<>();
            int calls = 0;
            do {
                Report report =
                        other.migrate.run(request.withNext(next), new RunContext(Deadline.never(), 2, Long.MAX_VALUE));
                assertThat(report.items()).hasSizeLessThanOrEqualTo(2);
                told.addAll(done(report));
                next = report.next();
                calls++;
            } while (next.isPresent() && calls < 50);
            assertThat(calls).isBetween(4, 30);
            // A medium that samples of two batches share is relinked in both.
            assertThat(new HashSet<>(told)).as("what was done is told").isEqualTo(new HashSet<>(all));
            assertThat(other.state()).isEqualTo(expected);
        }
    }

    private static List<Object> done(Report report) {
        return report.items().stream()
                .filter(item -> "done".equals(item.get("outcome")))
                .map(item -> List.of(
                        item.getOrDefault("step", ""),
                        item.getOrDefault("inpath", ""),
                        item.getOrDefault("method", "")))
                .map(Object.class::cast)
                .toList();
    }

    @Test
    void nothing_is_begun_when_there_is_no_time() {
        fill(moves);
        String before = moves.state();
        Report report = moves.migrate.run(
                request().withDeleteSource(true), new RunContext(Deadline.in(Duration.ZERO), 100, Long.MAX_VALUE));
        assertThat(report.state()).isEqualTo("PARTIAL");
        assertThat(report.next()).isPresent();
        assertThat(moves.state()).isEqualTo(before);
    }

    @Test
    void all_or_nothing_relinks_nothing_where_one_medium_is_missing() {
        fill(moves);
        moves.dataset.add("mem://old/d/gone.jpg");
        String before = moves.dataset.state();
        Report report =
                moves.run(request().withPolicy(MigrationPolicy.ALL_OR_NOTHING).withDeleteSource(true));
        assertThat(report.state()).isEqualTo("FAILED");
        assertThat(report.next()).isEmpty();
        assertThat(report.counts())
                .containsEntry("copied", 7L)
                .containsEntry("relinked", 0L)
                .containsEntry("deleted", 0L);
        assertThat(moves.dataset.state()).isEqualTo(before);
        assertThat(moves.objects("mem://old/d/")).hasSize(9);
    }

    @Test
    void all_or_nothing_remembers_a_failure_from_one_call_to_the_next() {
        moves.put("mem://old/d/2.jpg", "2");
        moves.put("mem://old/d/3.jpg", "3");
        for (String name : List.of("1.jpg", "2.jpg", "3.jpg")) {
            moves.dataset.add("mem://old/d/" + name);
        }
        String before = moves.dataset.state();
        MigrateRequest request = request().withPolicy(MigrationPolicy.ALL_OR_NOTHING);
        Optional<String> next = Optional.empty();
        List<String> states = new ArrayList<>();
        for (int i = 0; i < 20 && (i == 0 || next.isPresent()); i++) {
            Report report =
                    moves.migrate.run(request.withNext(next), new RunContext(Deadline.never(), 1, Long.MAX_VALUE));
            states.add(report.state());
            next = report.next();
        }
        assertThat(next).isEmpty();
        assertThat(states).isNotEmpty();
        assertThat(moves.objects("two://new/e/")).containsOnlyKeys("2.jpg", "3.jpg");
        assertThat(moves.dataset.state()).isEqualTo(before);
    }

    @Test
    void verified_only_relinks_what_could_be_copied() {
        fill(moves);
        String gone = moves.dataset.add("mem://old/d/gone.jpg");
        Report report = moves.run(request());
        assertThat(report.state()).isEqualTo("PARTIAL");
        assertThat(report.counts()).containsEntry("relinked", 9L).containsEntry("failed", 1L);
        assertThat(moves.dataset.path(gone)).isEqualTo("mem://old/d/gone.jpg");
        assertThat(moves.objects("mem://old/d/")).hasSize(9);
        assertThat(moves.run(request()).items())
                .singleElement()
                .satisfies(item -> assertThat(item).containsEntry("inpath", "mem://old/d/gone.jpg"));
    }

    @Test
    void a_scene_whose_asset_is_missing_stays_where_it_is() {
        moves.put("mem://old/d/s.fo3d", SCENE);
        String id = moves.dataset.add("mem://old/d/s.fo3d");
        Report report = moves.run(request().withDeleteSource(true));
        assertThat(report.items().getFirst()).containsEntry("outcome", "failed");
        assertThat(String.valueOf(report.items().getFirst().get("error"))).contains("points/a.pcd");
        assertThat(moves.dataset.path(id)).isEqualTo("mem://old/d/s.fo3d");
        assertThat(moves.objects("mem://old/d/")).hasSize(1);
    }

    @Test
    void what_another_sample_links_to_is_not_overwritten() {
        moves.put("mem://old/d/1.jpg", "old");
        moves.put("mem://old/d/2.jpg", "same");
        moves.put("mem://old/d/3.jpg", "new");
        moves.put("two://new/e/1.jpg", "somebody else's");
        moves.put("two://new/e/2.jpg", "same");
        moves.put("two://new/e/3.jpg", "nobody's");
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            ids.add(moves.dataset.add("mem://old/d/" + i + ".jpg", "mine"));
        }
        moves.dataset.add("two://new/e/1.jpg", "other");
        moves.dataset.add("two://new/e/2.jpg", "other");
        Report report = moves.run(
                request().withSelection(new Selection(List.of(), List.of("mine"), List.of(), OptionalLong.empty())));
        assertThat(report.items()).extracting(item -> item.get("outcome")).containsExactly("failed", "skipped", "done");
        assertThat(String.valueOf(report.items().getFirst().get("error"))).contains("ALREADY_EXISTS");
        assertThat(moves.objects("two://new/e/"))
                .containsEntry("1.jpg", "somebody else's")
                .containsEntry("3.jpg", "new");
        assertThat(moves.dataset.path(ids.get(0))).isEqualTo("mem://old/d/1.jpg");
        assertThat(moves.dataset.path(ids.get(1))).isEqualTo("two://new/e/2.jpg");
    }

    @Test
    void what_anybody_still_links_to_is_not_deleted() {
        fill(moves);
        moves.put("mem://old/d/t.fo3d", SCENE);
        moves.dataset.add("mem://old/d/t.fo3d", "stays");
        moves.put("mem://old/other.fo3d", "{\"children\":[{\"pcdPath\":\"mem://old/d/2.jpg\"}]}");
        moves.dataset.add("mem://old/other.fo3d", "stays");
        String id = moves.dataset.add("mem://old/other.jpg", "stays");
        moves.dataset.link(id, MemoryDataset.MASK, "mem://old/d/sub/3.jpg");
        Selection these = new Selection(
                List.of("%024x".formatted(1), "%024x".formatted(2), "%024x".formatted(3), "%024x".formatted(5)),
                List.of(),
                List.of(),
                OptionalLong.empty());
        Report report = moves.run(request().withSelection(these).withDeleteSource(true));
        assertThat(report.state()).isEqualTo("DONE");
        // 1.jpg: sample 4; 2.jpg: a scene elsewhere; 3.jpg: a mask; a.pcd: a scene that stayed.
        assertThat(moves.objects("mem://old/d/"))
                .containsOnlyKeys("1.jpg", "2.jpg", "sub/3.jpg", "points/a.pcd", "t.fo3d", "unlinked.jpg");
        assertThat(report.items())
                .filteredOn(item -> "still_linked".equals(item.get("reason")))
                .hasSize(4);
    }

    @Test
    void a_link_in_another_spelling_keeps_a_source_too() {
        for (int i = 1; i <= 4; i++) {
            moves.put("mem://old/d/" + i + ".jpg", "text " + i);
            moves.dataset.add("mem://old/d/" + i + ".jpg", "mine");
        }
        moves.dataset.add("minio://old/d/1.jpg");
        moves.dataset.add("https://minio.example:9000/old/d/2.jpg?signature=x");
        moves.dataset.add("https://old.s3.amazonaws.com/d/3.jpg");
        Report report = moves.run(request().withDeleteSource(true));
        assertThat(report.counts()).containsEntry("deleted", 1L).containsEntry("relinked", 4L);
        assertThat(moves.objects("mem://old/d/")).containsOnlyKeys("1.jpg", "2.jpg", "3.jpg");
    }

    @Test
    void a_scene_that_cannot_be_read_keeps_everything() {
        fill(moves);
        moves.dataset.add("mem://old/broken.fo3d");
        Report report = moves.run(request().withDeleteSource(true));
        assertThat(report.state()).isEqualTo("PARTIAL");
        assertThat(report.counts()).containsEntry("deleted", 0L).containsEntry("relinked", 9L);
        assertThat(moves.objects("mem://old/d/")).hasSize(9);
    }

    @Test
    void a_source_that_changed_since_it_was_copied_is_not_deleted() {
        moves.put("mem://old/d/1.jpg", "first");
        moves.dataset.add("mem://old/d/1.jpg");
        moves.watch(verb -> {
            if (verb.equals("relinked")) {
                moves.put("mem://old/d/1.jpg", "other");
            }
        });
        Report report = moves.run(request().withDeleteSource(true));
        assertThat(report.state()).isEqualTo("PARTIAL");
        assertThat(report.counts()).containsEntry("deleted", 0L);
        assertThat(moves.objects("mem://old/d/")).containsEntry("1.jpg", "other");
        assertThat(moves.objects("two://new/e/")).containsEntry("1.jpg", "first");
    }

    @Test
    void a_dry_run_changes_nothing_and_tells_what_it_would_cost() {
        fill(moves);
        String before = moves.state();
        moves.watch(verb -> assertThat(verb)
                .doesNotStartWith("write")
                .doesNotStartWith("delete")
                .isNotEqualTo("relink"));
        MigrateRequest request = new MigrateRequest(
                "traffic",
                Location.of("mem://old/d/"),
                Location.of("two://new/e/"),
                MigrationPolicy.VERIFIED_ONLY,
                true,
                List.of(),
                true,
                Selection.all(),
                true,
                false,
                Optional.empty());
        Report report = moves.run(request);
        assertThat(report.items())
                .hasSize(8)
                .allSatisfy(item -> assertThat(item).containsEntry("outcome", "planned"));
        assertThat(report.items().getFirst()).containsEntry("samples", 2L).containsKey("usd_estimate");
        moves.watch(verb -> {});
        assertThat(moves.state()).isEqualTo(before);
    }

    @Test
    void a_database_that_goes_away_leaves_every_item_with_an_outcome_and_a_second_run_completes() {
        fill(moves);
        moves.run(request());
        String expected = moves.state();
        for (String verb : List.of("relink", "relinked")) {
            try (MediaMoves other = new MediaMoves()) {
                fill(other);
                AtomicInteger relinks = new AtomicInteger();
                other.watch(asked -> {
                    if (asked.equals(verb)) {
                        relinks.incrementAndGet();
                    }
                    boolean ofDataset = asked.startsWith("relink") || asked.equals("samples");
                    if (ofDataset && relinks.get() > 0) {
                        throw new DatasetException(DatasetException.Kind.UNAVAILABLE, "gone away");
                    }
                });
                Report report = other.run(request());
                assertThat(report.state()).isEqualTo("FAILED");
                assertThat(report.items())
                        .hasSizeGreaterThanOrEqualTo(5)
                        .allSatisfy(item ->
                                assertThat(String.valueOf(item.get("error"))).contains("UNAVAILABLE"));
                other.watch(asked -> {});
                assertThat(other.run(request().withNext(report.next())).state()).isEqualTo("DONE");
                assertThat(other.state()).isEqualTo(expected);
            }
        }
    }

    @Test
    void only_the_fields_and_samples_that_are_asked_for() {
        fill(moves);
        Report report = moves.run(request()
                .withFields(List.of(MemoryDataset.MASK))
                .withSelection(new Selection(List.of(), List.of("a"), List.of(), OptionalLong.empty())));
        assertThat(report.counts()).containsEntry("relinked", 2L);
        assertThat(moves.objects("two://new/")).containsOnlyKeys("e/m1.png", "e/m2.png");
        assertThatThrownBy(() -> moves.run(request().withFields(List.of(new MediaField("nope", false)))))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("nope");
    }

    @Test
    void a_limit_means_the_first_samples_in_however_many_calls() {
        for (int i = 1; i <= 5; i++) {
            moves.put("mem://old/d/" + i + ".jpg", "text " + i);
            moves.dataset.add("mem://old/d/" + i + ".jpg");
        }
        MigrateRequest request =
                request().withSelection(new Selection(List.of(), List.of(), List.of(), OptionalLong.of(3)));
        Optional<String> next = Optional.empty();
        for (int i = 0; i < 10 && (i == 0 || next.isPresent()); i++) {
            next = moves.migrate
                    .run(request.withNext(next), new RunContext(Deadline.never(), 2, Long.MAX_VALUE))
                    .next();
        }
        assertThat(moves.objects("two://new/e/")).containsOnlyKeys("1.jpg", "2.jpg", "3.jpg");
    }

    @Test
    void prefixes_that_contain_each_other_are_refused() {
        for (String to : List.of("mem://old/d", "mem://old/d/", "mem://old/d/x/", "mem://old/", "mem://old")) {
            assertThatThrownBy(() -> moves.run(MigrateRequest.of("t", Location.of("mem://old/d/"), Location.of(to))))
                    .as(to)
                    .isInstanceOf(InvalidFieldsException.class)
                    .hasMessageContaining("to_prefix");
        }
        Map<String, Object> json = new LinkedHashMap<>(Map.of("policy", "maybe", "what", 1, "next", "x"));
        assertThatThrownBy(() -> MigrateRequest.fromJson(json))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessageContaining("dataset")
                .hasMessageContaining("from_prefix")
                .hasMessageContaining("to_prefix")
                .hasMessageContaining("policy")
                .hasMessageContaining("next")
                .hasMessageContaining("what");
    }

    @Test
    void what_is_not_allowed_is_not_touched() {
        try (MediaMoves allowed = new MediaMoves(
                2,
                LocationPolicy.forFunctions(
                        Set.of("two"), List.of(Location.of("mem://old/d/"), Location.of("two://new/"))),
                LocalTargets.NONE)) {
            fill(allowed);
            allowed.put("mem://old/d/out.fo3d", "{\"children\":[{\"pcdPath\":\"../secret.pcd\"}]}");
            allowed.put("mem://old/secret.pcd", "secret");
            allowed.dataset.add("mem://old/d/out.fo3d");
            assertThatThrownBy(() -> allowed.run(
                            MigrateRequest.of("t", Location.of("mem://old/d2/"), Location.of("two://new/"))))
                    .isInstanceOf(LocationRefusedException.class);
            Report report = allowed.run(request());
            assertThat(report.counts()).containsEntry("failed", 1L).containsEntry("relinked", 9L);
            assertThat(allowed.objects("two://new/").toString()).doesNotContain("secret");
        }
    }
}
