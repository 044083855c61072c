package io.mediafn.dataset.manifest;

import io.mediafn.location.Location;
import io.mediafn.storage.local.LocalStores;
import io.mediafn.storage.memory.MemoryStores;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 64 writers of 1,000 records each at once, half of them duplicates, while segments are folded, without a lock. */
final class ManifestWritersTest {
    @Test
    void end_in_exactly_the_merged_set_in_memory() throws Exception {
        new ConcurrentWriters(MemoryStores.open(), Location.of("mem://d/m/"), 1000, 10).run(64);
    }

    @Test
    void end_in_exactly_the_merged_set_on_a_disk(@TempDir Path folder) throws Exception {
        new ConcurrentWriters(LocalStores.files(), Location.of("file://" + folder + "/m/"), 1000, 25).run(64);
    }
}
