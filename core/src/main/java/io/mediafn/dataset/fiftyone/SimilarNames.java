package io.mediafn.dataset.fiftyone;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
final class SimilarNames {
    private static final int MOST = 3;

    private SimilarNames() {}

    static List<String> of(String name, List<String> names) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(other -> isSimilar(wanted, other.toLowerCase(Locale.ROOT)))
                .sorted(Comparator.comparingInt((String other) -> distance(wanted, other.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    private static boolean isSimilar(String left, String right) {
        boolean part = !left.isEmpty() && !right.isEmpty() && (left.contains(right) || right.contains(left));
        return part || distance(left, right) <= Math.max(1, left.length() / 3);
    }

    /** How many characters have to be put in, left out or exchanged. */
    private static int distance(String left, String right) {
        List<Integer> row = new ArrayList<>();
        for (int j = 0; j <= right.length(); j++) {
            row.add(j);
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row.getFirst();
            row.set(0, i);
            for (int j = 1; j <= right.length(); j++) {
                int exchanged = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row.get(j);
                row.set(j, Math.min(exchanged, 1 + Math.min(diagonal, row.get(j - 1))));
            }
        }
        return row.getLast();
    }
}
