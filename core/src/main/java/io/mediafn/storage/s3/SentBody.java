package io.mediafn.storage.s3;

import io.mediafn.storage.Content;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a request's body, exactly as many as declared. One more or fewer is noticed before the last of them is
 * given out, so that the service never sees a complete request.
 */
final class SentBody implements AutoCloseable {
    private final long length;
    private final InputStream in;
    private long left;

    SentBody(Content content) throws ContentException {
        length = content.length();
        left = length;
        try {
            in = content.open();
        } catch (IOException e) {
            throw new ContentException(e);
        }
    }

    boolean isOver() {
        return left == 0;
    }

    /** Fills the rest of a buffer as far as there are bytes, and returns how many it took. */
    int read(byte[] buffer, int offset) throws ContentException {
        int filled = offset;
        try {
            while (left > 0 && filled < buffer.length) {
                int got = in.read(buffer, filled, (int) Math.min(buffer.length - filled, left));
                if (got < 0) {
                    throw new ContentException(
                            "the content ends " + left + " bytes before its declared length of " + length);
                }
                filled += got;
                left -= got;
            }
            if (left == 0 && in.read() >= 0) {
                throw new ContentException("the content is longer than its declared length of " + length);
            }
        } catch (ContentException e) {
            throw e;
        } catch (IOException e) {
            throw new ContentException(e);
        }
        return filled - offset;
    }

    /** All bytes of a small body. */
    static byte[] all(Content content) throws ContentException {
        byte[] bytes = new byte[Math.toIntExact(content.length())];
        try (SentBody body = new SentBody(content)) {
            body.read(bytes, 0);
        }
        return bytes;
    }

    @Override
    public void close() throws ContentException {
        try {
            in.close();
        } catch (IOException e) {
            throw new ContentException(e);
        }
    }
}
