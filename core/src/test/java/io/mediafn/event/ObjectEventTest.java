package io.mediafn.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.location.Location;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ObjectEventTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, true",
        "9999-12-31T23:59:59Z, true",
        "1969-12-31T23:59:59Z, false",
        "+10000-01-01T00:00:00Z, false",
        "+1000000000-12-31T23:59:59.999999999Z, false",
        "-1000000000-01-01T00:00:00Z, false"
    })
    void a_time_that_can_not_be_is_as_none(String time, boolean possible) {
        Instant told = Instant.parse(time);
        assertThat(new ObjectEvent(Location.of("s3://b/x"), ObjectEvent.Type.CREATED, "", Optional.of(told)).time())
                .isEqualTo(Optional.of(told).filter(when -> possible));
    }
}
