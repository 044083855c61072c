package io.mediafn.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FunctionTimeTest {
    @Test
    void a_reserve_of_25_seconds_is_kept_or_half_of_what_is_less_than_50() {
        assertThat(FunctionTime.withoutReserve(Duration.ofSeconds(600))).isEqualTo(Duration.ofSeconds(575));
        assertThat(FunctionTime.withoutReserve(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void a_request_is_never_given_more_than_azure_waits_for_its_answer() {
        assertThat(FunctionTime.of(Optional.of(Duration.ofHours(1))).ofRequest())
                .isEqualTo(Duration.ofSeconds(205));
        assertThat(FunctionTime.of(Optional.of(Duration.ofMinutes(1))).ofRequest())
                .isEqualTo(Duration.ofSeconds(35));
    }

    @Test
    void without_a_setting_it_is_what_host_json_says() throws IOException {
        assertThat(FunctionTime.of(Optional.empty()).timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(Files.readString(Path.of("host.json"))).contains("\"functionTimeout\": \"00:10:00\"");
    }
}
