package io.mediafn.gcf;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.mediafn.app.MediaApp;
import io.mediafn.config.Settings;
import io.mediafn.log.LogFields;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

/** What surrounds a request: its time, and the fields of its log. */
@SuppressWarnings("try") // the fields are there for whoever logs
final class DeployedTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static Deployed deployed(Duration timeout) {
        return new Deployed(MediaApp.forFunction(Settings.from(Map.of())), timeout, Optional.of("p-1"));
    }

    @Test
    void time_is_kept_to_finish_in() {
        assertThat(deployed(Duration.ofSeconds(60)).deadline().isOver()).isFalse();
        assertThat(deployed(Duration.ZERO).deadline().isOver()).isTrue();
        assertThat(Deployed.DEFAULT_TIMEOUT).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "traceparent | 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 | true",
                "X-Cloud-Trace-Context | 0af7651916cd43dd8448eb211c80319c/1234;o=1 | true",
                "X-Cloud-Trace-Context | 0af7651916cd43dd8448eb211c80319c | true",
                "X-Cloud-Trace-Context | nothing/1;o=1 | false",
                "traceparent | 00-short-b7ad6b7169203331-01 | false",
                "other | x | false"
            })
    void lines_belong_to_the_trace_of_their_request(String header, String value, boolean known) {
        try (LogFields fields = deployed(Duration.ofSeconds(60))
                .fieldsOf(name -> name.equals(header) ? Optional.of(value) : Optional.empty())) {
            assertThat(Optional.ofNullable(MDC.get("logging.googleapis.com/trace")))
                    .isEqualTo(known ? Optional.of("projects/p-1/traces/" + TRACE) : Optional.empty());
        }
        assertThat(MDC.get("logging.googleapis.com/trace")).isNull();
    }

    @Test
    void lines_of_an_event_have_its_id_and_its_trace_also_those_of_threads_that_it_starts() throws Exception {
        var event = CloudEventBuilder.v1()
                .withId("event-7")
                .withType("t")
                .withSource(URI.create("s"))
                .withExtension("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .build();
        String[] seen = new String[2];
        try (LogFields fields = deployed(Duration.ofSeconds(60)).fieldsOf(event)) {
            Thread thread = new Thread(() -> {
                seen[0] = MDC.get("correlation_id");
                seen[1] = MDC.get("logging.googleapis.com/trace");
            });
            thread.start();
            thread.join(10_000);
        }
        assertThat(seen).containsExactly("event-7", "projects/p-1/traces/" + TRACE);
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }
}
