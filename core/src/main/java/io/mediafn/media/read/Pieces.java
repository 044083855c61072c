package io.mediafn.media.read;

import java.util.ArrayList;
import java.util.List;

/** Parts of a file read as one run of bytes: an Exif block is often split over several JPEG segments. */
public final class Pieces extends Bytes {
    private record Piece(long start, long fileOffset, long length) {
        boolean holds(long offset) {
            return offset >= start && offset < start + length;
        }
    }

    private final Bytes file;
    private final List<Piece> pieces = new ArrayList<>();
    private long length;
    /** Where the last byte was: the next one is nearly always there too. */
    private int current;

    public Pieces(Bytes file) {
        this.file = file;
    }

    public Pieces add(long fileOffset, long bytes) {
        if (bytes > 0) {
            pieces.add(new Piece(length, fileOffset, bytes));
            length += bytes;
        }
        return this;
    }

    public long length() {
        return length;
    }

    @Override
    public boolean contains(long offset, long bytes) {
        return offset >= 0 && bytes >= 0 && bytes <= length && offset <= length - bytes;
    }

    @Override
    public int u8(long offset) {
        if (offset < 0 || offset >= length) {
            throw new MediaException(
                    MediaException.Reason.CORRUPT, "truncated: byte " + offset + " of a block of " + length);
        }
        if (!pieces.get(current).holds(offset)) {
            current = pieceOf(offset);
        }
        Piece piece = pieces.get(current);
        return file.u8(piece.fileOffset + offset - piece.start);
    }

    /** By halving: a file may have thousands of pieces, and a directory that leads from one to the other. */
    private int pieceOf(long offset) {
        int low = 0;
        int high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (pieces.get(middle).start <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Does nothing: a piece is at most one JPEG segment, and comes whole with its first byte. */
    @Override
    public void prefetch(long offset, long bytes) {}
}
