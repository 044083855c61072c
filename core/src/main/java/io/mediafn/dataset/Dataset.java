package io.mediafn.dataset;

import io.mediafn.location.Location;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A collection of samples. Implementations are thread-safe, and safe beside other writers of the same dataset. */
public interface Dataset {
    /**
     * Records what was observed of some samples. Recording the same observations again changes nothing, and older ones
     * that come late do not undo newer ones.
     *
     * @throws io.mediafn.storage.StorageException if it is not certain that all are recorded; nothing that was recorded
     *     before is lost
     */
    void record(List<SampleRecord> observations);

    /**
     * Likewise, of samples that are relinked between two places as their objects are seen.
     *
     * @param otherPlace of the object of an observation: where no sample lies at the one place, that at the other is meant
     */
    default void record(List<SampleRecord> observations, Function<Location, Optional<Location>> otherPlace) {
        record(observations);
    }

    /** Whether what lies there is the dataset itself, and no medium of it. */
    boolean owns(Location at);

    /** The samples that stand after all observations, deleted ones left out, in the order of their file paths. */
    List<SampleRecord> samples();
}
