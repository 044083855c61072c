package io.mediafn.event;

import io.mediafn.location.Location;
import io.mediafn.operation.metadata.MetadataOptions;
import java.util.Map;
import java.util.Optional;

/** One thing that a rule does with an object. */
sealed interface Step {
    /** Its name in JSON. */
    String name();

    /** The dataset that it writes to; absent for the one of the settings, and where it writes to none. */
    default Optional<String> dataset() {
        return Optional.empty();
    }

    /**
     * Computes metadata, and records it.
     *
     * @param dataset that gets it; absent for the one of the settings
     */
    record Metadata(Optional<String> dataset, MetadataOptions options) implements Step {
        static final String NAME = "metadata";

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * Copies the object.
     *
     * @param from the rule's prefix, below which the object's name begins
     * @param outdir below which it gets the same name
     * @param options fields of a request for a copy, such as {@code overwrite}
     */
    record Copy(Location from, Location outdir, Map<String, Object> options) implements Step {
        static final String NAME = "copy";

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * Links samples to where the object lies, or went.
     *
     * @param of the rule's prefix, below which the object's name begins
     * @param from below which they are linked to that name now
     * @param to below which they are to be linked to it
     */
    record Relink(Optional<String> dataset, Location of, Location from, Location to) implements Step {
        static final String NAME = "relink";

        @Override
        public String name() {
            return NAME;
        }
    }

    /** Takes the sample of an object that is gone out of a dataset. */
    record Unregister(Optional<String> dataset) implements Step {
        static final String NAME = "unregister";

        @Override
        public String name() {
            return NAME;
        }
    }
}
