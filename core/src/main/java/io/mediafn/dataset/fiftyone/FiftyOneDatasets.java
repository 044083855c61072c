package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;

/** Opens FiftyOne's datasets. */
public final class FiftyOneDatasets {
    private FiftyOneDatasets() {}

    /**
     * Opens a dataset, with a connection of its own that ends with it.
     *
     * @param name as FiftyOne shows it
     * @param force whether one that is not persistent is opened too: a client of FiftyOne that ends may delete it at any
     *     moment
     * @throws DatasetException NOT_FOUND; REFUSED if it is not understood, or not persistent; DENIED; UNAVAILABLE
     */
    public static EditableDataset open(FiftyOneSettings settings, String name, boolean force) {
        Database database = Database.connect(settings);
        try {
            return new FiftyOneDataset(database, new Opening(database).read(name, force));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }
}
