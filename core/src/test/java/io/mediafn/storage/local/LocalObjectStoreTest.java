package io.mediafn.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ObjectStoreContract;
import io.mediafn.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalObjectStoreTest extends ObjectStoreContract {
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
