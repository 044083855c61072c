package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "65536, 64.0 KiB",
        "1048524, 1023.9 KiB",
        "1048575, 1.0 MiB",
        "1048576, 1.0 MiB",
        "1099511627776, 1.0 TiB",
        "9223372036854775807, 8.0 EiB"
    })
    void sizes(long bytes, String text) {
        assertThat(Texts.size(bytes)).isEqualTo(text);
    }

    @Test
    void counts() {
        assertThat(Texts.count(0, "object")).isEqualTo("0 objects");
        assertThat(Texts.count(1, "object")).isEqualTo("1 object");
        assertThat(Texts.count(2, "object")).isEqualTo("2 objects");
    }
}
