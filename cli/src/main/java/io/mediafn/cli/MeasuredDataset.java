package io.mediafn.cli;

import io.mediafn.dataset.MediaField;
import io.mediafn.operation.metadata.DatasetMetadataRequest;
import io.mediafn.operation.metadata.MetadataOptions;
import picocli.CommandLine.Option;

/** Which samples of which dataset get metadata. */
final class MeasuredDataset extends DatasetOptions {
    @Option(names = "--media-field", paramLabel = "FIELD", description = "whose media are read (default: filepath)")
    private String field = MediaField.FILEPATH.path();

    @Option(names = "--overwrite", description = "samples that have metadata, too")
    private boolean overwrite;

    DatasetMetadataRequest request(MetadataOptions options, boolean dryRun) {
        return new DatasetMetadataRequest(
                name(), new MediaField(field, false), selection(), options, overwrite, true, dryRun, force());
    }
}
