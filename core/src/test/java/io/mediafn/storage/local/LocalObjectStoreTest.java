package io.mediafn.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.WritableStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalObjectStoreTest extends WritableStoreContract {
    private final ObjectStore store = LocalStores.files();

    @TempDir
    private Path folder;

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected Location place() {
        return Location.of("file://" + folder + "/");
    }

    /** The file system would fold them into other names. */
    @Override
    protected OddSegments oddSegments() {
        return OddSegments.REFUSED;
    }

    /** A name is a file or a folder. */
    @Override
    protected boolean takesKeyUnderKey() {
        return false;
    }

    @Override
    protected int longestSegment() {
        return 255;
    }

    /** A compare-and-delete is no operation of file systems. */
    @Override
    protected boolean conditionalDelete() {
        return false;
    }

    @Override
    protected boolean keepsProperties() {
        return false;
    }

    @Override
    protected boolean keepsContentType() {
        return false;
    }

    @Test
    void buckets_are_folders_and_no_key_leads_out_of_them() throws IOException {
        Files.createDirectories(folder.resolve("inside"));
        Files.writeString(folder.resolve("secret"), "s");
        try (ObjectStore buckets = LocalStores.buckets(folder)) {
            Files.writeString(folder.resolve("inside/x"), "x");

            assertThat(buckets.stat(Location.of("s3://inside/x")).size()).isEqualTo(1);
            for (String out : List.of("s3://inside/../secret", "s3://inside/a/../../secret")) {
                assertThatThrownBy(() -> buckets.stat(Location.of(out)))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining("'..'");
            }
            assertThatThrownBy(() -> buckets.list(Location.of("s3://inside/../"), ListOptions.everything()))
                    .isInstanceOf(StorageException.class);
        }
    }

    @Test
    void an_impossible_prefix_is_refused_in_the_callers_words() {
        try (ObjectStore buckets = LocalStores.buckets(folder)) {
            for (String prefix : List.of("s3://inside/../", "s3://inside/a\0b/c")) {
                assertThatThrownBy(() -> buckets.list(Location.of(prefix), ListOptions.everything()))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining(prefix);
            }
        }
    }

    /** {@code a-b} lies between the name {@code a} and what is below the folder of that name. */
    @Test
    void a_folder_is_listed_where_its_slash_puts_it() throws IOException {
        for (String name : List.of("a/1", "a/2", "a-b", "a.c", "a0")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling("x").getParent());
            Files.writeString(file, "x");
        }
        List<String> recursive = new ArrayList<>();
        new ObjectListing(store, place(), ListOptions.everything().withLimit(1))
                .forEachRemaining(object -> recursive.add(object.location()
                        .toString()
                        .substring(place().toString().length())));
        assertThat(recursive).containsExactly("a-b", "a.c", "a/1", "a/2", "a0");

        assertThat(store.list(place(), ListOptions.oneLevel().withLimit(2)).nextPageToken())
                .hasValueSatisfying(token -> assertThat(
                                store.list(place(), ListOptions.oneLevel().withPageToken(token))
                                        .prefixes())
                        .singleElement()
                        .hasToString(place() + "a/"));
    }

    @Test
    void a_flat_folder_is_listed_in_many_pages_and_by_prefix() throws IOException {
        List<String> names =
                IntStream.range(0, 3_000).mapToObj("%04d"::formatted).toList();
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
        List<String> listed = new ArrayList<>();
        ObjectListing all =
                new ObjectListing(store, place(), ListOptions.everything().withLimit(10));
        all.forEachRemaining(object -> listed.add(object.location().fileName()));
        assertThat(listed).isEqualTo(names);
        assertThat(all.requests()).isEqualTo(300);

        assertThat(store.list(place().child("123"), ListOptions.everything()).objects())
                .hasSize(10);
    }

    /** Root may read everything, so that a link in a circle stands for a folder that can't be read. */
    @Test
    void an_unreadable_folder_is_named_and_not_the_prefix() throws IOException {
        Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));

        assertThatThrownBy(() -> store.list(place().child("loop/x"), ListOptions.everything()))
                .isInstanceOfSatisfying(StorageException.class, e -> {
                    assertThat(e.kind()).isEqualTo(StorageException.Kind.NOT_FOUND);
                    assertThat(e).hasMessageContaining(place() + "loop/:").hasMessageContaining("circle");
                });
        assertThatThrownBy(() -> store.stat(place().child("loop")))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.NOT_FOUND));
    }

    @Test
    void a_folder_below_that_may_not_be_read_is_named() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(closed)).as("root may read everything").isFalse();
        try {
            assertThatThrownBy(() -> store.list(place(), ListOptions.everything()))
                    .isInstanceOfSatisfying(StorageException.class, e -> {
                        assertThat(e.kind()).isEqualTo(StorageException.Kind.DENIED);
                        assertThat(e).hasMessageContaining(place() + "closed/");
                    });
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void a_read_that_fails_leaves_no_file_open() throws IOException {
        Path open = Path.of("/proc/self/fd");
        assumeThat(open).as("counts open files as Linux does").isDirectory();
        Files.writeString(folder.resolve("x"), "x");
        long before = count(open);
        for (int i = 0; i < 50; i++) {
            // No file system has such a position.
            assertThatThrownBy(() -> store.read(place().child("x"), ReadOptions.range(ByteRange.from(Long.MAX_VALUE))))
                    .isInstanceOf(StorageException.class);
        }
        assertThat(count(open)).isLessThan(before + 25);
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> names = Files.list(folder)) {
            return names.count();
        }
    }

    @Test
    void links_to_files_are_files_and_links_to_folders_are_not_followed() throws IOException {
        Files.writeString(folder.resolve("real"), "r");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("circle"), folder);
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing"));
        Files.writeString(folder.resolve(".mediafn-1.tmp"), "an unfinished write");

        List<String> names = new ArrayList<>();
        new ObjectListing(store, place(), ListOptions.everything())
                .forEachRemaining(
                        (ObjectStat object) -> names.add(object.location().fileName()));
        assertThat(names).containsExactly("link", "real");
    }
}
