package io.mediafn.operation.migrate;

import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.Selection;
import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.NameCollisions;
import io.mediafn.location.Scheme;
import io.mediafn.operation.copy.LocalTargets;
import java.util.List;
import java.util.Optional;

/** Finds media that would be one file on a disk that folds names, before any byte moves. */
final class TargetNames {
    private TargetNames() {}

    /** Costs a pass over the samples, and only where the disk folds names. */
    static void check(
            EditableDataset dataset,
            List<MediaField> fields,
            Selection selection,
            Prefixes prefixes,
            LocalTargets disk) {
        if (prefixes.to().scheme() != Scheme.FILE
                || !disk.foldsNames(prefixes.to().asPrefix())) {
            return;
        }
        NameCollisions names = new NameCollisions();
        for (MediaField field : fields) {
            try (SampleCursor cursor = dataset.samples(selection, field, false)) {
                while (cursor.hasNext()) {
                    prefixes.leaving(cursor.next().path()).ifPresent(in -> {
                        String key = prefixes.targetOf(in).key();
                        Optional<String> other = names.add(key).filter(before -> !before.equals(key));
                        if (other.isPresent()) {
                            throw new InvalidFieldsException(List.of(new FieldError(
                                    "to_prefix",
                                    "a disk on which no two of the names are one file",
                                    other.get() + " and " + key)));
                        }
                    });
                }
            }
        }
    }
}
