package io.mediafn.operation.copy;

/**
 * How much a copy may hold at once.
 *
 * @param partSize the size of a part in bytes, 5 MiB or more; larger where an object would have too many parts. An object
 *     of up to that size is sent in one request.
 * @param bufferBytes of all parts in flight together, at least one part
 */
public record CopySettings(int partSize, long bufferBytes) {
    public static final int SMALLEST_PART = 5 << 20;
    private static final CopySettings DEFAULTS = new CopySettings(8 << 20, 64 << 20);

    public CopySettings {
        if (partSize < SMALLEST_PART) {
            throw new IllegalArgumentException("partSize is under 5 MiB: " + partSize);
        }
        if (bufferBytes < partSize) {
            throw new IllegalArgumentException(
                    "bufferBytes is less than a part: " + bufferBytes + " for parts of " + partSize);
        }
    }

    public static CopySettings defaults() {
        return DEFAULTS;
    }

    /** How many parts of the usual size can be in flight. */
    int partsInFlight() {
        return (int) Math.min(64, bufferBytes / partSize);
    }
}
