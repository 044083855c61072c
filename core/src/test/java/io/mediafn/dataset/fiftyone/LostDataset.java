package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.EditableDataset;

/** A dataset whose database goes away before links change for the nth time. */
final class LostDataset extends ForwardingDataset {
    private final Forwarder forwarder;
    private int left;

    LostDataset(EditableDataset dataset, int nth, Forwarder forwarder) {
        super(dataset);
        this.left = nth;
        this.forwarder = forwarder;
    }

    @Override
    void beforeRelink() {
        left--;
        if (left == 0) {
            forwarder.goDown();
        }
    }
}
