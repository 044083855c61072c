package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import org.jspecify.annotations.Nullable;

/**
 * Opens FiftyOne's datasets. All that are opened share the connections to their database, which stay for the next one: a
 * handshake for each batch of events would cost more than its writes. Thread-safe.
 */
public final class FiftyOneDatasets implements AutoCloseable {
    private @Nullable Database current;

    /**
     * Opens a dataset, and reads what the database says of it now. Connects where the settings are others than before,
     * as after a password was rotated; the former connections end with the last dataset that uses them.
     *
     * @param name as FiftyOne shows it
     * @param force whether one that is not persistent is opened too: a client of FiftyOne that ends may delete it at any
     *     moment
     * @throws DatasetException NOT_FOUND; REFUSED if it is not understood, or not persistent; DENIED; UNAVAILABLE
     */
    public EditableDataset open(FiftyOneSettings settings, String name, boolean force) {
        Database database = held(settings);
        try {
            return new FiftyOneDataset(database, new Opening(database).read(name, force));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private synchronized Database held(FiftyOneSettings settings) {
        Database known = current;
        if (known == null || !known.isOf(settings)) {
            Database fresh = Database.connect(settings);
            close();
            current = fresh;
            known = fresh;
        }
        known.hold();
        return known;
    }

    /** Lets go of the connections; they end with the last dataset that uses them. */
    @Override
    public synchronized void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
