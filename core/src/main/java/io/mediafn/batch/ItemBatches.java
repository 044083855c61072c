package io.mediafn.batch;

import io.mediafn.location.Location;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Items in batches, each of one bucket. Items of a bucket need not stand side by side, but a batch is given out before
 * it spans too many positions, so that no more than a bounded number of items waits. Belongs to one thread.
 */
public final class ItemBatches<T> implements Iterator<ItemBatch<T>> {
    /** How many items may be taken behind the first of a batch that is not full. */
    private static final int WIDEST = 10_000;

    private record Bucket(Object scheme, String service, String name) {
        static Bucket of(Location at) {
            return new Bucket(at.scheme(), at.service(), at.bucket());
        }
    }

    private final class Open {
        private final int most;
        private final List<Long> positions = new ArrayList<>();
        private final List<T> members = new ArrayList<>();

        Open(int most) {
            this.most = most;
        }

        ItemBatch<T> close() {
            return new ItemBatch<>(positions, members);
        }
    }

    private final Iterator<T> items;
    private final Function<T, Location> location;
    private final ToIntFunction<Location> most;
    /** In the order of their first items. */
    private final Map<Bucket, Open> open = new LinkedHashMap<>();

    private long taken;

    /**
     * Takes the items when asked for batches, no sooner.
     *
     * @param most how many items a batch for a location's bucket may have, 1 or more
     */
    public ItemBatches(Iterator<T> items, Function<T, Location> location, ToIntFunction<Location> most) {
        this.items = items;
        this.location = location;
        this.most = most;
    }

    @Override
    public boolean hasNext() {
        return !open.isEmpty() || items.hasNext();
    }

    @Override
    public ItemBatch<T> next() {
        while (items.hasNext()) {
            T item = items.next();
            Location at = location.apply(item);
            Bucket bucket = Bucket.of(at);
            Open batch = open.computeIfAbsent(bucket, ignored -> new Open(most.applyAsInt(at)));
            batch.positions.add(taken++);
            batch.members.add(item);
            if (batch.members.size() >= batch.most) {
                open.remove(bucket);
                return batch.close();
            }
            Optional<ItemBatch<T>> wide = firstIfWide();
            if (wide.isPresent()) {
                return wide.get();
            }
        }
        return removeFirst().orElseThrow(() -> new NoSuchElementException("no more batches"));
    }

    private Optional<ItemBatch<T>> firstIfWide() {
        long first = open.values().iterator().next().positions.getFirst();
        return taken - first >= WIDEST ? removeFirst() : Optional.empty();
    }

    private Optional<ItemBatch<T>> removeFirst() {
        Iterator<Open> oldest = open.values().iterator();
        if (!oldest.hasNext()) {
            return Optional.empty();
        }
        ItemBatch<T> batch = oldest.next().close();
        oldest.remove();
        return Optional.of(batch);
    }
}
