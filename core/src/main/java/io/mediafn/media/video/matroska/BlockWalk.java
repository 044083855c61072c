package io.mediafn.media.video.matroska;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.Window;
import java.util.Optional;

/**
 * Goes over the first blocks of a file in their order. Reads large pieces, since every block's header lies behind the
 * frames of the one before it, and gives up where that costs too much.
 */
final class BlockWalk {
    /** Five seconds of a usual video, or a few frames of a large one. */
    private static final int PIECE = 256 << 10;

    private static final int MOST_PIECES = 9;
    private static final int MOST_BYTES = 5 << 19;

    /** What the header of a block may take, with those of its group and its cluster. */
    private static final int HEADERS = 64;

    /**
     * A block: frames of one track.
     *
     * @param track its number
     * @param time in ticks of the segment
     * @param duration in such ticks, 0 if it is not told
     * @param keyFrame whether decoding can start there
     * @param frames how many
     * @param content of the first frame
     * @param end of the last one
     */
    record Block(long track, long time, long duration, boolean keyFrame, int frames, long content, long end) {}

    private final Window window;
    private final EbmlReader reader;
    private final long size;
    private long position;
    private long clusterEnd = -1;
    private boolean clusterUnknown;
    private long clusterTime;
    private int pieces;
    private long fetched;
    private boolean exhausted;

    BlockWalk(Window window, EbmlReader reader, long firstCluster) {
        this.window = window;
        this.reader = reader;
        this.size = window.size();
        this.position = firstCluster;
    }

    /** Whether blocks were left unread because they cost too much. */
    boolean isExhausted() {
        return exhausted;
    }

    /** The next block; empty at the end of the file, or where it costs too much to go on. */
    Optional<Block> next() {
        while (position < size && isAffordable()) {
            EbmlElement element = reader.at(position, size);
            if (element.id() == Ids.CLUSTER) {
                clusterEnd = element.end();
                clusterUnknown = element.unknown();
                position = element.content();
                continue;
            }
            boolean inCluster = position < clusterEnd && !(clusterUnknown && Ids.isTopLevel(element.id()));
            if (element.unknown()) {
                return Optional.empty();
            }
            position = element.end();
            if (!inCluster) {
                clusterEnd = -1;
                continue;
            }
            Optional<Block> block = Optional.empty();
            switch ((int) element.id()) {
                case Ids.TIMESTAMP -> clusterTime = reader.unsigned(element, 0);
                case Ids.SIMPLE_BLOCK -> block = block(element, 0, true);
                case Ids.BLOCK_GROUP -> block = group(element);
                default -> {}
            }
            if (block.isPresent()) {
                return block;
            }
        }
        return Optional.empty();
    }

    /** Whether going on costs nothing; false at the end. */
    boolean isHere() {
        return position < size && window.fetched(position, Math.min(HEADERS, size - position));
    }

    private boolean isAffordable() {
        if (isHere()) {
            return true;
        }
        if (pieces == MOST_PIECES || fetched >= MOST_BYTES) {
            exhausted = true;
            return false;
        }
        pieces++;
        fetched += PIECE;
        window.prefetch(position, PIECE);
        return true;
    }

    /** What a group holds besides what is passed over; filled while it is read. */
    private static final class Group {
        private Optional<EbmlElement> block = Optional.empty();
        private long duration;
        private boolean refers;
    }

    private Optional<Block> group(EbmlElement element) {
        Group group = new Group();
        reader.children(element, child -> {
            switch ((int) child.id()) {
                case Ids.BLOCK -> group.block = Optional.of(child);
                case Ids.BLOCK_DURATION -> group.duration = Math.max(0, reader.unsigned(child, 0));
                case Ids.REFERENCE_BLOCK -> group.refers = true;
                default -> {}
            }
        });
        return group.block.flatMap(block -> block(block, group.duration, !group.refers));
    }

    private Optional<Block> block(EbmlElement element, long duration, boolean keyFrame) {
        Bytes bytes = reader.bytes();
        int numberLength = EbmlReader.lengthOf(bytes.u8(element.content()));
        if (numberLength > Long.BYTES || element.length() < numberLength + 4L || element.cut()) {
            return Optional.empty(); // ffprobe passes over a block without a frame, too
        }
        long track = 0;
        for (int i = 0; i < numberLength; i++) {
            track = track << 8 | bytes.u8(element.content() + i);
        }
        track &= (1L << (7 * numberLength)) - 1;
        long content = element.content() + numberLength;
        int flags = bytes.u8(content + 2);
        boolean laced = (flags & 6) != 0;
        return Optional.of(new Block(
                track,
                clusterTime + (short) bytes.u16be(content),
                duration,
                element.id() == Ids.SIMPLE_BLOCK ? (flags & 0x80) != 0 : keyFrame,
                laced ? bytes.u8(content + 3) + 1 : 1,
                content + 3,
                element.end()));
    }
}
