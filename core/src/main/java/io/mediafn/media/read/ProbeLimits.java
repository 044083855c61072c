package io.mediafn.media.read;

/**
 * What one probe may cost. Every honest header fits the defaults; they are there for files made to waste requests.
 *
 * @param requests ranged reads, 1 or more
 * @param bytes received over all reads, 1 or more
 */
public record ProbeLimits(int requests, long bytes) {
    /** 16 requests, 4 MiB. */
    public static final ProbeLimits DEFAULT = new ProbeLimits(16, 4L << 20);

    public ProbeLimits {
        if (requests < 1 || bytes < 1) {
            throw new IllegalArgumentException("limits start at 1, not " + requests + " requests, " + bytes + " bytes");
        }
    }
}
