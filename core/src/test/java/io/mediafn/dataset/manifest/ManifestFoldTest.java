package io.mediafn.dataset.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.Moment;
import io.mediafn.dataset.SampleFold;
import io.mediafn.dataset.SampleIds;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.memory.MemoryStores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Any order of arrival, any segments and any number of foldings, of whichever segments, say the same. */
final class ManifestFoldTest {
    private static final Location PLACE = Location.of("mem://d/m/");
    private static final List<Location> PLACES =
            List.of(Location.of("s3://b/a.jpg"), Location.of("gs://n/a.jpg"), Location.of("s3://c/a.jpg"));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    /** The listing of this store needs no time between new segments and the end of old ones. */
    private static final ManifestLimits QUICK = new ManifestLimits(900, 1 << 20, Duration.ofMillis(80));

    private final Random random = new Random(17);

    @Test
    void what_is_dropped_never_mattered_whatever_arrives_later() {
        int dropped = 0;
        for (int round = 0; round < 3000; round++) {
            List<SampleRecord> records = records("0123456789abcdef01234567", 2 + random.nextInt(9));
            Optional<SampleRecord> expected = SampleFold.fold(records);
            Collections.shuffle(records, random);
            List<SampleRecord> held = new ArrayList<>();
            for (SampleRecord next : records) {
                held.add(next);
                if (random.nextBoolean()) {
                    // Of some of them, as if the others lay in segments that are not folded.
                    int split = random.nextInt(held.size() + 1);
                    List<SampleRecord> kept = new ArrayList<>(SampleFold.lasting(held.subList(0, split)));
                    kept.addAll(held.subList(split, held.size()));
                    dropped += held.size() - kept.size();
                    held = kept;
                    Collections.shuffle(held, random);
                }
            }
            assertThat(SampleFold.fold(held))
                    .as("round %d of %s", round, records)
                    .isEqualTo(expected);
        }
        assertThat(dropped).isGreaterThan(1000);
    }

    @Test
    void segments_are_folded_at_random_while_records_arrive() {
        for (int round = 0; round < 40; round++) {
            ObjectStore store = MemoryStores.open();
            Manifest manifest = new Manifest(store, PLACE, new BatchRunner(1), QUICK, Clock.systemUTC());
            Map<String, SampleRecord> expected = new LinkedHashMap<>();
            List<SampleRecord> all = new ArrayList<>();
            for (int id = 0; id < 6; id++) {
                String name = SampleIds.shortHash("sample " + id);
                List<SampleRecord> records = records(name, 1 + random.nextInt(8));
                SampleFold.fold(records)
                        .filter(record -> !record.deleted())
                        .ifPresent(record -> expected.put(name, record));
                all.addAll(records);
            }
            Collections.shuffle(all, random);
            List<SampleRecord> redelivered = List.copyOf(all.subList(0, all.size() / 3));
            writeAndFold(store, manifest, all);
            assertStands(manifest, expected);
            writeAndFold(store, manifest, redelivered);
            assertStands(manifest, expected);
            assertThat(manifest.compact(false, () -> false).finished()).isTrue();
            assertStands(manifest, expected);
            assertThat(manifest.compact(false, () -> false).folded()).isFalse();
        }
    }

    private static void assertStands(Manifest manifest, Map<String, SampleRecord> expected) {
        Map<String, String> found = new LinkedHashMap<>();
        manifest.samples().forEach(record -> found.put(record.id(), text(record)));
        Map<String, String> wanted = new LinkedHashMap<>();
        expected.forEach((id, record) -> wanted.put(id, text(record)));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(wanted);
    }

    /** Times in JSON are texts, so both are compared as what is written. */
    private static String text(SampleRecord record) {
        return Json.write(new TreeMap<>(Manifest.toJson(record)));
    }

    private void writeAndFold(ObjectStore store, Manifest manifest, List<SampleRecord> records) {
        Compactor compactor = new Compactor(new Segments(store, PLACE, QUICK), new BatchRunner(1), QUICK);
        int next = 0;
        while (next < records.size()) {
            int end = Math.min(records.size(), next + 1 + random.nextInt(5));
            manifest.record(records.subList(next, end));
            next = end;
            if (random.nextInt(3) == 0) {
                List<ObjectStat> some = new ArrayList<>();
                new ObjectListing(store, PLACE, ListOptions.everything()).forEachRemaining(some::add);
                some.removeIf(segment -> random.nextInt(3) == 0);
                compactor.foldSome(some, random.nextInt(4) != 0);
            }
        }
    }

    private List<SampleRecord> records(String id, int count) {
        List<SampleRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(id, "r" + i));
        }
        return records;
    }

    private SampleRecord record(String id, String name) {
        Instant time = START.plusSeconds(random.nextInt(4)).plusMillis(random.nextInt(3));
        Moment moment = Moment.NEVER.next(time);
        Location at = PLACES.get(random.nextInt(PLACES.size()));
        Location other = PLACES.get(random.nextInt(PLACES.size()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("outcome", "done");
        if (random.nextBoolean()) {
            facts.put("metadata", Map.of("name", name));
        }
        return switch (random.nextInt(9)) {
            case 0 -> SampleRecord.relinked(id, at, other, moment);
            case 1 -> SampleRecord.removed(id, at, moment);
            case 2 -> SampleRecord.amended(id, at, moment, facts, random.nextBoolean());
            case 3 -> SampleRecord.added(id, at, moment, facts);
            case 4 -> {
                facts.remove("metadata");
                facts.put("outcome", "failed");
                facts.put("error", Map.of("kind", random.nextBoolean() ? "NOT_FOUND" : "CORRUPT"));
                yield event(id, at, time, false, facts);
            }
            case 5 -> event(id, at, time, true, facts);
            default -> event(id, at, time, false, facts);
        };
    }

    private SampleRecord event(String id, Location at, Instant time, boolean deleted, Map<String, Object> facts) {
        facts.put("source", Map.of("event_time", Json.time(time)));
        facts.put("tags", List.of());
        String sequence = random.nextBoolean() ? "" : Integer.toHexString(random.nextInt(40));
        return new SampleRecord(id, at, Optional.empty(), sequence, time, deleted, facts);
    }

    @Test
    void a_change_counts_behind_all_that_its_maker_has_seen() {
        Clock behind = Clock.fixed(START, ZoneOffset.UTC);
        Moment seen = new Moment(START.getEpochSecond() + 7, "0F", START.toEpochMilli() + 50);
        Moment next = seen.next(behind.instant());
        assertThat(next).isGreaterThan(seen);
        assertThat(next.next(behind.instant())).isGreaterThan(next);
        assertThat(Moment.NEVER.next(START)).isEqualTo(new Moment(START.getEpochSecond(), "", START.toEpochMilli()));
    }
}
