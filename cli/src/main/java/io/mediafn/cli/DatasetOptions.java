package io.mediafn.cli;

import io.mediafn.dataset.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which samples of which dataset. */
class DatasetOptions {
    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "NAME",
            description = "of FiftyOne, by its name, or the location of a manifest")
    private String name = "";

    @Option(names = "--ids", paramLabel = "ID", split = ",", description = "these samples alone")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--tags", paramLabel = "TAG", split = ",", description = "samples with any of these tags")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--group-slices", paramLabel = "SLICE", split = ",", description = "samples of these slices")
    private List<String> slices = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "this many samples at most")
    private @Nullable Long limit;

    @Option(names = "--force", description = "although the dataset is not persistent, and may be deleted at any moment")
    private boolean force;

    String name() {
        return name;
    }

    boolean force() {
        return force;
    }

    Selection selection() {
        if (limit != null && limit < 1) {
            throw new UsageException("--limit: a whole number of 1 or more (is " + limit + ")");
        }
        OptionalLong most = limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
        return new Selection(ids, tags, slices, most, Optional.empty());
    }
}
