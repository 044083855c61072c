package io.mediafn.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Works on many items at once and hands on the results in the items' order. It holds a bounded number of items however
 * many there are, so its memory does not grow with them. Thread-safe; each run has threads of its own, which end with
 * it (a function is frozen between invocations, and threads that live on would be frozen in the middle of something).
 */
public final class BatchRunner {
    /** Items taken ahead of the oldest unfinished one, per worker: enough that one slow item does not idle the rest. */
    private static final int AHEAD = 8;

    private final int inFlight;

    /** @param inFlight how many items are worked on at once, 1 or more */
    public BatchRunner(int inFlight) {
        if (inFlight < 1) {
            throw new IllegalArgumentException("inFlight is not positive: " + inFlight);
        }
        this.inFlight = inFlight;
    }

    /**
     * Works on items until there are none, or until told to stop; items that were taken are then finished.
     *
     * @param work must turn every failure of an item into a result; what it throws ends the run
     * @param sink called in this thread
     * @param stop asked before each item is taken
     */
    public <T, R> void run(Iterator<T> items, Function<T, R> work, Consumer<R> sink, BooleanSupplier stop) {
        if (inFlight == 1) {
            while (!stop.getAsBoolean() && items.hasNext()) {
                sink.accept(work.apply(items.next()));
            }
            return;
        }
        Deque<Future<R>> window = new ArrayDeque<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(inFlight)) {
            try {
                while (!stop.getAsBoolean() && items.hasNext()) {
                    T item = items.next();
                    window.add(pool.submit(() -> work.apply(item)));
                    while (window.size() >= inFlight * AHEAD
                            || (!window.isEmpty() && window.peek().isDone())) {
                        sink.accept(result(window.remove()));
                    }
                }
                while (!window.isEmpty()) {
                    sink.accept(result(window.remove()));
                }
            } catch (RuntimeException | Error e) {
                pool.shutdownNow();
                throw e;
            }
        }
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker failed: " + e.getCause(), e.getCause());
        }
    }
}
