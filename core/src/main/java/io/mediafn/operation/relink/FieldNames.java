package io.mediafn.operation.relink;

import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import java.util.List;
import java.util.stream.Collectors;

/** The media fields that names mean. */
final class FieldNames {
    private FieldNames() {}

    /**
     * The named fields, in the dataset's order; all where none is named.
     *
     * @throws InvalidFieldsException naming those that there are, if one is not
     */
    static List<MediaField> of(EditableDataset dataset, List<String> names) {
        List<MediaField> all = dataset.mediaFields();
        List<String> known = all.stream().map(MediaField::text).toList();
        List<FieldError> errors = names.stream()
                .filter(name -> !known.contains(name))
                .map(name -> new FieldError(
                        "media_fields",
                        "a media field of the dataset; there are "
                                + known.stream().collect(Collectors.joining(", ")),
                        name))
                .toList();
        if (!errors.isEmpty()) {
            throw new InvalidFieldsException(errors);
        }
        return names.isEmpty()
                ? all
                : all.stream().filter(field -> names.contains(field.text())).toList();
    }
}
