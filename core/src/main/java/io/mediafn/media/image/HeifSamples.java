package io.mediafn.media.image;

import org.jspecify.annotations.Nullable;

/** The sample table of a track: how many samples there are, and whether each lies in the file. */
final class HeifSamples {
    /** What libavif takes for too many: 12 hours at 60 a second. */
    private static final long MAX_SAMPLES = 12 * 3_600 * 60;

    private @Nullable BoxReader offsets;
    private @Nullable BoxReader chunkRuns;
    private @Nullable BoxReader sizes;
    private boolean wideOffsets;
    private long chunks;
    private long runs;
    private long sameSize;
    private long sizeCount;

    /** Takes note of a box of the table. */
    void read(BoxReader box) {
        switch (box.type()) {
            case "stco", "co64" -> {
                wideOffsets = box.is("co64");
                chunks = count(box, wideOffsets ? 8 : 4);
                offsets = box;
            }
            case "stsc" -> {
                runs = count(box, 12);
                chunkRuns = box;
                checkRuns(box.copy());
            }
            case "stsz" -> {
                box.wantVersion(0);
                sameSize = box.u32();
                sizeCount = box.u32();
                if (sameSize == 0 && sizeCount > box.remaining() / 4) {
                    throw box.corrupt("it is cut off");
                }
                sizes = box;
            }
            case "stss" -> count(box, 4);
            case "stts" -> count(box, 8);
            default -> {}
        }
    }

    /** Reads the number of entries, all of which the box must hold. */
    private static long count(BoxReader box, int entrySize) {
        box.wantVersion(0);
        long count = box.u32();
        if (count > box.remaining() / entrySize) {
            throw box.corrupt("it is cut off");
        }
        return count;
    }

    private void checkRuns(BoxReader box) {
        long previous = 0;
        for (long i = 0; i < runs; i++) {
            long first = box.u32();
            box.skip(8);
            if (i == 0 ? first != 1 : first <= previous) {
                throw box.corrupt("chunks out of order");
            }
            previous = first;
        }
    }

    long chunks() {
        return chunks;
    }

    /** The number of samples, or -1 if the table contradicts itself or a sample lies outside of the file. */
    long count(long fileSize) {
        if (offsets == null || chunkRuns == null || sizes == null || runs == 0) {
            return -1;
        }
        BoxReader offset = offsets.copy();
        BoxReader run = chunkRuns.copy();
        BoxReader size = sizes.copy();
        run.skip(4);
        long perChunk = run.u32();
        run.skip(4);
        long runsLeft = runs - 1;
        long nextRun = runsLeft > 0 ? run.u32() : Long.MAX_VALUE;
        long samples = 0;
        for (long chunk = 1; chunk <= chunks; chunk++) {
            if (chunk == nextRun) {
                perChunk = run.u32();
                run.skip(4);
                nextRun = --runsLeft > 0 ? run.u32() : Long.MAX_VALUE;
            }
            samples += perChunk;
            if (perChunk == 0 || samples > MAX_SAMPLES || (sameSize == 0 && samples > sizeCount)) {
                return -1;
            }
            long end = offset.number(wideOffsets ? 8 : 4);
            if (end < 0) {
                return -1;
            }
            if (sameSize > 0) {
                end += sameSize * perChunk;
            }
            for (long i = sameSize > 0 ? perChunk : 0; i < perChunk; i++) {
                long bytes = size.u32();
                if (bytes == 0) {
                    return -1;
                }
                end += bytes;
            }
            if (end < 0 || end > fileSize) {
                return -1;
            }
        }
        return samples;
    }
}
