package io.mediafn.storage.azure;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a stream that gives up when nothing comes, which the JDK's own does not. It holds a few pieces
 * of what the connection gave, and asks for more as they are read. Read by one thread, fed by the HTTP client's.
 */
final class TimedBody extends InputStream implements BodySubscriber<TimedBody> {
    /** How many pieces, of 16 KiB each, may wait to be read. */
    private static final int AHEAD = 4;

    private record Piece(List<ByteBuffer> buffers, Optional<Throwable> error, boolean last) {}

    private final long patienceMillis;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private Iterator<ByteBuffer> current = List.<ByteBuffer>of().iterator();
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private @Nullable Piece end;
    private Flow.@Nullable Subscription source;
    private boolean closed;

    TimedBody(Duration patience) {
        this.patienceMillis = patience.toMillis();
    }

    @Override
    public CompletionStage<TimedBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        synchronized (this) {
            source = subscription;
            if (closed) {
                subscription.cancel();
                return;
            }
        }
        subscription.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece(buffers, Optional.empty(), false));
    }

    @Override
    public void onError(Throwable error) {
        pieces.add(new Piece(List.of(), Optional.of(error), true));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece(List.of(), Optional.empty(), true));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!buffer.hasRemaining()) {
            if (!advance()) {
                return -1;
            }
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    /** Goes to the next buffer; false at the end. */
    private boolean advance() throws IOException {
        if (current.hasNext()) {
            buffer = current.next();
            return true;
        }
        Piece piece = end != null ? end : await();
        if (piece.last()) {
            end = piece;
            if (piece.error().isPresent()) {
                throw new IOException(
                        piece.error().get().getMessage(), piece.error().get());
            }
            return false;
        }
        current = piece.buffers().iterator();
        askForMore();
        return true;
    }

    private synchronized void askForMore() {
        if (source != null) {
            source.request(1);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private Piece await() throws IOException {
        if (isClosed()) {
            throw new IOException("the answer is closed");
        }
        Piece piece;
        try {
            piece = pieces.poll(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("interrupted while reading the answer", e);
        }
        if (piece == null) {
            close();
            throw new HttpTimeoutException("the answer stalls: not a byte in " + patienceMillis + " ms");
        }
        return piece;
    }

    /** Lets go of the connection, which is closed unless the body was read to its end. */
    @Override
    public synchronized void close() {
        closed = true;
        if (end == null && source != null) {
            source.cancel();
        }
    }
}
