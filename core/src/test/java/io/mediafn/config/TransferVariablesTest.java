package io.mediafn.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.config.Settings.Transfer;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TransferVariablesTest {
    private static final long MIB = 1 << 20;

    private static Transfer read(long heapMib, Map<String, String> environment, String... problems) {
        Problems found = new Problems();
        Transfer transfer = new TransferVariables(new Variables(environment, found), heapMib * MIB).read();
        assertThat(found.problems()).hasSize(problems.length);
        for (int i = 0; i < problems.length; i++) {
            assertThat(found.problems().get(i)).contains(problems[i]);
        }
        return transfer;
    }

    @Test
    void a_small_heap_has_small_buffers() {
        assertThat(read(512, Map.of())).isEqualTo(new Transfer(8 * MIB, 64 * MIB));
        assertThat(read(100, Map.of())).isEqualTo(new Transfer(8 * MIB, 50 * MIB));
    }

    @Test
    void buffers_hold_a_part_at_least() {
        assertThat(read(512, Map.of("MEDIAFN_PART_SIZE_MIB", "100"))).isEqualTo(new Transfer(100 * MIB, 100 * MIB));
        read(
                512,
                Map.of("MEDIAFN_PART_SIZE_MIB", "100", "MEDIAFN_BUFFER_MIB", "99"),
                "MEDIAFN_BUFFER_MIB: must hold a part of 100 MiB; it is 99");
    }

    @Test
    void more_than_half_of_the_heap_is_refused_with_the_numbers() {
        read(512, Map.of("MEDIAFN_BUFFER_MIB", "256"));
        read(
                512,
                Map.of("MEDIAFN_BUFFER_MIB", "257"),
                "MEDIAFN_BUFFER_MIB: parts on their way would take 257 MiB, more than half of the heap, which has 512 MiB");
        read(
                512,
                Map.of("MEDIAFN_PART_SIZE_MIB", "300"),
                "MEDIAFN_PART_SIZE_MIB: parts on their way would take 300 MiB");
    }

    @Test
    void a_part_has_5_to_512_mebibytes() {
        read(4096, Map.of("MEDIAFN_PART_SIZE_MIB", "5"));
        read(4096, Map.of("MEDIAFN_PART_SIZE_MIB", "512"));
        for (String wrong : new String[] {"4", "513", "8MiB", "-8"}) {
            read(
                    4096,
                    Map.of("MEDIAFN_PART_SIZE_MIB", wrong),
                    "MEDIAFN_PART_SIZE_MIB: must be a whole number from 5 to 512; it is '" + wrong + "'");
        }
    }
}
