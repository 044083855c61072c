package io.mediafn.operation;

import io.mediafn.json.Fields;
import java.util.Optional;

/** What continues a request that has a list: the index of the first item that is still to be done. */
public final class NextIndex {
    private NextIndex() {}

    /** Rejects the field {@code next} unless it is such an index, or absent. */
    public static void check(Fields fields, Optional<String> next, int size) {
        if (next.isPresent() && !isIndex(next.get(), size)) {
            fields.reject("next", "what the call before returned");
        }
    }

    /** The index; 0 where there is none. */
    public static int of(Optional<String> next) {
        return next.map(Integer::parseInt).orElse(0);
    }

    private static boolean isIndex(String text, int size) {
        return !text.isEmpty()
                && text.length() < 10
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(text) <= size;
    }
}
