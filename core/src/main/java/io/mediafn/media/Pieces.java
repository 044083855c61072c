package io.mediafn.media;

import java.util.ArrayList;
import java.util.List;

/** Parts of a file read as one run of bytes: an Exif block is often split over several JPEG segments. */
final class Pieces extends Bytes {
    private record Piece(long start, long fileOffset, long length) {}

    private final Bytes file;
    private final List<Piece> pieces = new ArrayList<>();
    private long length;

    Pieces(Bytes file) {
        this.file = file;
    }

    Pieces add(long fileOffset, long bytes) {
        if (bytes > 0) {
            pieces.add(new Piece(length, fileOffset, bytes));
            length += bytes;
        }
        return this;
    }

    @Override
    boolean contains(long offset, long bytes) {
        return offset >= 0 && bytes >= 0 && bytes <= length && offset <= length - bytes;
    }

    @Override
    int u8(long offset) {
        for (int i = pieces.size() - 1; i >= 0; i--) {
            Piece piece = pieces.get(i);
            if (offset >= piece.start && offset < piece.start + piece.length) {
                return file.u8(piece.fileOffset + offset - piece.start);
            }
        }
        throw new MediaException(
                MediaException.Reason.CORRUPT, "truncated: byte " + offset + " of a block of " + length);
    }

    /** Does nothing: a piece is at most one JPEG segment, and comes whole with its first byte. */
    @Override
    void prefetch(long offset, long bytes) {}
}
