package io.mediafn.storage.http;

import io.mediafn.storage.ExactLengthStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is handed out while it comes. It ends with an error where the server breaks off, or drips. */
final class HttpBody extends ExactLengthStream {
    private final Answer answer;
    private final HttpLimits limits;
    private final boolean framed;
    private long waitedNanos;
    private long got;
    private boolean closed;

    /**
     * Hands out the first {@code wanted} bytes of an answer.
     *
     * @param framed whether the answer's own framing ends behind them, so that closing it reads nothing more
     */
    HttpBody(Answer answer, InputStream in, long wanted, boolean framed, HttpLimits limits) {
        super(in, wanted);
        this.answer = answer;
        this.framed = framed;
        this.limits = limits;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long begun = System.nanoTime();
        int count = super.read(buffer, offset, length);
        waitedNanos += System.nanoTime() - begun;
        got += Math.max(0, count);
        checkRate();
        return count;
    }

    /** Only the time spent waiting for the server counts, not what the reader does between. */
    private void checkRate() throws IOException {
        double seconds = waitedNanos / 1e9;
        if (left() > 0 && waitedNanos > limits.grace().toNanos() && got / seconds < limits.slowest()) {
            throw new IOException("the server sends less than " + limits.slowest() + " bytes a second");
        }
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] buffer = new byte[Math.clamp(count, 1, 8 << 10)];
        long skipped = 0;
        while (skipped < count) {
            int step = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
            if (step < 0) {
                break;
            }
            skipped += step;
        }
        return skipped;
    }

    /** Breaks the connection instead of reading a rest that nobody wants. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (left() == 0 && framed) {
            super.close();
        } else {
            answer.cancel();
        }
    }
}
