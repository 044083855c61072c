package io.mediafn.operation.metadata;

import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import io.mediafn.json.Fields;
import io.mediafn.operation.SelectionFields;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata of which samples.
 *
 * @param dataset its name
 * @param field whose media are read
 * @param selection which samples
 * @param options how media are read
 * @param overwrite whether samples that have metadata are read again
 * @param skipFailures whether to go on after a failure
 * @param dryRun whether only to say what would be read
 * @param force whether a dataset is worked on that may vanish
 */
public record DatasetMetadataRequest(
        String dataset,
        MediaField field,
        Selection selection,
        MetadataOptions options,
        boolean overwrite,
        boolean skipFailures,
        boolean dryRun,
        boolean force) {
    public static DatasetMetadataRequest of(String dataset) {
        return new DatasetMetadataRequest(
                dataset, MediaField.FILEPATH, Selection.all(), MetadataOptions.DEFAULT, false, true, false, false);
    }

    /**
     * Reads a request, whatever brought it.
     *
     * @throws io.mediafn.json.InvalidFieldsException naming every field that breaks a rule
     */
    public static DatasetMetadataRequest fromJson(Map<String, Object> json) {
        Fields fields = new Fields(json);
        MetadataOptions options = MetadataRequest.options(fields);
        DatasetMetadataRequest request = new DatasetMetadataRequest(
                fields.string("dataset").orElse(""),
                fields.string("media_field")
                        .map(name -> new MediaField(name, false))
                        .orElse(MediaField.FILEPATH),
                SelectionFields.of(fields).withAfter(fields.string("next")),
                options,
                fields.bool("overwrite", false),
                fields.bool("skip_failures", true),
                fields.bool("dry_run", false),
                fields.bool("force", false));
        if (request.dataset.isBlank()) {
            fields.reject("dataset", "the name of a dataset");
        }
        fields.verify();
        return request;
    }

    Optional<String> next() {
        return selection.after();
    }
}
