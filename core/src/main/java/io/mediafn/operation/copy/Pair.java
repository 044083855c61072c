package io.mediafn.operation.copy;

import io.mediafn.storage.ObjectStore;

/** The stores of a source and its target; often the same one. */
record Pair(ObjectStore from, ObjectStore to) {
    boolean same() {
        return from.equals(to);
    }
}
