package io.mediafn.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @Test
    void what_is_read_is_written_again_byte_by_byte() {
        String text = "{\"b\":1,\"a\":[true,null,2.5,9007199254740993],\"é\":{\"\\\"\":\"\uD83D\uDE00\\n\"}}";

        assertThat(Json.write(Json.readObject(text))).isEqualTo(text);
    }

    @Test
    void keeps_nulls_and_order() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("z", null);
        object.put("a", 1L);

        assertThat(Json.write(object)).isEqualTo("{\"z\":null,\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "[]",
                "1",
                "null",
                "{",
                "{\"a\":}",
                "{\"a\":1,\"a\":2}",
                "<html>",
                "{'a':1}",
                "{}{}",
                "{} x"
            })
    void refuses_what_is_no_object(String text) {
        assertThatThrownBy(() -> Json.readObject(text))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("JSON");
    }

    @Test
    void refuses_bytes_that_are_no_utf_8() {
        assertThatThrownBy(() -> Json.readObject(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void refuses_nesting_without_end() {
        assertThatThrownBy(() -> Json.readObject("{\"a\":" + "[".repeat(100_000)))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void writes_times_with_milliseconds() {
        assertThat(Json.time(Instant.parse("2026-11-21T09:00:00Z"))).isEqualTo("2026-11-21T09:00:00.000Z");
        assertThat(Json.time(Instant.parse("2026-11-21T09:00:00.123456789Z"))).isEqualTo("2026-11-21T09:00:00.123Z");
    }

    @Test
    void an_invalid_request_names_every_field_rule_and_value() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("flag", "yes");
        request.put("names", Arrays.asList("1", 2, "x"));
        request.put("surprise", 7);
        Fields fields = new Fields(request);
        fields.bool("flag", false);
        List<Integer> names = fields.parsedList("names", JsonTest::number);

        assertThat(names).containsExactly(1);
        assertThatThrownBy(fields::verify)
                .isInstanceOfSatisfying(
                        InvalidFieldsException.class,
                        e -> assertThat(e.errors())
                                .extracting(FieldError::field, FieldError::value)
                                .containsExactly(
                                        org.assertj.core.api.Assertions.tuple("flag", "yes"),
                                        org.assertj.core.api.Assertions.tuple("names[1]", "2"),
                                        org.assertj.core.api.Assertions.tuple("names[2]", "x"),
                                        org.assertj.core.api.Assertions.tuple("surprise", "7")))
                .hasMessageContaining("surprise: an unknown field; known are flag, names");
    }

    private static Integer number(String text) {
        if (!text.equals("1")) {
            throw new IllegalArgumentException("a number");
        }
        return 1;
    }
}
