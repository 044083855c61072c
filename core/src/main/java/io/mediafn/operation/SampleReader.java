package io.mediafn.operation;

import io.mediafn.dataset.Sample;
import io.mediafn.dataset.SampleCursor;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A cursor that can be looked ahead on, and that leaves out what was done before. For one thread. */
public final class SampleReader {
    private final SampleCursor cursor;
    private final String after;
    private final Set<String> ids = new HashSet<>();
    private Optional<Sample> upcoming = Optional.empty();
    private Optional<String> lastId = Optional.empty();
    private Optional<String> lastComplete = Optional.empty();

    /** @param after the id up to which samples are left out; empty for none */
    public SampleReader(SampleCursor cursor, String after) {
        this.cursor = cursor;
        this.after = after;
    }

    /** Whether there is another one that was not done before. */
    public boolean hasNext() {
        while (upcoming.isEmpty() && cursor.hasNext()) {
            Sample sample = cursor.next();
            if (sample.id().compareTo(after) > 0) {
                upcoming = Optional.of(sample);
            }
        }
        return upcoming.isPresent();
    }

    /** The next one. */
    public Sample next() {
        hasNext();
        Sample sample = upcoming.orElseThrow();
        upcoming = Optional.empty();
        if (lastId.filter(id -> !id.equals(sample.id())).isPresent()) {
            lastComplete = lastId;
        }
        lastId = Optional.of(sample.id());
        return sample;
    }

    /** Takes note of a sample that is worked on. */
    public void took(String id) {
        ids.add(id);
    }

    /** The samples that were taken since this was asked last. */
    public List<String> takenIds() {
        List<String> taken = List.copyOf(ids);
        ids.clear();
        return taken;
    }

    /** The id of the next one. */
    public Optional<String> peekId() {
        return hasNext() ? upcoming.map(Sample::id) : Optional.empty();
    }

    /** The last sample of which everything was looked at. */
    public Optional<String> complete() {
        Optional<String> coming = peekId();
        return coming.isPresent() && coming.equals(lastId) ? lastComplete : lastId;
    }
}
