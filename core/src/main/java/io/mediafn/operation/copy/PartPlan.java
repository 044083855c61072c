package io.mediafn.operation.copy;

import io.mediafn.storage.Capabilities;

/**
 * How an object is cut. Every part but the last has the same size, which grows with the object so that there are never
 * more parts than the target takes.
 *
 * @param size of the object, 1 byte or more
 */
record PartPlan(long size, long partSize) {
    private static final long MIB = 1 << 20;

    static PartPlan of(long size, CopySettings settings, Capabilities target) {
        long fewest = (size + target.mostParts() - 1) / target.mostParts();
        long rounded = (fewest + MIB - 1) / MIB * MIB;
        long partSize = Math.max(Math.max(settings.partSize(), target.smallestPart()), rounded);
        return new PartPlan(size, Math.min(partSize, target.largestPart()));
    }

    int parts() {
        return Math.toIntExact((size + partSize - 1) / partSize);
    }

    long offset(int index) {
        return index * partSize;
    }

    long length(int index) {
        return Math.min(partSize, size - offset(index));
    }
}
