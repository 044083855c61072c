package io.mediafn.cli;

import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import io.mediafn.operation.metadata.DatasetMetadataRequest;
import io.mediafn.operation.metadata.MetadataOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which samples of which dataset. */
final class DatasetOptions {
    @Option(names = "--dataset", required = true, paramLabel = "NAME", description = "as FiftyOne shows it")
    private String name = "";

    @Option(names = "--media-field", paramLabel = "FIELD", description = "whose media are read (default: filepath)")
    private String field = MediaField.FILEPATH.path();

    @Option(names = "--overwrite", description = "samples that have metadata, too")
    private boolean overwrite;

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

    DatasetMetadataRequest request(MetadataOptions options, boolean dryRun) {
        if (limit != null && limit < 1) {
            throw new UsageException("--limit: a whole number of 1 or more (is " + limit + ")");
        }
        OptionalLong most = limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
        Selection selection = new Selection(ids, tags, slices, most, Optional.empty());
        return new DatasetMetadataRequest(
                name, new MediaField(field, false), selection, options, overwrite, true, dryRun, force);
    }
}
