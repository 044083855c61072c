package io.mediafn.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mediafn.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBucketsTest {
    @TempDir
    private Path folder;

    /** A copy would take the space of the whole file, and of a sparse one far more than it has. */
    @Test
    void a_file_of_another_disk_is_linked_by_name() throws IOException {
        Path otherDisk = Path.of("/dev/shm");
        assumeThat(otherDisk).isDirectory().isWritable();
        assumeThat(Files.getFileStore(otherDisk))
                .as("hard links work within one disk")
                .isNotEqualTo(Files.getFileStore(folder));
        Path file = Files.createTempFile(otherDisk, "mediafn", ".png");
        try {
            Path target = folder.resolve("below/x.png");

            EmbeddedBuckets.link(file, target);

            assertThat(target).isSymbolicLink();
            assertThat(Files.readSymbolicLink(target)).isEqualTo(file);
        } finally {
            Files.delete(file);
        }
    }

    /** A name that is taken takes neither kind of link. */
    @Test
    void a_file_that_cannot_be_linked_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("x.png"), "x");
        Path target = Files.writeString(folder.resolve("taken"), "t");

        assertThatThrownBy(() -> EmbeddedBuckets.link(file, target))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("MEDIAFN_HOME");
        assertThat(target).hasContent("t");
    }
}
