package io.mediafn.operation.relink;

import io.mediafn.operation.ItemResult;

/** What became of one field, or of one line of a map. */
public sealed interface RelinkResult extends ItemResult permits FieldResult, LineResult {
    /** How many documents, of samples or of frames, link to another place now, or would. */
    long samples();
}
