package io.mediafn.operation;

import io.mediafn.operation.Glob.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Reads the text of one glob. Belongs to one thread. */
final class GlobCompiler {
    /** As long as the longest key of a store. */
    private static final int LONGEST = 1024;

    private static final String ESCAPABLE = "*?[]{},\\";

    private final int[] text;
    private final List<Step> program = new ArrayList<>();
    private int at;

    GlobCompiler(String glob) {
        if (glob.isEmpty() || glob.length() > LONGEST) {
            throw new IllegalArgumentException("a glob has 1 to " + LONGEST + " characters");
        }
        this.text = glob.codePoints().toArray();
    }

    List<Step> compile() {
        sequence(false);
        program.add(new Step.End());
        return program;
    }

    /** Whether a backslash before this character takes its meaning from it; before any other it is itself. */
    static boolean isEscapable(int point) {
        return ESCAPABLE.indexOf(point) >= 0;
    }

    private void sequence(boolean inBraces) {
        while (at < text.length && !(inBraces && (text[at] == ',' || text[at] == '}'))) {
            int point = text[at++];
            switch (point) {
                case '*' -> stars();
                case '?' -> take(c -> c != '/');
                case '[' -> take(characterClass());
                case '{' -> alternatives();
                case '\\' -> literal(at < text.length && isEscapable(text[at]) ? text[at++] : point);
                default -> literal(point);
            }
        }
    }

    private void take(IntPredicate accepts) {
        program.add(new Step.Take(accepts));
    }

    private void literal(int point) {
        take(c -> c == point);
    }

    private void stars() {
        int first = at - 1;
        while (at < text.length && text[at] == '*') {
            at++;
        }
        if (at - first == 1) {
            anyNumberOf(c -> c != '/');
        } else if (at < text.length && text[at] == '/') {
            at++;
            folders();
        } else {
            anyNumberOf(c -> true);
        }
    }

    private void anyNumberOf(IntPredicate accepts) {
        int start = program.size();
        program.add(new Step.Fork(start + 1, start + 3));
        take(accepts);
        program.add(new Step.Jump(start));
    }

    /** {@code **}{@code /}: any text that ends in a slash, or nothing where a name begins. */
    private void folders() {
        int fork = program.size();
        program.add(new Step.Dead());
        anyNumberOf(c -> true);
        literal('/');
        int jump = program.size();
        program.add(new Step.Dead());
        program.set(fork, new Step.Fork(fork + 1, program.size()));
        program.add(new Step.SegmentStart());
        program.set(jump, new Step.Jump(program.size()));
    }

    private void alternatives() {
        int start = at;
        List<Integer> ends = new ArrayList<>();
        while (true) {
            int fork = program.size();
            program.add(new Step.Dead());
            sequence(true);
            if (at == text.length) {
                throw new IllegalArgumentException("the { at character " + start + " has no } behind it");
            }
            ends.add(program.size());
            program.add(new Step.Dead());
            boolean last = text[at++] == '}';
            // The last alternative has no other beside it.
            program.set(fork, last ? new Step.Jump(fork + 1) : new Step.Fork(fork + 1, program.size()));
            if (last) {
                break;
            }
        }
        ends.forEach(end -> program.set(end, new Step.Jump(program.size())));
    }

    /** What is between brackets; no slash, which only a slash matches. */
    private IntPredicate characterClass() {
        int start = at;
        boolean negated = at < text.length && (text[at] == '!' || text[at] == '^');
        if (negated) {
            at++;
        }
        List<IntPredicate> members = new ArrayList<>();
        // A ] that comes first is a member, else there could be no class with it.
        while (at < text.length && (text[at] != ']' || members.isEmpty())) {
            members.add(member(start));
        }
        if (at == text.length) {
            throw new IllegalArgumentException("the [ at character " + start + " has no ] behind it");
        }
        at++;
        return c -> c != '/' && negated != members.stream().anyMatch(member -> member.test(c));
    }

    private IntPredicate member(int start) {
        int low = character(start);
        if (at + 1 >= text.length || text[at] != '-' || text[at + 1] == ']') {
            return c -> c == low;
        }
        at++;
        int high = character(start);
        if (high < low) {
            throw new IllegalArgumentException("the range " + Character.toString(low) + "-" + Character.toString(high)
                    + " in the [ at character " + start + " goes backwards");
        }
        return c -> low <= c && c <= high;
    }

    private int character(int start) {
        int point = text[at++];
        if (point == '\\' && at < text.length) {
            point = text[at++];
        }
        if (point == '/') {
            throw new IllegalArgumentException("the [ at character " + start + " has a slash in it, or no ] behind it");
        }
        return point;
    }
}
