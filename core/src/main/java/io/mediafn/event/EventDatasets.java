package io.mediafn.event;

import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.location.Location;
import java.util.Optional;
import java.util.function.Function;

/** Datasets that events write to, by what pipelines call them; absent means that of the settings. Thread-safe. */
public interface EventDatasets {
    /**
     * Lends a dataset for observations alone.
     *
     * @throws IllegalStateException if the settings name none
     * @throws io.mediafn.dataset.DatasetException if it can't be opened
     */
    <R> R recording(Optional<String> name, Function<Dataset, R> work);

    /** Lends one for what has to look at samples, with the same exceptions. */
    <R> R editing(Optional<String> name, Function<EditableDataset, R> work);

    /** Whether what lies there is one of the datasets itself, and no medium of it. Opens nothing. */
    boolean owns(Optional<String> name, Location at);
}
