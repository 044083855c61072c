package io.mediafn.config;

/** How much is moved at once, checked against the memory that there is. */
final class TransferVariables {
    static final String PART_SIZE = "MEDIAFN_PART_SIZE_MIB";
    static final String BUFFER = "MEDIAFN_BUFFER_MIB";

    /** S3 takes no smaller part but the last. */
    private static final int SMALLEST_PART = 5;

    private static final int LARGEST_PART = 512;
    private static final int DEFAULT_PART = 8;
    private static final int DEFAULT_BUFFER = 64;
    private static final int LARGEST_BUFFER = 1 << 20;
    private static final int MIB_SHIFT = 20;

    private final Variables variables;
    private final long heap;

    /** @param heap the most bytes that this process may have on its heap */
    TransferVariables(Variables variables, long heap) {
        this.variables = variables;
        this.heap = heap;
    }

    Settings.Transfer read() {
        int part = variables
                .parsed(PART_SIZE, text -> Variables.number(text, SMALLEST_PART, LARGEST_PART))
                .orElse(DEFAULT_PART);
        long half = (heap / 2) >> MIB_SHIFT;
        long buffer = variables
                .parsed(BUFFER, text -> Variables.number(text, SMALLEST_PART, LARGEST_BUFFER))
                .map(Long::valueOf)
                .orElse(Math.max(part, Math.min(DEFAULT_BUFFER, half)));
        if (buffer > half) {
            variables
                    .problems()
                    .add(
                            variables.has(BUFFER) ? BUFFER : PART_SIZE,
                            "parts on their way would take " + buffer + " MiB, more than half of the heap, which has "
                                    + (heap >> MIB_SHIFT) + " MiB; lower it, or give the process more memory");
        }
        if (buffer < part) {
            variables.problems().add(BUFFER, "must hold a part of " + part + " MiB; it is " + buffer);
        }
        return new Settings.Transfer((long) part << MIB_SHIFT, buffer << MIB_SHIFT);
    }
}
