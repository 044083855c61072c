package io.mediafn.dataset.manifest;

import io.mediafn.dataset.Sample;
import io.mediafn.dataset.SampleCursor;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The samples of a manifest that are meant, as they are when their turn comes. For one thread. */
final class IndexCursor implements SampleCursor {
    private final Iterator<ManifestIndex.Entry> entries;
    private final Predicate<ManifestIndex.Entry> wanted;
    private long left;
    private @Nullable Sample upcoming;

    /** @param limit the most samples */
    IndexCursor(Iterator<ManifestIndex.Entry> entries, Predicate<ManifestIndex.Entry> wanted, long limit) {
        this.entries = entries;
        this.wanted = wanted;
        this.left = limit;
    }

    @Override
    public boolean hasNext() {
        while (upcoming == null && left > 0 && entries.hasNext()) {
            ManifestIndex.Entry entry = entries.next();
            if (wanted.test(entry)) {
                upcoming = new Sample(entry.id(), entry.path(), entry.mediaType(), entry.hasMetadata());
                left--;
            }
        }
        return upcoming != null;
    }

    @Override
    public Sample next() {
        if (!hasNext() || upcoming == null) {
            throw new NoSuchElementException("no more samples");
        }
        Sample next = upcoming;
        upcoming = null;
        return next;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
