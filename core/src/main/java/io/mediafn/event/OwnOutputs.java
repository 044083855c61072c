package io.mediafn.event;

import io.mediafn.json.Fields;
import io.mediafn.location.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Whether what rules write would set them off again, directly or through others: a function that calls itself without end
 * costs money without end.
 */
final class OwnOutputs {
    private final List<Rule> rules;
    private final UnaryOperator<Location> spelling;

    private OwnOutputs(List<Rule> rules, UnaryOperator<Location> spelling) {
        this.rules = rules;
        this.spelling = spelling;
    }

    /** @param spelling how events write a place, of which there may be other spellings */
    static void check(Fields fields, String field, List<Rule> rules, UnaryOperator<Location> spelling) {
        new OwnOutputs(rules, spelling).check(fields, field);
    }

    private void check(Fields fields, String field) {
        for (int start = 0; start < rules.size(); start++) {
            List<Integer> way = new ArrayList<>(List.of(start));
            if (leadsBack(start, start, way, new ArrayList<>())) {
                String through = way.size() == 1
                        ? "its own when"
                        : way.stream().skip(1).map(i -> field + "[" + i + "]").toList() + " and so its own when";
                fields.reject(
                        field + "[" + start + "].do",
                        "writes nothing that sets off the rule again",
                        "an output that matches " + through);
            }
        }
    }

    private boolean leadsBack(int start, int from, List<Integer> way, List<Integer> seen) {
        for (int next = 0; next < rules.size(); next++) {
            if (!setsOff(rules.get(from), rules.get(next))) {
                continue;
            }
            if (next == start) {
                return true;
            }
            if (!seen.contains(next)) {
                seen.add(next);
                way.add(next);
                if (leadsBack(start, next, way, seen)) {
                    return true;
                }
                way.removeLast();
            }
        }
        return false;
    }

    private boolean setsOff(Rule writer, Rule reader) {
        return reader.type() == ObjectEvent.Type.CREATED
                && writer.steps().stream()
                        .filter(Step.Copy.class::isInstance)
                        .map(step -> spelling.apply(((Step.Copy) step).outdir()))
                        .anyMatch(out -> mayMatch(out, reader));
    }

    /** Rather too often than not often enough: globs are only trusted to leave out a whole folder. */
    private static boolean mayMatch(Location out, Rule reader) {
        String written = out.canonical();
        String read = reader.prefix().map(Location::canonical).orElse("");
        if (reader.prefix().isEmpty()) {
            return !reader.globs().leavesOut(out.key());
        }
        return read.startsWith(written)
                || (written.startsWith(read) && !reader.globs().leavesOut(written.substring(read.length())));
    }
}
