package io.mediafn.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.PartUpload;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.UploadOptions;
import io.mediafn.storage.WriteOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes that must leave the folder as it was, down to their temporary files. */
final class LocalWritesTest {
    private static final byte[] OLD = {1, 2, 3};
    private static final int PART = 1000;

    private final ObjectStore store = LocalStores.files();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void a_wrong_checksum_leaves_the_old_file(ChecksumAlgorithm algorithm) throws IOException {
        Files.write(folder.resolve("x"), OLD);
        WriteOptions wrong = WriteOptions.replace().withChecksum(Optional.of(Hasher.of(algorithm, new byte[] {9})));

        assertFails(Kind.CORRUPT, () -> store.write(at("x"), Content.of(bytes(5000)), wrong));

        assertThat(folder.resolve("x")).hasBinaryContent(OLD);
        assertThat(names()).containsExactly("x");
    }

    @Test
    void content_that_does_not_end_where_it_was_announced_is_refused() {
        Content more = new Content(3, () -> new ByteArrayInputStream(bytes(1_000_000)));
        Content fewer = new Content(3_000_000, () -> new ByteArrayInputStream(bytes(1_000_000)));

        assertFails(Kind.INVALID, () -> store.write(at("x"), more, WriteOptions.replace()));
        assertFails(Kind.INVALID, () -> store.write(at("x"), fewer, WriteOptions.replace()));
        assertThat(names()).isEmpty();
    }

    @Test
    void a_file_in_the_way_of_a_folder_is_no_file_that_is_already_there() throws IOException {
        Files.write(folder.resolve("file"), OLD);

        assertFails(Kind.INVALID, () -> store.write(at("file/x"), Content.of(OLD), WriteOptions.createOnly()));
    }

    @Test
    void a_name_of_an_unfinished_write_is_refused() {
        assertFails(Kind.INVALID, () -> store.write(at(".mediafn-1.tmp"), Content.of(OLD), WriteOptions.replace()));
        assertFails(Kind.INVALID, () -> store.write(at(".mediafn-1.tmp/x"), Content.of(OLD), WriteOptions.replace()));
        assertThat(names()).isEmpty();
    }

    @Test
    void an_upload_with_a_missing_a_short_or_a_further_part_makes_no_file() {
        byte[] bytes = bytes(3 * PART);
        assertRefused(bytes, 3, upload -> {
            put(upload, 0, bytes, PART);
            put(upload, 2, bytes, PART);
        });
        assertRefused(bytes, 3, upload -> {
            put(upload, 0, bytes, PART);
            put(upload, 1, bytes, PART - 1);
            put(upload, 2, bytes, PART);
        });
        assertRefused(bytes, 2, upload -> {
            put(upload, 0, bytes, PART);
            put(upload, 1, bytes, PART);
            put(upload, 2, bytes, PART);
        });
        assertRefused(bytes, 1, upload -> put(upload, 0, bytes, PART + 1));
    }

    private interface Parts {
        void into(PartUpload upload);
    }

    private void assertRefused(byte[] bytes, int count, Parts parts) {
        assertFails(Kind.INVALID, () -> {
            try (PartUpload upload = begin(Optional.empty())) {
                parts.into(upload);
                upload.complete(count, count * (long) PART, Optional.empty());
            }
        });
        assertThat(names()).isEmpty();
        assertThat(bytes).hasSize(3 * PART);
    }

    @ParameterizedTest
    @EnumSource
    void an_upload_whose_whole_has_another_checksum_makes_no_file(ChecksumAlgorithm algorithm) {
        byte[] bytes = bytes(2 * PART);
        Checksum right = Hasher.of(algorithm, bytes);
        Checksum wrong = Hasher.of(algorithm, OLD);

        assertFails(Kind.CORRUPT, () -> all(bytes, algorithm, wrong));
        assertThat(names()).isEmpty();
        all(bytes, algorithm, right);
        assertThat(folder.resolve("x")).hasBinaryContent(bytes);
        assertThat(names()).containsExactly("x");
    }

    private void all(byte[] bytes, ChecksumAlgorithm algorithm, Checksum whole) {
        try (PartUpload upload = begin(Optional.of(algorithm))) {
            put(upload, 1, bytes, PART);
            put(upload, 0, bytes, PART);
            upload.complete(2, bytes.length, Optional.of(whole));
        }
    }

    /** A part of which other bytes came first counts only as it came last. */
    @Test
    void a_part_that_failed_is_missing_until_it_is_put_again() {
        byte[] bytes = bytes(PART);
        try (PartUpload upload = begin(Optional.of(ChecksumAlgorithm.CRC32C))) {
            Checksum right = Hasher.of(ChecksumAlgorithm.CRC32C, bytes);
            upload.put(0, Content.of(bytes), Optional.of(right));
            assertFails(Kind.CORRUPT, () -> upload.put(0, Content.of(OLD), Optional.of(right)));
            assertFails(Kind.INVALID, () -> upload.complete(1, PART, Optional.empty()));
            upload.put(0, Content.of(bytes), Optional.of(right));
            upload.complete(1, PART, Optional.of(right));
        }
        assertThat(folder.resolve("x")).hasBinaryContent(bytes);
    }

    @Test
    void an_upload_that_is_left_leaves_nothing() {
        PartUpload closed = begin(Optional.empty());
        put(closed, 0, bytes(PART), PART);
        assertThat(names()).singleElement().asString().startsWith(".mediafn-");
        closed.close();
        closed.close();
        assertThat(names()).isEmpty();
        assertThatThrownBy(() -> put(closed, 1, bytes(2 * PART), PART)).isInstanceOf(StorageException.class);

        PartUpload aborted = begin(Optional.empty());
        aborted.abort();
        aborted.close();
        assertThat(names()).isEmpty();
    }

    @Test
    void a_large_file_is_copied_whole_and_keeps_none_of_its_sources_permissions() throws IOException {
        byte[] bytes = bytes(5_000_001);
        Files.write(folder.resolve("x"), bytes);
        assertThat(folder.resolve("x").toFile().setReadOnly()).isTrue();

        ObjectStat copied = store.copy(store.stat(at("x")), at("y"), CopyOptions.createOnly());

        assertThat(folder.resolve("y")).hasBinaryContent(bytes);
        assertThat(Files.getPosixFilePermissions(folder.resolve("y")).toString())
                .contains("OWNER_WRITE");
        assertThat(copied.size()).isEqualTo(bytes.length);
        assertThat(names()).containsExactly("x", "y");
    }

    @Test
    void a_copy_of_a_listing_that_is_out_of_date_leaves_nothing() throws IOException {
        Files.write(folder.resolve("x"), OLD);
        ObjectStat before = store.stat(at("x"));
        Files.write(folder.resolve("x"), bytes(5000));

        assertFails(Kind.PRECONDITION_FAILED, () -> store.copy(before, at("y"), CopyOptions.replace()));
        assertThat(names()).containsExactly("x");
    }

    @Test
    void a_disk_without_hard_links_is_created_on_all_the_same() throws Exception {
        ObjectStore plain = new LocalObjectStore(Path.of("/"), new Publisher((name, file) -> {
            throw new FileSystemException(name.toString(), file.toString(), "Operation not permitted");
        }));
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] body = {(byte) i};
            writers.add(() -> created(plain, body));
        }
        List<Boolean> created = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> result : pool.invokeAll(writers)) {
                created.add(result.get());
            }
        }
        assertThat(created).containsOnlyOnce(true);
        assertThat(folder.resolve("x")).hasBinaryContent(new byte[] {(byte) created.indexOf(true)});
        assertThat(names()).containsExactly("x");
    }

    private boolean created(ObjectStore plain, byte[] body) {
        try {
            plain.write(at("x"), Content.of(body), WriteOptions.createOnly());
            return true;
        } catch (StorageException e) {
            assertThat(e.kind()).isEqualTo(Kind.ALREADY_EXISTS);
            return false;
        }
    }

    private PartUpload begin(Optional<ChecksumAlgorithm> algorithm) {
        return store.upload(
                at("x"),
                new UploadOptions(
                        WriteOptions.createOnly(), PART, OptionalLong.empty(), algorithm, Optional.of("a source")));
    }

    private static void put(PartUpload upload, int index, byte[] bytes, int length) {
        upload.put(
                index,
                new Content(length, () -> new ByteArrayInputStream(bytes, index * PART, length)),
                Optional.empty());
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private Location at(String key) {
        return Location.of("file://" + folder + "/" + key);
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertFails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(folder.toString());
    }
}
