package io.mediafn.dataset.manifest;

import java.time.Duration;

/**
 * Sizes and times of a manifest. All who work on one should have the same times.
 *
 * @param segmentBytes from which size on a segment is ended and another one begun
 * @param foldBytes how many bytes of segments as writers wrote them, whose ids lie anywhere, are held at once for folding
 * @param settle how long after a folded segment was written the segments that it replaces are deleted
 */
record ManifestLimits(int segmentBytes, long foldBytes, Duration settle) {
    static final ManifestLimits DEFAULT = new ManifestLimits(4 << 20, 64L << 20, Duration.ofSeconds(2));

    /** How long a page of a listing may take. */
    Duration slowestPage() {
        return settle.dividedBy(2);
    }
}
