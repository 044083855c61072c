package io.mediafn.operation.copy;

import java.util.List;

/**
 * What became of a medium and, if it is a scene, of what goes along with it.
 *
 * @param medium failed where one of its assets did
 * @param assets how many went along, or lay there already
 * @param assetBytes that were written for them
 * @param left assets that stay where they are, and that it goes on naming there
 * @param proven whether all of it is proven to lie at its target, by checksums
 */
public record MediaCopy(
        CopyResult medium, int assets, long assetBytes, double assetUsd, List<String> left, boolean proven) {
    public MediaCopy {
        left = List.copyOf(left);
    }

    /** Something without assets. */
    public static MediaCopy of(CopyResult medium) {
        return new MediaCopy(medium, 0, 0, 0, List.of(), medium.isProven());
    }

    public MediaCopy withMedium(CopyResult other) {
        return new MediaCopy(other, assets, assetBytes, assetUsd, left, proven && other.isProven());
    }

    public long bytes() {
        return medium.bytes() + assetBytes;
    }

    public double usd() {
        return medium.usd() + assetUsd;
    }
}
