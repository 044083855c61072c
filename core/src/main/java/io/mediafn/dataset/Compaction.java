package io.mediafn.dataset;

/**
 * What folding came to. Pieces that somebody else writes meanwhile are not counted.
 *
 * @param before what there was
 * @param after what there is now, or would be
 * @param folded whether there was anything to fold
 * @param finished whether all of it was; if not, records are not counted
 * @param requests sent to the store
 */
public record Compaction(Extent before, Extent after, boolean folded, boolean finished, long requests) {
    /**
     * How much there is.
     *
     * @param segments pieces
     * @param records lines; -1 where they were not read
     * @param bytes of all pieces
     */
    public record Extent(long segments, long records, long bytes) {
        /** Of records that nobody counted. */
        public static final long NOT_READ = -1;

        public Extent plus(Extent other) {
            return new Extent(segments + other.segments, records + other.records, bytes + other.bytes);
        }

        public Extent minus(Extent other) {
            return new Extent(segments - other.segments, records - other.records, bytes - other.bytes);
        }
    }
}
