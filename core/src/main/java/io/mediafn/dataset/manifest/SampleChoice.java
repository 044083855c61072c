package io.mediafn.dataset.manifest;

import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.SampleIds;
import io.mediafn.dataset.Selection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which samples of a manifest a selection means, but for where it begins and ends. */
final class SampleChoice {
    private final Set<String> ids;
    private final List<String> tags;

    /** @throws DatasetException INVALID for group slices, and for a text that is no id */
    SampleChoice(Selection selection, ManifestIndex index) {
        if (!selection.groupSlices().isEmpty()) {
            throw new DatasetException(Kind.INVALID, "a manifest has no groups, so no slices of them");
        }
        checkIds(selection.ids(), index);
        this.ids = new HashSet<>(selection.ids());
        this.tags = selection.tags();
    }

    static void checkIds(List<String> ids, ManifestIndex index) {
        for (String id : ids) {
            if (!SampleIds.isId(id) && !index.has(id)) {
                throw new DatasetException(Kind.INVALID, "'" + id + "' is no id of a sample, which has 24 hex digits");
            }
        }
    }

    boolean includes(ManifestIndex.Entry entry) {
        return (ids.isEmpty() || ids.contains(entry.id()))
                && (tags.isEmpty() || !Collections.disjoint(tags, entry.tags()));
    }
}
