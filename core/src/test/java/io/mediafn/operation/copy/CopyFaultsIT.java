package io.mediafn.operation.copy;

import static io.mediafn.testing.Fault.answer;
import static io.mediafn.testing.Fault.loseAnswer;
import static io.mediafn.testing.Fault.resetBeforeAnswer;
import static io.mediafn.testing.Fault.resetInAnswer;
import static io.mediafn.testing.Fault.resetInRequest;
import static io.mediafn.testing.Fault.stall;
import static io.mediafn.testing.Fault.truncate;
import static io.mediafn.testing.NeedsServer.Server.AZURITE;
import static io.mediafn.testing.NeedsServer.Server.FAKE_GCS;
import static io.mediafn.testing.NeedsServer.Server.VERSITY_GATEWAY;
import static io.mediafn.testing.WireRequest.any;
import static io.mediafn.testing.WireRequest.method;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.batch.BatchRunner;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.copy.Clouds.Cloud;
import io.mediafn.operation.copy.CopyRequest.Selection;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.testing.Fault;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.WireRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a copy survives, and what it must not call done: the same faults on the wire for every store, as the source and as
 * the target, in front of real servers.
 */
@NeedsServer({VERSITY_GATEWAY, FAKE_GCS, AZURITE})
final class CopyFaultsIT {
    private static final int PART = CopySettings.SMALLEST_PART;
    private static final String UNAVAILABLE = "<?xml version=\"1.0\"?><Error><Code>ServerBusy</Code></Error>";

    /** A fault that passes: the copy is done nevertheless. */
    private record Passing(String name, Predicate<WireRequest> which, Fault fault) {}

    private static List<Passing> whileReading() {
        return List.of(
                new Passing("throttled", method("GET"), answer(429, UNAVAILABLE)),
                new Passing("503", method("GET"), answer(503, UNAVAILABLE)),
                new Passing("500", method("GET"), answer(500, UNAVAILABLE)),
                new Passing("reset", method("GET"), resetBeforeAnswer()),
                new Passing("reset in the body", method("GET"), resetInAnswer(3000)),
                new Passing("truncated", method("GET"), truncate(5000)));
    }

    private static List<Passing> whileWriting() {
        return List.of(
                new Passing("throttled", method("PUT", "POST"), answer(429, UNAVAILABLE)),
                new Passing("503", method("PUT", "POST"), answer(503, UNAVAILABLE)),
                new Passing("500", method("PUT", "POST"), answer(500, UNAVAILABLE)),
                new Passing("reset", method("PUT", "POST"), resetBeforeAnswer()),
                new Passing("reset in the body", method("PUT", "POST"), resetInRequest(3000)),
                new Passing("answer lost", method("PUT", "POST"), loseAnswer()));
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGNED_S3", "GCS", "AZURE"})
    void faults_that_pass_while_reading_are_survived(Clouds kind) throws Exception {
        try (Cloud cloud = kind.open();
                Bench bench = new Bench(cloud)) {
            for (int size : List.of(20_000, 2 * PART + 77)) {
                byte[] bytes = random(size);
                bench.put(cloud.at("x"), bytes);
                for (Passing fault : whileReading()) {
                    cloud.proxy().when(1, fault.which(), fault.fault());
                    Map<String, Object> item = bench.copy(cloud.at("x"), Location.of("mem://b/" + fault.name() + size));

                    assertThat(item).as(kind + " " + fault.name() + " " + size).containsEntry("outcome", "done");
                    assertThat(bench.get(Location.of("mem://b/" + fault.name() + size)))
                            .isEqualTo(bytes);
                    cloud.proxy().heal();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGNED_S3", "GCS", "AZURE"})
    void faults_that_pass_while_writing_are_survived(Clouds kind) throws Exception {
        try (Cloud cloud = kind.open();
                Bench bench = new Bench(cloud)) {
            for (int size : List.of(20_000, 2 * PART + 77)) {
                byte[] bytes = random(size);
                bench.put(Location.of("mem://a/x"), bytes);
                for (Passing fault : whileWriting()) {
                    Location out = cloud.at(fault.name() + size);
                    cloud.proxy().when(1, fault.which(), fault.fault());
                    Map<String, Object> item = bench.copy(Location.of("mem://a/x"), out);

                    // A lost answer to a create-only write may be found again as an object of the same content.
                    assertThat(item.get("outcome"))
                            .as(kind + " " + fault.name() + " " + size + " " + item)
                            .isIn("done", "skipped");
                    assertThat(bench.get(out)).isEqualTo(bytes);
                    // One whose very beginning got lost is nobody's; every other is finished or gone.
                    assertThat(cloud.store().uploads(cloud.at(""))).noneMatch(upload -> upload.own());
                    cloud.proxy().heal();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGNED_S3", "GCS", "AZURE"})
    void a_service_that_is_down_fails_the_item_in_time_and_leaves_no_object(Clouds kind) throws Exception {
        try (Cloud cloud = kind.open();
                Bench bench = new Bench(cloud)) {
            bench.put(Location.of("mem://a/x"), random(20_000));
            for (Fault fault : List.of(answer(503, UNAVAILABLE), stall())) {
                cloud.proxy().when(any(), fault);
                long started = System.nanoTime();
                Map<String, Object> item = bench.copy(Location.of("mem://a/x"), cloud.at("x"));
                double seconds = (System.nanoTime() - started) / 1e9;

                assertThat(item).containsEntry("outcome", "failed");
                assertThat(String.valueOf(item.get("error"))).contains("retryable=true");
                assertThat(seconds).isLessThan(120);
                cloud.proxy().heal();
                assertThat(cloud.store().find(cloud.at("x"))).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGNED_S3", "GCS", "AZURE"})
    void a_source_that_changes_underneath_is_reported_and_never_completed(Clouds kind) throws Exception {
        try (Cloud cloud = kind.open();
                Bench bench = new Bench(cloud)) {
            byte[] first = random(3 * PART);
            bench.put(cloud.at("x"), first);
            Bench changing = new Bench(cloud, read -> {
                if (read == 2) {
                    bench.put(cloud.at("x"), random(3 * PART + 1));
                }
            });

            Map<String, Object> item = changing.copy(cloud.at("x"), Location.of("mem://b/x"));

            assertThat(item).containsEntry("outcome", "failed");
            assertThat(String.valueOf(item.get("error"))).contains("PRECONDITION_FAILED");
            assertThat(changing.memory().find(Location.of("mem://b/x"))).isEmpty();
            changing.close();
        }
    }

    /** Bits that flip on the way, in every attempt, on either side. */
    @Test
    void of_1000_transfers_with_a_flipped_bit_none_is_done() throws Exception {
        flipped(Clouds.SIGNED_S3, 800);
        flipped(Clouds.AZURE, 100);
        flipped(Clouds.GCS, 100);
    }

    private static void flipped(Clouds kind, int transfers) throws Exception {
        Random random = new Random(transfers);
        // Cloud Storage gets an object's bytes in an envelope, and a bit of that is no bit of the object.
        boolean enveloped = kind == Clouds.GCS;
        int smallest = enveloped ? 8000 : 1;
        try (Cloud source = kind.open();
                Cloud target = Clouds.SIGNED_S3.open();
                Cloud other = kind.open();
                Bench bench = new Bench(source);
                Stores stores = Stores.builder()
                        .add(at -> at.bucket().equals(source.bucket()), source::store)
                        .add(at -> at.bucket().equals(target.bucket()), target::store)
                        .add(at -> at.bucket().equals(other.bucket()), other::store)
                        .build()) {
            List<Location> in = new ArrayList<>();
            List<Location> out = new ArrayList<>();
            for (int i = 0; i < transfers; i++) {
                Location at = source.at(String.format("%04d", i));
                bench.put(at, random(smallest + random.nextInt(30_000)));
                in.add(at);
                // Half are read wrongly, half arrive wrongly, at a server of the same kind.
                out.add((i % 2 == 0 ? target : other).at(i % 2 == 0 ? "read-" + i : "written-" + i));
            }
            source.proxy()
                    .when(
                            // The bytes of objects, not what Cloud Storage says of them, which is also asked by GET.
                            method("GET")
                                    .and(request -> kind != Clouds.GCS
                                            || request.query().contains("alt=media"))
                                    .and(request ->
                                            Integer.parseInt(request.path().replaceAll(".*?(\\d{4})(\\?.*)?$", "$1"))
                                                            % 2
                                                    == 0),
                            Fault.flipSomeAnswerBit(7));
            other.proxy()
                    .when(
                            method("PUT", "POST"),
                            enveloped ? Fault.flipRequestBit(8 * 4000 + 5) : Fault.flipSomeRequestBit(9));
            CopyOperation operation = new CopyOperation(
                    stores,
                    LocationPolicy.forCommandLine(Set.of(), List.of()),
                    new BatchRunner(8),
                    LocalTargets.NONE,
                    new CopySettings(PART, 4L * PART));

            Report report = operation.run(
                    CopyRequest.of(new Selection.Pairs(in, out)).withSkipFailures(true), RunContext.unbounded());

            other.proxy().heal();
            assertThat(report.items()).hasSize(transfers).allSatisfy(item -> {
                assertThat(item).containsEntry("outcome", "failed");
                assertThat(String.valueOf(item.get("error"))).contains("kind=CORRUPT");
            });
            assertThat(target.store()
                            .list(target.at(""), io.mediafn.storage.ListOptions.everything())
                            .objects())
                    .isEmpty();
            assertThat(other.store()
                            .list(other.at(""), io.mediafn.storage.ListOptions.everything())
                            .objects())
                    .isEmpty();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** A cloud and memory, and copies between them. */
    private static final class Bench implements AutoCloseable {
        private final ObjectStore memory = MemoryStores.open();
        private final Stores stores;
        private final CopyOperation operation;

        Bench(Cloud cloud) {
            this(cloud, read -> {});
        }

        /** @param behindRead is told the number of each read of the cloud */
        Bench(Cloud cloud, java.util.function.IntConsumer behindRead) {
            java.util.concurrent.atomic.AtomicInteger reads = new java.util.concurrent.atomic.AtomicInteger();
            ObjectStore watched = new io.mediafn.testing.ForwardingStore(cloud.store()) {
                @Override
                public ObjectRead read(Location at, ReadOptions options) {
                    behindRead.accept(reads.incrementAndGet());
                    return super.read(at, options);
                }

                @Override
                public void close() {
                    // Belongs to the cloud.
                }
            };
            stores = Stores.builder()
                    .add(Scheme.MEM, () -> memory)
                    .add(at -> true, () -> watched)
                    .build();
            operation = new CopyOperation(
                    stores,
                    LocationPolicy.forCommandLine(Set.of(), List.of()),
                    new BatchRunner(1),
                    LocalTargets.NONE,
                    new CopySettings(PART, 4L * PART));
        }

        ObjectStore memory() {
            return memory;
        }

        void put(Location at, byte[] bytes) {
            stores.forLocation(at).write(at, Content.of(bytes), WriteOptions.replace());
        }

        byte[] get(Location at) {
            try (ObjectRead read = stores.forLocation(at).read(at, ReadOptions.all())) {
                return read.readAllBytes();
            }
        }

        Map<String, Object> copy(Location in, Location out) {
            return operation
                    .run(CopyRequest.of(new Selection.Pairs(List.of(in), List.of(out))), RunContext.unbounded())
                    .items()
                    .getFirst();
        }

        @Override
        public void close() {
            stores.close();
        }
    }
}
