package io.mediafn.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.WriteOptions;
import io.mediafn.storage.gcs.ScriptedGcs.Seen;
import io.mediafn.storage.gcs.ScriptedSession.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads whose service fails in their middle: the object is whole in the end, or there is none. */
final class GcsUploadTest {
    private static final int QUANTUM = 256 << 10;
    private static final Location AT = Location.of("gs://bucket/large");
    private static final byte[] BYTES = random(9 * QUANTUM + 77);
    private static final Checksum WHOLE = Hasher.of(ChecksumAlgorithm.CRC32C, BYTES);

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(9).nextBytes(bytes);
        return bytes;
    }

    /** In parts of four quanta, with their checksums. */
    private static ObjectStat upload(ObjectStore store, WriteOptions write) {
        try (PartUpload upload = store.upload(AT, options(write))) {
            int parts = 0;
            for (int from = 0; from < BYTES.length; from += 4 * QUANTUM) {
                byte[] part = Arrays.copyOfRange(BYTES, from, Math.min(BYTES.length, from + 4 * QUANTUM));
                upload.put(parts, Content.of(part), Optional.of(Hasher.of(ChecksumAlgorithm.CRC32C, part)));
                parts++;
            }
            return upload.complete(parts, BYTES.length, Optional.of(WHOLE));
        }
    }

    private static UploadOptions options(WriteOptions write) {
        return new UploadOptions(
                write,
                4 * QUANTUM,
                OptionalLong.of(BYTES.length),
                Optional.of(ChecksumAlgorithm.CRC32C),
                Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(names = {"HALF", "LOST", "REFUSED", "HALF_TAKEN"})
    void what_did_not_arrive_is_sent_again_and_nothing_twice(Fault fault) throws IOException {
        for (int piece = 0; piece < 4; piece++) {
            Fault[] faults = new Fault[piece + 1];
            Arrays.fill(faults, Fault.NONE);
            faults[piece] = fault;
            try (ScriptedSession server = new ScriptedSession(WHOLE, faults);
                    ObjectStore store = GcsStores.open(server.settings())) {
                ObjectStat made = upload(store, WriteOptions.createOnly());

                assertThat(made.etag()).contains("18");
                // The server takes bytes at their place only, so these are neither doubled nor shifted.
                assertThat(server.bytes()).as("fault in piece " + piece).isEqualTo(BYTES);
                assertThat(store.requests()).isEqualTo(server.seen().size());
            }
        }
    }

    @Test
    void a_lost_completion_is_asked_about_and_found_done() throws IOException {
        try (ScriptedSession server = new ScriptedSession(WHOLE, Fault.NONE, Fault.NONE, Fault.NONE, Fault.LOST);
                ObjectStore store = GcsStores.open(server.settings())) {
            assertThat(upload(store, WriteOptions.createOnly()).etag()).contains("18");

            Seen question = server.seen().getLast();
            assertThat(question.header("content-range")).isEqualTo("bytes */" + BYTES.length);
            assertThat(question.body()).isEmpty();
        }
    }

    @Test
    void a_service_that_only_fails_is_given_up() throws IOException {
        Fault[] faults = new Fault[20];
        Arrays.fill(faults, Fault.REFUSED);
        try (ScriptedSession server = new ScriptedSession(WHOLE, faults);
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.UNAVAILABLE, () -> upload(store, WriteOptions.createOnly()));
            assertThat(server.seen()).hasSizeLessThan(10);
            assertThat(server.isDone()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GONE,CREATE_ONLY,UNAVAILABLE",
        "PRECONDITION,CREATE_ONLY,ALREADY_EXISTS",
        "PRECONDITION,IF_MATCH,PRECONDITION_FAILED",
        "OTHER_BYTES,CREATE_ONLY,CORRUPT"
    })
    void a_refused_completion_has_its_kind(Fault fault, String mode, Kind kind) throws IOException {
        WriteOptions write = mode.equals("IF_MATCH") ? WriteOptions.ifMatch("17") : WriteOptions.createOnly();
        try (ScriptedSession server = new ScriptedSession(WHOLE, Fault.NONE, Fault.NONE, Fault.NONE, fault);
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(kind, () -> upload(store, write));
            assertThat(server.isDone()).isFalse();
        }
    }

    @Test
    void an_object_that_became_another_is_removed() throws IOException {
        Checksum other = Hasher.of(ChecksumAlgorithm.CRC32C, new byte[1]);
        try (ScriptedSession server = new ScriptedSession(other);
                ObjectStore store = GcsStores.open(server.settings())) {
            assertFails(Kind.CORRUPT, () -> upload(store, WriteOptions.replace()));

            Seen last = server.seen().getLast();
            assertThat(last.method()).isEqualTo("DELETE");
            assertThat(last.rawPath()).isEqualTo("/storage/v1/b/bucket/o/large");
            assertThat(last.query()).containsEntry("ifGenerationMatch", "18");
        }
    }

    @Test
    void other_bytes_than_the_checksum_says_end_an_upload_before_there_is_an_object() throws IOException {
        Checksum other = Hasher.of(ChecksumAlgorithm.CRC32C, new byte[1]);
        try (ScriptedSession server = new ScriptedSession(WHOLE);
                ObjectStore store = GcsStores.open(server.settings());
                PartUpload upload = store.upload(AT, options(WriteOptions.replace()))) {
            assertFails(Kind.CORRUPT, () -> upload.put(0, Content.of(BYTES), Optional.of(other)));
            assertFails(Kind.INVALID, () -> upload.put(0, Content.of(BYTES), Optional.empty()));
            assertFails(Kind.INVALID, () -> upload.complete(1, BYTES.length, Optional.empty()));
            assertThat(server.isDone()).isFalse();
        }
        try (ScriptedSession server = new ScriptedSession(WHOLE);
                ObjectStore store = GcsStores.open(server.settings());
                PartUpload upload = store.upload(AT, options(WriteOptions.replace()))) {
            upload.put(0, Content.of(BYTES), Optional.empty());
            assertFails(Kind.CORRUPT, () -> upload.complete(1, BYTES.length, Optional.of(other)));
            assertThat(server.isDone()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void a_part_that_is_not_as_long_as_it_says_is_refused(int difference) throws IOException {
        for (int length : new int[] {100, 2 * QUANTUM}) {
            try (ScriptedSession server = new ScriptedSession(WHOLE);
                    ObjectStore store = GcsStores.open(server.settings());
                    PartUpload upload = store.upload(AT, options(WriteOptions.replace()))) {
                Content content = new Content(length, () -> new ByteArrayInputStream(new byte[length + difference]));
                assertFails(Kind.INVALID, () -> upload.put(0, content, Optional.empty()));
            }
        }
    }

    @Test
    void parts_out_of_order_too_many_or_too_few_are_refused_before_a_byte_moves() throws IOException {
        try (ScriptedSession server = new ScriptedSession(WHOLE);
                ObjectStore store = GcsStores.open(server.settings());
                PartUpload upload = store.upload(AT, options(WriteOptions.replace()))) {
            byte[] tooLong = new byte[BYTES.length + 1];
            assertFails(Kind.INVALID, () -> upload.put(1, Content.of(BYTES), Optional.empty()));
            assertFails(Kind.INVALID, () -> upload.put(0, Content.of(tooLong), Optional.empty()));
            upload.put(0, Content.of(BYTES), Optional.empty());
            assertFails(Kind.INVALID, () -> upload.complete(2, BYTES.length, Optional.empty()));
            assertFails(Kind.INVALID, () -> upload.complete(1, BYTES.length - 1, Optional.empty()));
            assertThat(upload.inOrder()).isTrue();
            upload.complete(1, BYTES.length, Optional.of(WHOLE));
            assertThat(server.bytes()).isEqualTo(BYTES);
        }
    }

    @Test
    void tags_and_unknown_checksums_are_refused_before_a_byte_moves() throws IOException {
        try (ScriptedSession server = new ScriptedSession(WHOLE);
                ObjectStore store = GcsStores.open(server.settings())) {
            WriteOptions tagged = WriteOptions.replace().withTags(Map.of("a", "1"));
            assertFails(Kind.UNSUPPORTED, () -> store.upload(AT, options(tagged)));
            assertFails(Kind.UNSUPPORTED, () -> store.write(AT, Content.of(BYTES), tagged));
            assertFails(
                    Kind.INVALID,
                    () -> store.upload(
                            AT,
                            new UploadOptions(
                                    WriteOptions.replace(),
                                    QUANTUM,
                                    OptionalLong.empty(),
                                    Optional.of(ChecksumAlgorithm.SHA256),
                                    Optional.empty())));
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void a_part_is_opened_once_unless_it_must_be_sent_again() throws IOException {
        AtomicInteger opened = new AtomicInteger();
        Content counted = new Content(BYTES.length, () -> {
            opened.incrementAndGet();
            return new ByteArrayInputStream(BYTES);
        });
        try (ScriptedSession server = new ScriptedSession(WHOLE);
                ObjectStore store = GcsStores.open(server.settings());
                PartUpload upload = store.upload(AT, options(WriteOptions.replace()))) {
            upload.put(0, counted, Optional.empty());
            upload.complete(1, BYTES.length, Optional.of(WHOLE));

            assertThat(opened).hasValue(1);
        }
    }

    @Test
    void an_abort_cancels_the_session() throws IOException {
        try (ScriptedSession server = new ScriptedSession(WHOLE);
                ObjectStore store = GcsStores.open(server.settings());
                PartUpload upload = store.upload(AT, options(WriteOptions.replace()))) {
            upload.put(0, Content.of(Arrays.copyOf(BYTES, QUANTUM)), Optional.empty());
            upload.abort();

            assertThat(server.isCancelled()).isTrue();
            assertFails(Kind.INVALID, () -> upload.complete(1, QUANTUM, Optional.empty()));
            assertThat(server.isDone()).isFalse();
        }
    }

    /** Whoever has the session's address can write; it is as good as a password. */
    @Test
    void the_sessions_address_is_in_no_message_and_no_cause() throws IOException {
        for (Fault fault : List.of(Fault.GONE, Fault.PRECONDITION, Fault.OTHER_BYTES)) {
            try (ScriptedSession server = new ScriptedSession(WHOLE, fault);
                    ObjectStore store = GcsStores.open(server.settings())) {
                assertThatThrownBy(() -> upload(store, WriteOptions.replace())).satisfies(e -> {
                    StringWriter all = new StringWriter();
                    e.printStackTrace(new PrintWriter(all));
                    assertThat(all.toString()).contains("gs://bucket/large").doesNotContain(ScriptedSession.SECRET);
                });
                assertThat(server.seen()).anyMatch(seen -> seen.query().containsValue(ScriptedSession.SECRET));
            }
        }
    }

    private static void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
