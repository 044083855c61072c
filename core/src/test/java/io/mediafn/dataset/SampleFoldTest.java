package io.mediafn.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.location.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SampleFoldTest {
    private static final Location OLD = Location.of("s3://b/old.jpg");
    private static final Location NEW = Location.of("s3://c/new.jpg");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void the_newest_object_stands() {
        assertStands("v2", done("v1", 1, "", 9), done("v2", 2, "", 1));
    }

    @Test
    void within_a_second_the_sequencer_decides_with_zeros_behind_the_shorter_one() {
        assertStands("v2", done("v1", 1, "0FF", 5), done("v2", 1, "100", 1));
        assertStands("v2", done("v1", 1, "0055AED6DCD90281E5", 5), done("v2", 1, "0055AED7", 1));
        assertStands("v2", done("v1", 1, "100", 5), done("v2", 1, "FF", 1));
        assertStands("v2", done("v1", 1, "", 5), done("v2", 1, "01", 1));
        assertStands("v2", done("v1", 1, "a", 5), done("v2", 1, "B", 1));
    }

    @Test
    void with_equal_sequencers_the_later_look_stands() {
        assertStands("v2", done("v1", 1, "0A", 1), done("v2", 1, "0A00", 2));
    }

    @Test
    void a_failure_never_replaces_metadata() {
        assertStands("v1", done("v1", 1, "", 1), failed("broken", 2, 2));
        assertStands("v3", done("v1", 1, "", 1), failed("broken", 2, 2), done("v3", 3, "", 3));
        assertStands("again", failed("broken", 1, 1), failed("again", 2, 2));
        assertStands("v2", failed("broken", 1, 1), done("v2", 2, "", 2));
    }

    @Test
    void a_deletion_counts_only_where_the_object_is() {
        assertThat(folded(done("v1", 1, "", 1), deleted(OLD, 2)))
                .hasValueSatisfying(record -> assertThat(record.deleted()).isTrue());
        assertStands("v3", done("v1", 1, "", 1), deleted(OLD, 2), done("v3", 3, "", 3));
        assertStands("v1", done("v1", 5, "", 5), deleted(OLD, 2));
        assertStands("moved", done("v1", 1, "", 1), relinked("moved", OLD, NEW, 2), deleted(OLD, 3));
    }

    @Test
    void a_relink_counts_only_from_where_the_sample_is() {
        assertStands("moved", done("v1", 1, "", 1), relinked("moved", OLD, NEW, 2));
        assertStands("v1", done("v1", 1, "", 1), relinked("stray", NEW, OLD, 2));
        assertThat(folded(relinked("orphan", OLD, NEW, 2))).isEmpty();
    }

    @Test
    void a_file_that_breaks_after_it_was_deleted_stands_as_broken() {
        assertStands("broken", done("v1", 1, "", 1), deleted(OLD, 2), failed("broken", 3, 3));
    }

    @Test
    void an_object_that_is_gone_twice_stays_gone() {
        SampleRecord sawNothing = with(failed("gone", 3, 3), "error", Map.of("kind", "NOT_FOUND"));
        assertThat(folded(done("v1", 1, "", 1), deleted(OLD, 2), sawNothing))
                .hasValueSatisfying(record -> assertThat(record.deleted()).isTrue());
    }

    @Test
    void an_object_that_was_gone_before_anybody_looked_is_no_sample() {
        SampleRecord sawNothing = with(failed("late", 9, 9), "error", Map.of("kind", "NOT_FOUND"));
        assertThat(folded(deleted(OLD, 2), sawNothing))
                .hasValueSatisfying(record -> assertThat(record.deleted()).isTrue());
        assertStands("v3", deleted(OLD, 2), sawNothing, done("v3", 10, "", 10));
        assertThat(folded(deleted(OLD, 2), relinked("moved", NEW, OLD, 3)))
                .hasValueSatisfying(record -> assertThat(record.deleted()).isTrue());
    }

    @Test
    void a_relink_keeps_what_it_does_not_say() {
        assertThat(folded(with(done("v1", 1, "", 1), "metadata", Map.of("width", 1)), relinked("moved", OLD, NEW, 2)))
                .hasValueSatisfying(record -> assertThat(record.facts())
                        .containsEntry("metadata", Map.of("width", 1))
                        .containsEntry("name", "moved"));
        assertStands("v1", done("v1", 1, "", 1), with(relinked("broken", OLD, NEW, 2), "outcome", "failed"));
    }

    /** S3 dates the object of a multipart upload from the upload's start, which lies before what it replaced. */
    @Test
    void the_event_outweighs_a_modification_that_lies_before_it() {
        assertStands("multipart", atEvent(done("put", 5, "0A", 1), 5), atEvent(done("multipart", 0, "0B", 2), 10));
    }

    @Test
    void a_deletion_has_the_time_of_its_event() {
        SampleRecord deletion = atEvent(with(deleted(OLD, 0), "source", Map.of("last_modified", at(0))), 3);
        assertThat(folded(done("v1", 2, "", 1), deletion))
                .hasValueSatisfying(record -> assertThat(record.deleted()).isTrue());
    }

    private static SampleRecord atEvent(SampleRecord record, int time) {
        Map<String, Object> source = new LinkedHashMap<>();
        if (record.facts().get("source") instanceof Map<?, ?> said) {
            said.forEach((field, value) -> source.put(String.valueOf(field), value));
        }
        source.put("event_time", at(time));
        return with(record, "source", source);
    }

    private static String at(int time) {
        return START.plusSeconds(time).toString();
    }

    private static SampleRecord with(SampleRecord record, String field, Object value) {
        Map<String, Object> facts = new LinkedHashMap<>(record.facts());
        facts.put(field, value);
        return new SampleRecord(
                record.id(),
                record.filepath(),
                record.previousFilepath(),
                record.sequence(),
                record.observedAt(),
                record.deleted(),
                facts);
    }

    @Test
    void any_order_of_arrival_gives_the_same() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            List<SampleRecord> records = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int time = random.nextInt(4);
                records.add(
                        switch (random.nextInt(5)) {
                            case 0 -> failed("f" + i, time, random.nextInt(4));
                            case 1 -> deleted(random.nextBoolean() ? OLD : NEW, time);
                            case 2 -> relinked("r" + i, OLD, NEW, time);
                            default -> done("d" + i, time, Integer.toHexString(random.nextInt(40)), random.nextInt(4));
                        });
            }
            Optional<SampleRecord> expected = SampleFold.fold(records);
            for (int shuffle = 0; shuffle < 10; shuffle++) {
                Collections.shuffle(records, random);
                assertThat(SampleFold.fold(records)).isEqualTo(expected);
            }
        }
    }

    private static void assertStands(String name, SampleRecord... records) {
        List<SampleRecord> list = new ArrayList<>(List.of(records));
        assertThat(folded(records))
                .hasValueSatisfying(
                        record -> assertThat(record.facts().get("name")).isEqualTo(name));
        Collections.reverse(list);
        assertThat(SampleFold.fold(list)).isEqualTo(folded(records));
    }

    private static Optional<SampleRecord> folded(SampleRecord... records) {
        return SampleFold.fold(List.of(records));
    }

    private static SampleRecord done(String name, int objectTime, String sequence, int observed) {
        return record(name, "done", OLD, Optional.empty(), objectTime, sequence, observed, false);
    }

    private static SampleRecord failed(String name, int objectTime, int observed) {
        return record(name, "failed", OLD, Optional.empty(), objectTime, "", observed, false);
    }

    private static SampleRecord deleted(Location at, int objectTime) {
        return record("deleted", "done", at, Optional.empty(), objectTime, "", objectTime, true);
    }

    private static SampleRecord relinked(String name, Location from, Location to, int time) {
        return record(name, "done", to, Optional.of(from), 0, "", time, false);
    }

    private static SampleRecord record(
            String name,
            String outcome,
            Location filepath,
            Optional<Location> previous,
            int objectTime,
            String sequence,
            int observed,
            boolean deleted) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("outcome", outcome);
        if (outcome.equals("done") && previous.isEmpty()) {
            facts.put("metadata", Map.of("width", 7));
        }
        facts.put(
                "source", Map.of("last_modified", START.plusSeconds(objectTime).toString()));
        return new SampleRecord(
                SampleIds.of(OLD), filepath, previous, sequence, START.plusSeconds(observed), deleted, facts);
    }
}
