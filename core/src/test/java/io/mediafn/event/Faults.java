package io.mediafn.event;

import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import io.mediafn.storage.CopyOptions;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import io.mediafn.testing.ForwardingStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lets the k-th call fail, before it had an effect or after it, as an answer or as the end of the process. Thread-safe. */
final class Faults {
    /** The process is gone; nothing may catch that. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private int callsUntilFault = Integer.MAX_VALUE;
    private boolean crashes;
    private boolean afterwards;
    private int happened;

    synchronized void arm(Random random, int within) {
        callsUntilFault = random.nextInt(within);
        crashes = random.nextBoolean();
        afterwards = random.nextBoolean();
    }

    synchronized void disarm() {
        callsUntilFault = Integer.MAX_VALUE;
    }

    synchronized int happened() {
        return happened;
    }

    <T> T call(Location at, Supplier<T> work) {
        boolean now = isTurn();
        if (now && !afterwards) {
            fail(at);
        }
        T result = work.get();
        if (now) {
            fail(at);
        }
        return result;
    }

    private synchronized boolean isTurn() {
        return callsUntilFault-- == 0;
    }

    private synchronized void fail(Location at) {
        happened++;
        if (crashes) {
            throw new Crash();
        }
        throw new StorageException(Kind.UNAVAILABLE, at, "no answer");
    }

    ObjectStore over(ObjectStore store, Writes writes) {
        return new Faulty(store, writes);
    }

    /** How often each content came to each place. Thread-safe. */
    static final class Writes {
        private final Map<String, Integer> counts = new HashMap<>();
        private final Consumer<Location> listener;

        /** @param listener is told of each */
        Writes(Consumer<Location> listener) {
            this.listener = listener;
        }

        synchronized void count(Location to, ObjectStat written) {
            counts.merge(to + " with " + written.size() + " bytes", 1, Integer::sum);
            listener.accept(to);
        }

        synchronized Map<String, Integer> counts() {
            return Map.copyOf(counts);
        }
    }

    private final class Faulty extends ForwardingStore {
        private final Writes writes;

        Faulty(ObjectStore store, Writes writes) {
            super(store);
            this.writes = writes;
        }

        @Override
        public ObjectStat stat(Location at) {
            return call(at, () -> super.stat(at));
        }

        @Override
        public ObjectRead read(Location at, ReadOptions options) {
            return call(at, () -> super.read(at, options));
        }

        @Override
        public ObjectStat write(Location to, Content content, WriteOptions options) {
            return call(to, () -> {
                ObjectStat written = super.write(to, content, options);
                writes.count(to, written);
                return written;
            });
        }

        @Override
        public ObjectStat copy(ObjectStat from, Location to, CopyOptions options) {
            return call(to, () -> {
                ObjectStat written = super.copy(from, to, options);
                writes.count(to, written);
                return written;
            });
        }

        @Override
        public ObjectPage list(Location prefix, ListOptions options) {
            return call(prefix, () -> super.list(prefix, options));
        }
    }
}
