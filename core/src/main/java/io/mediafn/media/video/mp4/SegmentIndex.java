package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Box;
import io.mediafn.media.read.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the fragments of a track lie: the box {@code sidx}.
 *
 * @param track its number
 * @param end offset behind the last fragment
 * @param endTime of the last fragment, in ticks of the index
 * @param times when the fragment at an offset starts, in ticks of the index; of the first ones only
 * @param timescale ticks of a second
 * @param refusal why ffprobe gives up a file with such an index, where it does
 */
record SegmentIndex(
        long track, long end, long endTime, Map<Long, Long> times, long timescale, Optional<String> refusal) {
    private static final int FIXED = 20;
    private static final int WIDE = 8;
    private static final int REFERENCE = 12;

    /** Their times are needed only where the fragments tell none. */
    private static final int REMEMBERED = 1_024;

    SegmentIndex {
        times = Map.copyOf(times);
    }

    /** Reads it, empty for a version that ffprobe passes over. */
    static Optional<SegmentIndex> read(Bytes bytes, Box box) {
        int version = box.length() > 0 ? bytes.u8(box.content()) : 0;
        int fixed = FIXED + (version == 0 ? 0 : WIDE) + 4;
        if (version > 1 || box.length() < fixed) {
            return Optional.empty();
        }
        long at = box.content() + 4;
        long track = bytes.u32be(at);
        int timescale = bytes.s32be(at + 4);
        long time = version == 0 ? bytes.u32be(at + 8) : bytes.s64be(at + 8);
        long offset = box.end() + (version == 0 ? bytes.u32be(at + 12) : bytes.s64be(at + 16));
        long first = box.content() + fixed;
        long declared = bytes.u16be(first - 2);
        long count = Math.min(declared, (box.end() - first) / REFERENCE);
        Optional<String> refusal =
                timescale <= 0 || count == 0 || offset < 0 ? Optional.of("an index of nothing") : Optional.empty();
        Map<Long, Long> times = new HashMap<>();
        bytes.prefetch(first, count * REFERENCE);
        for (long i = 0; i < count && refusal.isEmpty(); i++) {
            long reference = bytes.u32be(first + i * REFERENCE);
            if ((reference & 0x8000_0000L) != 0) {
                refusal = Optional.of("an index of indexes");
            }
            if (times.size() < REMEMBERED) {
                times.put(offset, time);
            }
            offset += reference;
            time += bytes.u32be(first + i * REFERENCE + 4);
        }
        return Optional.of(new SegmentIndex(track, offset, time, times, Math.max(1, timescale), refusal));
    }

    /** When the fragment at this offset starts, in ticks of another timescale. */
    OptionalLong startOf(long offset, long ticks) {
        Long time = times.get(offset);
        return time == null ? OptionalLong.empty() : OptionalLong.of(Ratios.rescale(time, ticks, timescale));
    }
}
