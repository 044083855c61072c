package io.mediafn.encoding;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Decodes zstd frames. What the library does not check, {@link ZstdFrames} does before it sees them. */
final class ZstdDecoder extends InputStream {
    private final ZstdFrames frames;
    private final InputStream content;
    private long produced;

    ZstdDecoder(InputStream source) {
        frames = new ZstdFrames(source);
        content = new ZstdInputStream(frames);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (produced == 0 && frames.atEnd()) {
            // Nothing but skippable frames, which the library takes for a stream that ends early.
            return -1;
        }
        int got = content.read(buffer, offset, length);
        if (got > 0) {
            produced += got;
        } else if (got < 0) {
            frames.requireWhole(produced);
        }
        return got;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
