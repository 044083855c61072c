package io.mediafn.encoding;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a decoder, and tells its troubles from those of the source: what a decoder throws, checked or not, means damaged
 * bytes; what the source throws passes as it is. Nothing is read before the first read.
 */
final class DecodingStream extends InputStream {
    /** Starts a decoder; may read. */
    @FunctionalInterface
    interface Decoder {
        InputStream open(InputStream source) throws IOException;
    }

    private final ContentEncoding encoding;
    private final Source source;
    private final Decoder decoder;
    private @Nullable InputStream content;
    private @Nullable IOException failure;
    private boolean ended;

    DecodingStream(ContentEncoding encoding, InputStream source, Decoder decoder) {
        this.encoding = encoding;
        this.source = new Source(source);
        this.decoder = decoder;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (failure != null) {
            // A decoder that failed is in no state to go on.
            throw failure;
        }
        if (length == 0) {
            return 0;
        }
        if (ended) {
            return -1;
        }
        try {
            if (content == null) {
                content = decoder.open(source);
            }
            int got = content.read(buffer, offset, length);
            if (got < 0) {
                ended = true;
                requireNothingMore();
            }
            return got;
        } catch (IOException | RuntimeException e) {
            failure = explain(e);
            throw failure;
        }
    }

    /** The decoder of br stops at its end, whatever follows. */
    private void requireNothingMore() throws IOException {
        if (source.read() >= 0) {
            throw new CorruptEncodingException(encoding, "there are bytes behind its end");
        }
    }

    private IOException explain(Exception e) {
        if (source.failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (source.failure instanceof IOException checked) {
            return checked;
        }
        if (e instanceof CorruptEncodingException || e instanceof EncodingRefusedException) {
            return (IOException) e;
        }
        return new CorruptEncodingException(encoding, "it is damaged or ends early", e);
    }

    @Override
    public void close() throws IOException {
        if (failure == null) {
            failure = new IOException("the stream is closed");
        }
        try (source) {
            if (content != null) {
                content.close();
            }
        }
    }

    /** Remembers how it failed, since a decoder may wrap that. */
    private static final class Source extends FilterInputStream {
        private @Nullable Exception failure;

        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException | RuntimeException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException | RuntimeException e) {
                failure = e;
                throw e;
            }
        }
    }
}
