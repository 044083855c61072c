package io.mediafn.media.video.matroska;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.video.FrameIndex;
import io.mediafn.media.video.FrameIndexer;
import io.mediafn.media.video.FrameOrder;
import io.mediafn.media.video.HeldBytes;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Reduction;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The frames of a Matroska or WebM file, from the headers of its blocks. Holds one element at a time: Info, Tracks, or
 * the start of a block.
 */
public final class MatroskaFrameIndex implements FrameIndexer {
    private static final long UNKNOWN_END = Long.MAX_VALUE;
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000;

    /** Info, or Tracks with the private data of codecs. */
    private static final int MOST_DESCRIPTION = 4 << 20;

    /** The track, the time, the flags and the number of frames of a block. */
    private static final int BLOCK_START = 12;

    private static final int LONGEST_HEADER = 12;
    private static final int MOST_TRACKS = 16;
    private static final int CLUSTER_ID_LENGTH = 4;

    private final Map<Long, FrameOrder> frames = new HashMap<>();
    private final byte[] header = new byte[LONGEST_HEADER];
    private int headerLength;
    private long position;

    /** The element that passes by, as far as it is held. */
    private byte[] held = {};

    private int heldLength;
    private int wanted;
    private long heldId;
    private long heldStart;
    private long skipTo;

    private long clusterEnd = -1;
    private long clusterTime;
    private long groupEnd = -1;
    private Optional<BlockStart> groupBlock = Optional.empty();
    private long groupDuration;
    private boolean groupRefers;
    /** One that has begun: a block that is cut off is none. */
    private Optional<BlockStart> simpleBlock = Optional.empty();

    private boolean lost;
    private long lostId;
    private Optional<String> incomplete = Optional.empty();
    private Optional<Track> video = Optional.empty();
    private long timestampScale = 1_000_000;
    private boolean sawTracks;

    /** What the start of a block says. */
    private record BlockStart(long track, int time, boolean keyFrame, int frames) {}

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int count = pass(bytes, at, end);
            at += count;
            position += count;
            settle();
        }
    }

    /** Takes what belongs together next; returns how many bytes that were, at least one. */
    private int pass(byte[] bytes, int at, int end) {
        if (heldLength < wanted) {
            int count = Math.min(end - at, wanted - heldLength);
            if (held.length < heldLength + count) {
                held = Arrays.copyOf(held, Math.min(wanted, Math.max(heldLength + count, 2 * held.length)));
            }
            System.arraycopy(bytes, at, held, heldLength, count);
            heldLength += count;
            return count;
        }
        if (position < skipTo) {
            return (int) Math.min(end - at, skipTo - position);
        }
        if (lost) {
            lostId = (lostId << 8 & 0xffff_ffffL) | (bytes[at] & 0xff);
            return 1;
        }
        header[headerLength++] = bytes[at];
        return 1;
    }

    /** Looks at what is complete now. */
    private void settle() {
        if (wanted > 0 && heldLength == wanted) {
            wanted = 0;
            take();
        }
        if (wanted > 0 || position < skipTo) {
            return;
        }
        simpleBlock.ifPresent(block -> add(block, block.keyFrame, 0));
        simpleBlock = Optional.empty();
        if (lost) {
            if (lostId == Ids.CLUSTER) {
                lost = false;
                lostId = 0;
                System.arraycopy(new byte[] {0x1F, 0x43, (byte) 0xB6, 0x75}, 0, header, 0, CLUSTER_ID_LENGTH);
                headerLength = CLUSTER_ID_LENGTH;
            }
            return;
        }
        if (headerLength > 0 && headerLength == headerNeeded()) {
            open();
        }
        boolean between = wanted == 0 && position >= skipTo && headerLength == 0;
        if (between && groupEnd >= 0 && position >= groupEnd) {
            endGroup();
        }
    }

    /** How long the header is whose first bytes are here; one byte more where that is not told yet. */
    private int headerNeeded() {
        int id = EbmlReader.lengthOf(header[0] & 0xff);
        if (id > 4) {
            return 1;
        }
        if (headerLength <= id) {
            return id + 1;
        }
        int length = EbmlReader.lengthOf(header[id] & 0xff);
        return length > Long.BYTES ? headerLength : id + length;
    }

    private void open() {
        int idLength = EbmlReader.lengthOf(header[0] & 0xff);
        int lengthLength = headerLength > idLength && idLength <= 4 ? EbmlReader.lengthOf(header[idLength] & 0xff) : 9;
        if (lengthLength > Long.BYTES) {
            lose("at byte " + (position - headerLength) + " there is no element");
            return;
        }
        long id = number(header, 0, idLength);
        long most = (1L << (7 * lengthLength)) - 1;
        long length = number(header, idLength, lengthLength) & most;
        headerLength = 0;
        open(id, length == most ? UNKNOWN_END : position + length);
    }

    private static long number(byte[] bytes, int offset, int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 8 | (bytes[offset + i] & 0xff);
        }
        return number;
    }

    private void open(long id, long end) {
        boolean inGroup = groupEnd >= 0;
        boolean inCluster = position <= clusterEnd && !Ids.isTopLevel(id);
        boolean unknown = end == UNKNOWN_END;
        if (id == Ids.SEGMENT || id == Ids.CLUSTER) {
            clusterEnd = id == Ids.CLUSTER ? end : -1;
            clusterTime = 0;
            return;
        }
        if (unknown) {
            if (id != Ids.BLOCK_GROUP) {
                lose("an element of unknown length");
            }
            return;
        }
        if (!inCluster) {
            boolean description = (id == Ids.INFO || id == Ids.TRACKS) && end - position <= MOST_DESCRIPTION;
            hold(id, end, description ? (int) (end - position) : 0);
            return;
        }
        switch ((int) id) {
            case Ids.BLOCK_GROUP -> {
                groupEnd = end;
                groupBlock = Optional.empty();
                groupDuration = 0;
                groupRefers = false;
            }
            case Ids.REFERENCE_BLOCK -> {
                groupRefers |= inGroup;
                hold(id, end, 0);
            }
            case Ids.TIMESTAMP, Ids.BLOCK_DURATION -> hold(id, end, (int) Math.min(Long.BYTES, end - position));
            case Ids.SIMPLE_BLOCK, Ids.BLOCK -> hold(id, end, (int) Math.min(BLOCK_START, end - position));
            default -> hold(id, end, 0);
        }
    }

    private void hold(long id, long end, int count) {
        heldId = id;
        heldStart = position;
        heldLength = 0;
        wanted = count;
        skipTo = end;
        if (count == 0 && (id == Ids.TIMESTAMP || id == Ids.BLOCK_DURATION)) {
            take();
        }
    }

    private void take() {
        switch ((int) heldId) {
            case Ids.TIMESTAMP -> clusterTime = number(held, 0, heldLength);
            case Ids.BLOCK_DURATION -> groupDuration = Math.max(0, number(held, 0, heldLength));
            case Ids.SIMPLE_BLOCK -> simpleBlock = block();
            case Ids.BLOCK -> groupBlock = block();
            case Ids.INFO, Ids.TRACKS -> describe();
            default -> {}
        }
        if (heldId == Ids.TRACKS) {
            held = new byte[0]; // the largest one
        }
    }

    private void describe() {
        EbmlReader reader = new EbmlReader(new HeldBytes(held, heldLength, heldStart));
        EbmlElement element = new EbmlElement(heldId, heldStart, heldStart, heldStart + heldLength, false, false);
        if (heldId == Ids.TRACKS) {
            sawTracks = true;
        }
        try {
            reader.children(element, child -> describe(reader, child));
        } catch (MediaException e) {
            incomplete = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void describe(EbmlReader reader, EbmlElement child) {
        if (child.id() == Ids.TIMESTAMP_SCALE && heldId == Ids.INFO) {
            long scale = reader.unsigned(child, timestampScale);
            timestampScale = scale > 0 ? scale : timestampScale;
        } else if (child.id() == Ids.TRACK_ENTRY && heldId == Ids.TRACKS && video.isEmpty()) {
            video = Optional.of(Track.read(reader, child)).filter(Track::isVideo);
        }
    }

    private Optional<BlockStart> block() {
        int number = heldLength == 0 ? 9 : EbmlReader.lengthOf(held[0] & 0xff);
        if (number > Long.BYTES || heldLength < number + 4) {
            return Optional.empty();
        }
        long track = number(held, 0, number) & ((1L << (7 * number)) - 1);
        int flags = held[number + 2];
        return Optional.of(new BlockStart(
                track,
                (short) number(held, number, 2),
                (flags & 0x80) != 0,
                (flags & 6) == 0 ? 1 : (held[number + 3] & 0xff) + 1));
    }

    private void endGroup() {
        groupEnd = -1;
        groupBlock.ifPresent(block -> add(block, !groupRefers, groupDuration));
        groupBlock = Optional.empty();
    }

    /** Tracks may come behind the frames, so until then the frames of every track are kept. */
    private void add(BlockStart block, boolean key, long duration) {
        boolean ours = video.isEmpty() || block.track == video.get().number;
        if (!ours || (!frames.containsKey(block.track) && frames.size() == MOST_TRACKS)) {
            return;
        }
        long codecDelay = video.isPresent() ? video.get().codecDelay : 0;
        long delay =
                Math.round(codecDelay / (NANOSECONDS_PER_SECOND * timeBase().value()));
        long time = clusterTime + block.time - delay;
        FrameOrder order = frames.computeIfAbsent(block.track, unused -> new FrameOrder());
        for (int i = 0; i < block.frames; i++) {
            order.add(time + duration * i / block.frames, key && i == 0);
        }
    }

    /** What comes next makes no sense: it goes on with the next cluster. */
    private void lose(String why) {
        headerLength = 0;
        groupEnd = -1;
        clusterEnd = -1;
        lost = true;
        if (incomplete.isEmpty()) {
            incomplete = Optional.of("broken Matroska: " + why + ", so frames may be missing");
        }
    }

    private Rational timeBase() {
        double nanoseconds = timestampScale * (video.isPresent() ? video.get().timestampScale : 1);
        return Reduction.reduce(
                Math.clamp((long) nanoseconds, 1, 0xffff_ffffL), NANOSECONDS_PER_SECOND, Integer.MAX_VALUE);
    }

    @Override
    public FrameIndex finish() {
        if (video.isEmpty()) {
            throw new MediaException(Reason.CORRUPT, sawTracks ? "no video in it" : "broken Matroska: no Tracks");
        }
        if (position < skipTo || headerLength > 0 || groupEnd >= 0) {
            incomplete = Optional.of(incomplete.orElse("the file is cut off"));
        }
        return frames.getOrDefault(video.get().number, new FrameOrder()).finish(timeBase(), incomplete);
    }
}
