package io.mediafn.operation;

import io.mediafn.dataset.Selection;
import io.mediafn.json.Fields;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The field {@code select} of requests for a dataset. */
public final class SelectionFields {
    private static final String FIELD = "select";

    private SelectionFields() {}

    /** All samples where it is absent. */
    public static Selection of(Fields fields) {
        if (!fields.has(FIELD)) {
            return Selection.all();
        }
        Fields select = fields.object(FIELD);
        Optional<Long> limit = select.positive("limit");
        Selection selection = new Selection(
                select.parsedList("ids", Function.identity()),
                select.parsedList("tags", Function.identity()),
                select.parsedList("group_slices", Function.identity()),
                limit.map(OptionalLong::of).orElse(OptionalLong.empty()),
                Optional.empty());
        fields.verify(FIELD, select);
        return selection;
    }
}
