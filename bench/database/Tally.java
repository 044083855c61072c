package database;

import java.util.function.Supplier;

/** What came of a job. */
final class Tally {
    private long matched;
    private long changed;
    private long writing;

    /** Measures a request that writes. */
    <T> T writes(Supplier<T> request) {
        long begun = System.nanoTime();
        T answer = request.get();
        writing += System.nanoTime() - begun;
        return answer;
    }

    void add(long documentsMatched, long documentsChanged) {
        matched += documentsMatched;
        changed += documentsChanged;
    }

    String json(double seconds) {
        return "{\"seconds\": %s, \"write_seconds\": %s, \"matched\": %d, \"changed\": %d}"
                .formatted(seconds, writing / 1e9, matched, changed);
    }
}
