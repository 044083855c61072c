package io.mediafn.cli.policy;

import io.mediafn.json.Json;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** JSON for people: two spaces a level, a list of plain values in one line. */
final class PrettyJson {
    private static final int STEP = 2;

    private final StringBuilder out = new StringBuilder();

    private PrettyJson() {}

    static String of(Map<String, ?> object) {
        PrettyJson json = new PrettyJson();
        json.append(object, 0);
        return json.out.toString();
    }

    private void append(Object value, int depth) {
        switch (value) {
            case Map<?, ?> map
            when !map.isEmpty() -> {
                out.append("{\n");
                for (Iterator<? extends Map.Entry<?, ?>> rest = map.entrySet().iterator(); rest.hasNext(); ) {
                    Map.Entry<?, ?> entry = rest.next();
                    indent(depth + 1)
                            .append(plain(String.valueOf(entry.getKey())))
                            .append(": ");
                    append(entry.getValue(), depth + 1);
                    out.append(rest.hasNext() ? ",\n" : "\n");
                }
                indent(depth).append('}');
            }
            case List<?> list
            when list.stream().anyMatch(Map.class::isInstance) -> {
                out.append("[\n");
                for (Iterator<?> rest = list.iterator(); rest.hasNext(); ) {
                    indent(depth + 1);
                    append(rest.next(), depth + 1);
                    out.append(rest.hasNext() ? ",\n" : "\n");
                }
                indent(depth).append(']');
            }
            case List<?> list ->
                out.append('[')
                        .append(String.join(
                                ", ", list.stream().map(PrettyJson::plain).toList()))
                        .append(']');
            default -> out.append(plain(value));
        }
    }

    private StringBuilder indent(int depth) {
        return out.append(" ".repeat(depth * STEP));
    }

    private static String plain(Object value) {
        String object = Json.write(Map.of("v", value));
        return object.substring("{\"v\":".length(), object.length() - 1);
    }
}
