package io.mediafn.dataset;

/** Opens datasets by what users call them. Thread-safe. */
@FunctionalInterface
public interface Datasets {
    /**
     * Opens one; the caller closes it.
     *
     * @param name of a dataset of FiftyOne, or the location of a manifest
     * @param force whether one is opened that may vanish at any moment
     * @throws DatasetException if there is none, or it is refused
     * @throws io.mediafn.location.LocationRefusedException if a manifest may not lie there
     */
    EditableDataset open(String name, boolean force);
}
