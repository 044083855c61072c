package io.mediafn.storage.gcs;

import com.google.api.client.http.AbstractHttpContent;
import com.google.api.client.http.HttpContent;
import io.mediafn.checksum.Hasher;
import io.mediafn.storage.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of an upload on its way: what was left of the part before, then the part's own bytes up to a multiple of what
 * the service takes. At least one byte is left again for the next, or for the end: the object is to be made by {@code
 * complete}, and not by the last part.
 *
 * <p>Each byte is hashed once, however often it is sent. Belongs to one thread.
 */
final class UploadPiece implements GcsSession.Piece {
    private static final int BUFFER = 64 << 10;

    private final long start;
    private final byte[] before;
    private final Content content;
    private final List<Hasher> hashers;
    /** How many bytes go, and how many of them are the part's own. */
    private final long length;

    private final long own;
    private long hashed;
    private byte @Nullable [] rest;

    /**
     * Looks at nothing yet.
     *
     * @param start where it begins in the object
     * @param before bytes of the part before, up to {@link GcsSession#QUANTUM}, which have been hashed
     */
    UploadPiece(long start, byte[] before, Content content, List<Hasher> hashers) {
        this.start = start;
        this.before = before;
        this.content = content;
        this.hashers = List.copyOf(hashers);
        long all = before.length + content.length();
        this.length = Math.max(0, all - 1) / GcsSession.QUANTUM * GcsSession.QUANTUM;
        this.own = Math.max(0, length - before.length);
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long end() {
        return start + length;
    }

    @Override
    public HttpContent from(long offset) {
        return new AbstractHttpContent((String) null) {
            @Override
            public long getLength() {
                return end() - offset;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                pump(out, offset - start);
            }
        };
    }

    /** What was not sent. */
    byte[] rest() throws IOException {
        if (rest == null) {
            pump(OutputStream.nullOutputStream(), length);
        }
        if (rest == null) {
            throw new ContentException("the content was not read to its end");
        }
        return rest;
    }

    private void pump(OutputStream out, long from) throws IOException {
        if (from < before.length && from < length) {
            out.write(before, (int) from, (int) (Math.min(before.length, length) - from));
        }
        byte[] buffer = new byte[Math.clamp(content.length(), 1, BUFFER)];
        try (InputStream in = open()) {
            long position = 0;
            for (long skip = Math.max(0, from - before.length); position < skip; ) {
                position += read(in, buffer, Math.min(skip - position, buffer.length), position);
            }
            while (position < own) {
                int got = read(in, buffer, Math.min(own - position, buffer.length), position);
                position += got;
                out.write(buffer, 0, got);
            }
            rest = readRest(in, position);
        }
    }

    private byte[] readRest(InputStream in, long from) throws IOException {
        byte[] kept = length == 0 ? before : new byte[0];
        byte[] all = new byte[kept.length + (int) (content.length() - own)];
        System.arraycopy(kept, 0, all, 0, kept.length);
        byte[] buffer = new byte[BUFFER];
        int filled = kept.length;
        for (long position = from; position < content.length(); ) {
            int got = read(in, buffer, Math.min(content.length() - position, buffer.length), position);
            System.arraycopy(buffer, 0, all, filled, got);
            filled += got;
            position += got;
        }
        if (readable(in, buffer, 1) >= 0) {
            throw new ContentException("the content is longer than the " + content.length() + " bytes it says");
        }
        return all;
    }

    /** Reads some of the part's bytes, and hashes those that have not been. */
    private int read(InputStream in, byte[] buffer, long most, long position) throws IOException {
        int got = readable(in, buffer, (int) most);
        if (got < 0) {
            throw new ContentException("the content ends " + (content.length() - position) + " bytes early");
        }
        int known = (int) Math.min(got, Math.max(0, hashed - position));
        for (Hasher hasher : hashers) {
            hasher.update(buffer, known, got - known);
        }
        hashed = Math.max(hashed, position + got);
        return got;
    }

    private InputStream open() throws ContentException {
        try {
            return content.open();
        } catch (IOException e) {
            throw CheckedContent.unreadable(e);
        }
    }

    private static int readable(InputStream in, byte[] buffer, int most) throws ContentException {
        try {
            return in.read(buffer, 0, most);
        } catch (IOException e) {
            throw CheckedContent.unreadable(e);
        }
    }
}
