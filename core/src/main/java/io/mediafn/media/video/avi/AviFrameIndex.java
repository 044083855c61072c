package io.mediafn.media.video.avi;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.video.FrameIndex;
import io.mediafn.media.video.FrameIndex.KeyFrame;
import io.mediafn.media.video.FrameIndexer;
import io.mediafn.media.video.Rational;
import io.mediafn.media.video.Reduction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The frames of an AVI file: counted as they pass by; which of them are key frames, its indexes tell (OpenDML's, else
 * {@code idx1}). A chunk without content stands for a repetition of the frame before it: it takes time, and is no frame.
 */
public final class AviFrameIndex implements FrameIndexer {
    private static final int CHUNK_HEADER = 8;
    private static final int RIFF_HEADER = 12;
    private static final int STREAM_HEADER = 36;
    private static final int BITMAP_HEADER = 20;
    private static final int INDEX_HEADER = 24;
    /** In seconds. */
    private static final long LATEST_START = 3600;

    private static final int OLD_ENTRY = 16;
    private static final int OLD_KEY_FRAME = 0x10;

    /** What one index says of the frames, in their order. */
    private static final class Listed {
        private final List<KeyFrame> keyFrames = new ArrayList<>();
        private long chunks;
        private long frames;
        private boolean tooMany;

        void add(boolean content, boolean key, long start) {
            if (content && key) {
                if (keyFrames.size() < FrameIndex.MOST_KEY_FRAMES) {
                    keyFrames.add(new KeyFrame(frames, start + chunks));
                } else {
                    tooMany = true;
                }
            }
            frames += content ? 1 : 0;
            chunks++;
        }
    }

    private final byte[] held = new byte[STREAM_HEADER];
    private int heldLength;
    private int wanted = RIFF_HEADER;
    private long position;
    private long skipTo;
    /** The end of the chunk that is being read. */
    private long chunkEnd;

    private State state = State.RIFF;

    /** What the held bytes are. */
    private enum State {
        RIFF,
        CHUNK,
        LIST,
        STREAM_HEADER,
        BITMAP_HEADER,
        INDEX_HEADER,
        INDEX_ENTRY,
        OLD_INDEX_ENTRY
    }

    private int streams;
    private int video = -1;
    private boolean videoHeader;
    private long scale = 1;
    private long rate;
    /** Ticks before the first frame. */
    private long start;

    private long chunks;
    private long frames;
    private long entrySize;
    private long entriesEnd;
    private final Listed old = new Listed();
    private final Listed open = new Listed();

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int count;
            if (position < skipTo) {
                count = (int) Math.min(end - at, skipTo - position);
            } else {
                count = Math.min(end - at, wanted - heldLength);
                System.arraycopy(bytes, at, held, heldLength, count);
                heldLength += count;
            }
            at += count;
            position += count;
            if (position >= skipTo && heldLength == wanted) {
                heldLength = 0;
                take();
            }
        }
    }

    private void take() {
        switch (state) {
            case RIFF -> expect(State.CHUNK, CHUNK_HEADER);
            case CHUNK -> chunk(text(0), u32(4));
            case LIST -> list(text(0), chunkEnd);
            case STREAM_HEADER -> streamHeader();
            case BITMAP_HEADER -> bitmapHeader();
            case INDEX_HEADER -> indexHeader();
            case INDEX_ENTRY -> {
                open.add((u32(4) & 0x7fff_ffffL) > 0, u32(4) < 0x8000_0000L, start);
                nextEntry();
            }
            case OLD_INDEX_ENTRY -> {
                if (isVideoChunk(text(0))) {
                    old.add(u32(12) > 0, (u32(4) & OLD_KEY_FRAME) != 0, start);
                }
                nextEntry();
            }
        }
    }

    private void expect(State next, int bytes) {
        state = next;
        wanted = bytes;
    }

    private void chunk(String type, long length) {
        chunkEnd = position + length + (length & 1);
        switch (type) {
            case "LIST", "RIFF" -> {
                expect(State.LIST, 4);
                return;
            }
            case "strh" -> {
                videoHeader = false;
                if (length >= STREAM_HEADER) {
                    expect(State.STREAM_HEADER, STREAM_HEADER);
                    return;
                }
                streams++;
            }
            case "strf" -> {
                if (videoHeader && length >= BITMAP_HEADER) {
                    expect(State.BITMAP_HEADER, BITMAP_HEADER);
                    return;
                }
            }
            case "idx1" -> {
                entriesEnd = position + length;
                entrySize = OLD_ENTRY;
                expect(State.OLD_INDEX_ENTRY, OLD_ENTRY);
                nextEntry();
                return;
            }
            default -> {
                if (isVideoChunk(type)) {
                    chunks++;
                    frames += length > 0 ? 1 : 0;
                } else if (isVideoIndex(type) && length >= INDEX_HEADER) {
                    expect(State.INDEX_HEADER, INDEX_HEADER);
                    return;
                }
            }
        }
        skip();
    }

    /** Past the rest of the chunk, to the next one. */
    private void skip() {
        skipTo = chunkEnd;
        expect(State.CHUNK, CHUNK_HEADER);
    }

    private void list(String type, long end) {
        boolean read = switch (type) {
            case "hdrl", "strl", "odml", "movi", "rec ", "AVI ", "AVIX" -> true;
            default -> false;
        };
        skipTo = read ? position : end;
        expect(State.CHUNK, CHUNK_HEADER);
    }

    private void streamHeader() {
        String type = text(0);
        videoHeader = type.equals("vids") && video < 0;
        if (videoHeader) {
            scale = u32(20);
            rate = u32(24);
            start = u32(28);
            if (rate == 0 || start * scale / rate > LATEST_START) {
                start = 0; // ffprobe does not believe it
            }
        }
        if (!type.equals("pads")) {
            streams++;
        }
        skip();
    }

    private void bitmapHeader() {
        String codec = text(16);
        if (!codec.equals("DXSB") && !codec.equals("DXSA")) {
            video = streams - 1;
        }
        videoHeader = false;
        skip();
    }

    /** OpenDML's index of chunks; one of fields has longer entries, and one of indexes tells nothing of frames. */
    private void indexHeader() {
        int words = (held[0] & 0xff) | (held[1] & 0xff) << 8;
        boolean ofChunks = held[3] == 1;
        if (!ofChunks || words < 2) {
            skip();
            return;
        }
        entrySize = words * 4L;
        entriesEnd = Math.min(chunkEnd, position + u32(4) * entrySize);
        expect(State.INDEX_ENTRY, CHUNK_HEADER);
        if (position + entrySize > entriesEnd) {
            skip();
        }
    }

    private void nextEntry() {
        long next = position + (state == State.INDEX_ENTRY ? entrySize - CHUNK_HEADER : 0);
        if (next + entrySize > entriesEnd) {
            skip();
        } else {
            skipTo = next;
        }
    }

    private boolean isVideoChunk(String type) {
        return video >= 0
                && type.charAt(0) == '0' + video / 10
                && type.charAt(1) == '0' + video % 10
                && type.charAt(2) == 'd'
                && (type.charAt(3) == 'b' || type.charAt(3) == 'c');
    }

    private boolean isVideoIndex(String type) {
        return video >= 0
                && type.startsWith("ix")
                && type.charAt(2) == '0' + video / 10
                && type.charAt(3) == '0' + video % 10;
    }

    private String text(int offset) {
        return new String(held, offset, 4, StandardCharsets.ISO_8859_1);
    }

    private long u32(int offset) {
        return (held[offset] & 0xff)
                | (held[offset + 1] & 0xffL) << 8
                | (held[offset + 2] & 0xffL) << 16
                | (held[offset + 3] & 0xffL) << 24;
    }

    @Override
    public FrameIndex finish() {
        if (video < 0) {
            throw new MediaException(Reason.CORRUPT, "no video in it");
        }
        Listed listed = open.chunks >= old.chunks ? open : old;
        Optional<String> incomplete = Optional.empty();
        if (listed.chunks == 0) {
            incomplete = Optional.of("it has no index, so its key frames are not known");
        } else if (listed.chunks < chunks) {
            incomplete = Optional.of("its index lists " + listed.chunks + " of " + chunks + " frames");
        } else if (listed.tooMany) {
            incomplete = Optional.of("only the first " + FrameIndex.MOST_KEY_FRAMES + " key frames are kept");
        } else if (position < skipTo || chunks < listed.chunks) {
            incomplete = Optional.of("the file is cut off");
        }
        Rational timeBase =
                scale > 0 && rate > 0 ? Reduction.reduce(scale, rate, Integer.MAX_VALUE) : new Rational(1, 25);
        return new FrameIndex(timeBase, frames, listed.keyFrames, frames < chunks, incomplete);
    }
}
