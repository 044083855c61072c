package io.mediafn.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalPathsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../../x",
                "/etc/x",
                "a//x",
                "./x",
                "a/..",
                "..",
                "nul\0byte",
                ".mediafn-1f.tmp",
                ".mediafn-1f.tmp/x"
            })
    void no_disk_takes_a_key_that_leads_elsewhere(String key) {
        for (LocalNames names : LocalNames.values()) {
            assertRefused(names, key);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:/x",
                "C:x",
                "a/C:/x",
                "..\\x",
                "a\\..\\..\\x",
                "\\\\host\\share",
                "a?b",
                "a*b",
                "\"",
                "<x>",
                "a|b",
                "x:stream",
                "bell\u0007",
                "line\nbreak",
                "dot.",
                "space ",
                "folder./x",
                "CON",
                "con.txt",
                "nul .jpg",
                "aux/x",
                "com1",
                "lpt9.tar.gz",
                "COM¹",
                "conout$"
            })
    void windows_would_take_some_keys_for_others_and_elsewhere_they_are_names(String key) {
        assertRefused(LocalNames.WINDOWS, key);
        assertThatCode(() -> LocalPaths.checkSegments(Location.of("s3://bucket/k"), key, LocalNames.POSIX))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "...", "a..b", ".hidden", "console", "com10", "com", "nulls.txt", "é b", "a/b/c.jpg"})
    void ordinary_names_are_taken_everywhere(String key) {
        if (!key.endsWith(".")) {
            LocalPaths.checkSegments(Location.of("s3://bucket/k"), key, LocalNames.WINDOWS);
        }
        LocalPaths.checkSegments(Location.of("s3://bucket/k"), key, LocalNames.POSIX);
    }

    @Test
    void a_file_of_windows_begins_with_its_drive() {
        LocalPaths.checkSegments(Location.of("file:///C:/x"), "C:/x", LocalNames.WINDOWS);
    }

    private static void assertRefused(LocalNames names, String key) {
        assertThatThrownBy(() -> LocalPaths.checkSegments(Location.of("s3://bucket/k"), key, names))
                .as(key)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.INVALID))
                .hasMessageContaining("the key of a file has no segment");
    }

    @Test
    void a_link_that_leads_out_is_found_and_one_that_stays_inside_is_not() throws IOException {
        Path base = folder.resolve("base");
        Files.createDirectories(base.resolve("real/deep"));
        Files.createDirectory(folder.resolve("outside"));
        Files.createSymbolicLink(base.resolve("inner"), base.resolve("real"));
        Files.createSymbolicLink(base.resolve("out"), folder.resolve("outside"));
        Files.createSymbolicLink(base.resolve("real/up"), Path.of("../../outside"));
        Files.createSymbolicLink(base.resolve("nowhere"), folder.resolve("not/there"));
        Files.createSymbolicLink(base.resolve("file"), folder.resolve("outside/x"));
        Files.createSymbolicLink(folder.resolve("alias"), base);

        assertThat(LocalStores.firstLink(at("base/"), at("base/real/deep/x"))).isEmpty();
        assertThat(LocalStores.firstLink(at("base"), at("base/new/folder/x"))).isEmpty();
        assertThat(LocalStores.firstLink(at("base/"), at("base/inner/x"))).isEmpty();
        assertThat(LocalStores.firstLink(at("base/"), at("base/out/x"))).contains(base.resolve("out"));
        assertThat(LocalStores.firstLink(at("base/"), at("base/out/a/b/x"))).contains(base.resolve("out"));
        assertThat(LocalStores.firstLink(at("base/"), at("base/inner/up/x"))).contains(base.resolve("inner/up"));
        assertThat(LocalStores.firstLink(at("base/"), at("base/nowhere/x"))).contains(base.resolve("nowhere"));
        // The last component is replaced, not followed.
        assertThat(LocalStores.firstLink(at("base/"), at("base/file"))).isEmpty();
        // What is asked about is the way below the folder that was named, not the way to it.
        assertThat(LocalStores.firstLink(at("alias/"), at("alias/real/x"))).isEmpty();
        assertThat(LocalStores.firstLink(at("alias/"), at("alias/out/x"))).contains(folder.resolve("alias/out"));
        assertThat(LocalStores.firstLink(at("missing/"), at("missing/a/x"))).isEmpty();
        assertThat(LocalStores.firstLink(Location.of("s3://b/"), Location.of("s3://b/a/x")))
                .isEmpty();
        assertThatThrownBy(() -> LocalStores.firstLink(at("base/"), at("base/a/../../x")))
                .isInstanceOf(StorageException.class);
    }

    private Location at(String key) {
        return Location.of("file://" + folder + "/" + key);
    }
}
