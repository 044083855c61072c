package io.mediafn.operation.relink;

import io.mediafn.dataset.Selection;
import io.mediafn.export.PayloadFormat;
import io.mediafn.export.PayloadOptions;
import io.mediafn.location.Location;
import java.util.List;
import java.util.Optional;

/**
 * Which links become which.
 *
 * @param dataset its name; empty only where payloads are rendered and nothing is relinked
 * @param mediaFields by their names; all where empty
 * @param force whether a dataset is worked on that may vanish
 * @param next what the call before returned
 */
public record RelinkRequest(
        String dataset,
        List<String> mediaFields,
        Selection selection,
        Way way,
        boolean dryRun,
        boolean force,
        Optional<String> next) {
    /** How it is said. */
    public sealed interface Way {}

    /**
     * Everything under one prefix gets another.
     *
     * @param from as it is written in the dataset
     * @param to likewise
     * @param resume whether samples may be under both, as after a run that was cut off
     */
    public record ByPrefix(String from, String to, boolean resume) implements Way {}

    /**
     * A file names each pair.
     *
     * @param map where it is
     * @param undo where what undoes it goes
     * @param rendering what is made of what verifies, beside relinking
     */
    public record ByMap(
            Location map, Policy policy, Verify verify, Optional<Location> undo, Optional<Rendering> rendering)
            implements Way {}

    /**
     * Payloads for a labelling tool.
     *
     * @param folder where they go
     */
    public record Rendering(PayloadFormat format, Location folder, PayloadOptions options) {}

    public RelinkRequest {
        mediaFields = List.copyOf(mediaFields);
    }
}
