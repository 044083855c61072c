package io.mediafn.operation;

import io.mediafn.batch.Outcome;
import java.util.Map;

/** What became of one item, for a report. */
public interface ItemResult {
    Outcome outcome();

    /** How many bytes it moved. */
    long bytes();

    /** What it cost, or would cost, in US dollars, as far as can be estimated. */
    default double usd() {
        return 0;
    }

    Map<String, Object> toJson();
}
