package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether the tables that say where samples lie fit together. ffprobe gives up a file for some of their faults, and for
 * others goes on with a clock that is not that of the track.
 *
 * @param lacking whether one of the tables is missing that ffprobe wants before it sets the clock
 * @param refusal why it gives the file up, where it does
 */
record ChunkTables(boolean lacking, Optional<String> refusal) {
    static final ChunkTables SOUND = new ChunkTables(false, Optional.empty());

    private static final int HEADER = 8;
    private static final int RUN = 12;

    /** Judges a sample table of which all boxes were passed, by what is here already. */
    static ChunkTables check(Bytes bytes, Map<String, Box> tables, boolean timed, OptionalLong sized) {
        OptionalLong chunks = count(bytes, tables.getOrDefault("stco", tables.get("co64")));
        Box runs = tables.get("stsc");
        OptionalLong runCount = count(bytes, runs);
        if (chunks.isEmpty() || runCount.isEmpty() || (sized.isEmpty() && hasSizes(tables))) {
            return SOUND; // not read
        }
        long samples = sized.orElse(0);
        long length = runs == null ? 0 : runs.length();
        if (runCount.getAsLong() * RUN + 4 > length && runs != null) {
            return new ChunkTables(false, Optional.of("its table of chunks claims more entries than it has"));
        }
        boolean lacking = chunks.getAsLong() > 0 ? !timed || runCount.getAsLong() == 0 || samples == 0 : samples > 0;
        if (lacking) {
            return new ChunkTables(true, Optional.empty());
        }
        if (runs != null && runCount.getAsLong() > 0 && timed) {
            long last = runs.content() + HEADER + (runCount.getAsLong() - 1) * RUN;
            if (bytes.fetched(last, 4) && bytes.u32be(last) > chunks.getAsLong()) {
                return new ChunkTables(false, Optional.of("its tables of chunks contradict each other"));
            }
        }
        return SOUND;
    }

    private static boolean hasSizes(Map<String, Box> tables) {
        return tables.containsKey("stsz") || tables.containsKey("stz2");
    }

    /** 0 for a table that does not exist, empty for one that was not read. */
    private static OptionalLong count(Bytes bytes, @Nullable Box box) {
        if (box == null || box.length() < HEADER) {
            return OptionalLong.of(0);
        }
        return bytes.fetched(box.content(), HEADER)
                ? OptionalLong.of(bytes.u32be(box.content() + 4))
                : OptionalLong.empty();
    }
}
