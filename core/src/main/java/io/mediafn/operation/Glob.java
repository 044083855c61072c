package io.mediafn.operation;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * One glob as a small program whose branches are all followed at once: a match takes time in proportion to the length
 * of the key times that of the glob, whatever the glob. Immutable, hence thread-safe.
 */
final class Glob {
    /** What the program does at one place. */
    sealed interface Step {
        /** Takes one character (code point) and goes on behind this step. */
        record Take(IntPredicate accepts) implements Step {}

        /** Goes on at both places. */
        record Fork(int one, int other) implements Step {}

        record Jump(int to) implements Step {}

        /** Goes on behind this step, but only at the start of the key and behind a slash. */
        record SegmentStart() implements Step {}

        /** Does not go on. */
        record Dead() implements Step {}

        /** The last step: the key matches if it ends here. */
        record End() implements Step {}
    }

    private final List<Step> program;

    private Glob(List<Step> program) {
        this.program = List.copyOf(program);
    }

    /**
     * Compiles a glob.
     *
     * @throws IllegalArgumentException with the rule that the text breaks
     */
    static Glob of(String text) {
        return new Glob(new GlobCompiler(text).compile());
    }

    boolean matches(String key) {
        Run run = new Run();
        run.enter(0, true);
        for (int i = 0; i < key.length() && run.isAlive(); ) {
            int point = key.codePointAt(i);
            run.take(point);
            i += Character.charCount(point);
        }
        return run.isAtEnd();
    }

    /** The places that the program has reached behind some character of one key. */
    private final class Run {
        private BitSet places = new BitSet(program.size());
        /** Each place is left once for a character, and leads to two others at most. */
        private final int[] waiting = new int[2 * program.size() + 1];

        boolean isAlive() {
            return !places.isEmpty();
        }

        boolean isAtEnd() {
            return places.get(program.size() - 1);
        }

        void take(int point) {
            BitSet before = places;
            places = new BitSet(program.size());
            for (int at = before.nextSetBit(0); at >= 0; at = before.nextSetBit(at + 1)) {
                if (program.get(at) instanceof Step.Take take && take.accepts().test(point)) {
                    enter(at + 1, point == '/');
                }
            }
        }

        /** Adds a place, and those that it leads to without taking a character. */
        void enter(int start, boolean segmentStart) {
            int count = 0;
            waiting[count++] = start;
            while (count > 0) {
                int at = waiting[--count];
                if (places.get(at)) {
                    continue;
                }
                places.set(at);
                switch (program.get(at)) {
                    case Step.Fork fork -> {
                        waiting[count++] = fork.other();
                        waiting[count++] = fork.one();
                    }
                    case Step.Jump jump -> waiting[count++] = jump.to();
                    case Step.SegmentStart ignored -> {
                        if (segmentStart) {
                            waiting[count++] = at + 1;
                        }
                    }
                    case Step.Take ignored -> {}
                    case Step.Dead ignored -> {}
                    case Step.End ignored -> {}
                }
            }
        }
    }
}
