package io.mediafn.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;

/**
 * JSON in and out: objects are maps that keep their order, arrays are lists, numbers are Integer, Long, BigInteger or
 * Double. Thread-safe.
 */
public final class Json {
    private static final JSON MAPPER =
            JSON.std.with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS).with(JSON.Feature.WRITE_NULL_PROPERTIES);
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Json() {}

    /**
     * Reads one object.
     *
     * @throws JsonException if the text is no JSON object; the message says where
     */
    public static Map<String, Object> readObject(String text) {
        return readObject(() -> MAPPER.getStreamingFactory().createParser(text));
    }

    /** Like {@link #readObject(String)}, from UTF-8; bytes that are none are an error too. */
    public static Map<String, Object> readObject(byte[] utf8) {
        return readObject(() -> MAPPER.getStreamingFactory().createParser(utf8));
    }

    @FunctionalInterface
    private interface ParserSource {
        JsonParser open() throws IOException;
    }

    private static Map<String, Object> readObject(ParserSource source) {
        try (JsonParser parser = source.open()) {
            Map<String, Object> object = MAPPER.mapFrom(parser);
            if (object == null) {
                throw new JsonException("not a JSON object: null, or nothing");
            }
            if (parser.nextToken() != null) {
                throw new JsonException("not a JSON object: something follows it");
            }
            return object;
        } catch (JacksonException e) {
            // Without the parser's location text, which quotes its input at length.
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new JsonException("not a JSON object" + where + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new JsonException("not a JSON object: " + e.getMessage(), e);
        }
    }

    /** Writes an object on one line. */
    public static String write(Map<String, ?> object) {
        try {
            return MAPPER.asString(object);
        } catch (IOException e) {
            throw new UncheckedIOException("not writable as JSON", e);
        }
    }

    /** A time as it stands in every JSON of this project: UTC, RFC 3339, with milliseconds. */
    public static String time(Instant instant) {
        return MILLISECONDS.format(instant);
    }
}
