package io.mediafn.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.TraceContext;
import io.mediafn.log.LogFields;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** What ties the lines of an invocation together. */
@SuppressWarnings("try") // the fields are there for whoever logs
final class InvocationFieldsTest {
    private record Context(Optional<String> parent) implements ExecutionContext {
        private record Trace(String getTraceparent, String getTracestate, Map<String, String> getAttributes)
                implements TraceContext {}

        @Override
        public Logger getLogger() {
            return Logger.getAnonymousLogger();
        }

        @Override
        public String getInvocationId() {
            return "i-7";
        }

        @Override
        public String getFunctionName() {
            return "events";
        }

        @Override
        public TraceContext getTraceContext() {
            return parent.map(text -> (TraceContext) new Trace(text, "", Map.of()))
                    .orElseGet(ExecutionContext.super::getTraceContext);
        }
    }

    @Test
    void lines_of_an_invocation_have_its_id_and_its_trace_until_it_ends() {
        try (LogFields fields = InvocationFields.of(
                new Context(Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")))) {
            assertThat(MDC.getCopyOfContextMap())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("InvocationId", "i-7", "operation_Id", "0af7651916cd43dd8448eb211c80319c"));
        }
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-short-b7ad6b7169203331-01",
                "|a.b.",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"
            })
    void a_trace_of_another_form_is_none(String parent) {
        try (LogFields fields = InvocationFields.of(new Context(Optional.of(parent)))) {
            assertThat(MDC.getCopyOfContextMap()).containsOnlyKeys("InvocationId");
        }
    }

    @Test
    void a_host_without_traces_does_no_harm() {
        try (LogFields fields = InvocationFields.of(new Context(Optional.empty()))) {
            assertThat(MDC.getCopyOfContextMap()).containsOnlyKeys("InvocationId");
        }
    }
}
