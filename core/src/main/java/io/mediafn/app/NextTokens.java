package io.mediafn.app;

import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.operation.Report;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Ties what a report says under {@code next} to the request that it is for. What operations go on from is a key, an id or
 * an index, and any text is one of these: with the token of another request, of another folder say, most would be passed
 * over and reported as done. It keeps mistakes out, not people: who may send a request may send any.
 */
final class NextTokens {
    private static final String NEXT = "next";
    private static final int DIGITS = 16;
    private static final char SEPARATOR = '.';

    private NextTokens() {}

    /**
     * The request with what the operation itself goes on from.
     *
     * @throws InvalidFieldsException if its token is that of another request, or none
     */
    static Map<String, Object> opened(String operation, Map<String, Object> request) {
        if (!(request.get(NEXT) instanceof String token)) {
            return request;
        }
        String seal = seal(operation, request);
        if (!token.startsWith(seal)) {
            throw new InvalidFieldsException(
                    List.of(new FieldError(NEXT, "what the call before returned, to the same request", token)));
        }
        Map<String, Object> opened = new LinkedHashMap<>(request);
        opened.put(NEXT, token.substring(seal.length()));
        return opened;
    }

    /** The report with a token for this request alone. */
    static Report sealed(String operation, Map<String, Object> request, Report report) {
        return report.next()
                .map(next -> report.withNext(Optional.of(seal(operation, request) + next)))
                .orElse(report);
    }

    private static String seal(String operation, Map<String, Object> request) {
        Map<String, Object> fields = new TreeMap<>(request);
        fields.remove(NEXT);
        // A field that is null and one that is absent mean the same.
        fields.values().removeIf(value -> value == null);
        Map<String, Object> named = new LinkedHashMap<>();
        named.put(operation, sorted(fields));
        byte[] digest = sha256().digest(Json.write(named).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, DIGITS) + SEPARATOR;
    }

    /** Programs write the fields of an object in whatever order. */
    private static @Nullable Object sorted(@Nullable Object json) {
        if (json instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> fields = new TreeMap<>();
            object.forEach((name, value) -> fields.put(String.valueOf(name), sorted(value)));
            return fields;
        }
        if (json instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>(list.size());
            list.forEach(element -> elements.add(sorted(element)));
            return elements;
        }
        return json;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
