package io.mediafn.dataset;

import io.mediafn.dataset.DatasetException.Kind;
import java.util.Optional;

/** Where one prefix of locations lies in another. */
public final class Prefixes {
    private Prefixes() {}

    private static String withoutSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    /**
     * The prefix of what a relink would leave under the old prefix: of {@code /a/b} to {@code /a}, {@code /a/b/b}, which
     * becomes {@code /a/b}. Nobody could tell it from what is still to be relinked, nor take it back. Absent unless the new
     * prefix lies above the old one.
     */
    public static Optional<String> leftUnderOld(String from, String to) {
        String old = withoutSlash(from);
        String above = withoutSlash(to);
        if (old.equals(above) || !old.startsWith(above + "/")) {
            return Optional.empty();
        }
        boolean itself = !from.endsWith("/") && !to.endsWith("/");
        return Optional.of(old + old.substring(above.length()) + (itself ? "" : "/"));
    }

    /** The refusal to relink what {@link #leftUnderOld} tells. */
    public static DatasetException refusal(String what, String from, String to) {
        return new DatasetException(
                Kind.REFUSED,
                what + " would be under " + from + " still, so that neither running again nor undoing could tell them"
                        + " from others: relink to a prefix elsewhere first, and from there to " + to);
    }
}
