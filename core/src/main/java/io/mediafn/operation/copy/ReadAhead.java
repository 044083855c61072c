package io.mediafn.operation.copy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Takes items before they are needed, up to a number, so that whoever watches learns how many there are. Belongs to one
 * thread.
 */
final class ReadAhead implements Iterator<CopyItem> {
    private static final int MOST = 20_000;
    private static final int TELL_EVERY = 1000;

    private final Iterator<CopyItem> items;
    private final CopyWatcher watcher;
    private final Deque<CopyItem> ahead = new ArrayDeque<>();
    private long objects;
    private long bytes;

    /** Takes nothing ahead for {@link CopyWatcher#NOBODY}. */
    ReadAhead(Iterator<CopyItem> items, CopyWatcher watcher) {
        this.items = items;
        this.watcher = watcher;
    }

    @Override
    public boolean hasNext() {
        if (watcher.equals(CopyWatcher.NOBODY)) {
            return items.hasNext();
        }
        while (ahead.size() < MOST && items.hasNext()) {
            CopyItem item = items.next();
            ahead.add(item);
            objects++;
            bytes += item.source().map(source -> source.size()).orElse(0L);
            if (objects % TELL_EVERY == 0) {
                watcher.expected(objects, bytes, false);
            }
        }
        if (ahead.size() < MOST) {
            watcher.expected(objects, bytes, true);
        }
        return !ahead.isEmpty();
    }

    @Override
    public CopyItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more objects");
        }
        return ahead.isEmpty() ? items.next() : ahead.removeFirst();
    }
}
