package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.EditableDataset;
import java.util.concurrent.atomic.AtomicInteger;

/** A dataset whose process dies before links change for the nth time. */
final class DyingDataset extends ForwardingDataset {
    /** What nobody handles. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final AtomicInteger calls;
    private final int nth;

    DyingDataset(EditableDataset dataset, AtomicInteger calls, int nth) {
        super(dataset);
        this.calls = calls;
        this.nth = nth;
    }

    @Override
    void beforeRelink() {
        if (calls.incrementAndGet() == nth) {
            throw new Killed();
        }
    }
}
