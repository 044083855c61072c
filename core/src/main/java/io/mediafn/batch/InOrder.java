package io.mediafn.batch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands on results in the order of their positions, which start at 0, whatever order they come in. For one thread. */
public final class InOrder<R> {
    private final Consumer<R> sink;
    private final Map<Long, R> early = new HashMap<>();
    private long next;

    public InOrder(Consumer<R> sink) {
        this.sink = sink;
    }

    public void add(ItemBatch<R> results) {
        for (int i = 0; i < results.items().size(); i++) {
            add(results.positions().get(i), results.items().get(i));
        }
    }

    private void add(long position, R result) {
        early.put(position, result);
        Optional<R> ready = Optional.ofNullable(early.remove(next));
        while (ready.isPresent()) {
            next++;
            sink.accept(ready.get());
            ready = Optional.ofNullable(early.remove(next));
        }
    }
}
