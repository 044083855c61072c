package io.mediafn.operation.relink;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a relink by map stands between two calls: {@code verify:3000} or {@code relink:3000}.
 *
 * @param step what is being done
 * @param index of the first entry of the map that it is still to be done for, 0 or more
 */
record MapPhase(Step step, int index) {
    /** In this order. */
    enum Step {
        /** All targets are looked at, where one that does not verify is to stop everything. */
        VERIFY,
        /** Links are changed; what undoes it is written already. */
        RELINK
    }

    private static final Pattern NEXT = Pattern.compile("(verify|relink):(\\d{1,8})");

    static boolean isNext(String text) {
        return NEXT.matcher(text).matches();
    }

    static Optional<MapPhase> of(Optional<String> next) {
        return next.map(NEXT::matcher)
                .filter(Matcher::matches)
                .map(found -> new MapPhase(
                        Step.valueOf(found.group(1).toUpperCase(Locale.ROOT)), Integer.parseInt(found.group(2))));
    }

    String next() {
        return step.name().toLowerCase(Locale.ROOT) + ":" + index;
    }
}
