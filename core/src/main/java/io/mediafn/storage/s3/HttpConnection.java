package io.mediafn.storage.s3;

import io.mediafn.storage.Content;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One connection: sends a request, gives out its answer, and goes back to its pool when that was read. Belongs to one
 * thread at a time; {@link #abort} may come from any.
 */
final class HttpConnection implements Closeable {
    /** A body below this is sent in the same packet as the head, or in few. */
    static final int SMALL_BODY = 64 << 10;

    private static final int BUFFER = 16 << 10;
    private static final int LARGE_BUFFER = 64 << 10;
    private static final int LONGEST_LINE = 16 << 10;
    private static final int MOST_TRAILERS = 32;
    private static final Duration FOR_CONTINUE = Duration.ofSeconds(1);
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final Endpoint endpoint;
    /** The socket below TLS, which can be closed without waiting for anybody. */
    private final Socket raw;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final ConnectionPool pool;
    private final byte[] buffer = new byte[BUFFER];
    private byte[] sending = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean used;
    private boolean reusable = true;
    private boolean answerBegun;
    private int silenceMillis;
    private volatile long deadline = NO_LIMIT;
    private volatile boolean aborted;

    HttpConnection(Endpoint endpoint, Socket raw, Socket socket, ConnectionPool pool) throws IOException {
        this.endpoint = endpoint;
        this.raw = raw;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.pool = pool;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Sends a request and reads the head of its answer.
     *
     * @param head up to its empty line
     * @param method of the request, since an answer to HEAD has no body
     * @param expectContinue whether the head asks for leave to send the body
     * @param silence how long nothing may come
     * @param until as of {@link System#nanoTime}; the connection is broken then
     * @throws StaleConnectionException if the server had closed the kept connection before
     * @throws ContentException if the body can't be read
     */
    HttpAnswer exchange(String head, String method, Content body, boolean expectContinue, Duration silence, long until)
            throws IOException {
        boolean kept = used;
        used = true;
        answerBegun = false;
        deadline = until;
        try {
            setSilence((int) silence.toMillis());
            try {
                send(head, body, expectContinue);
            } catch (ContentException e) {
                throw e;
            } catch (IOException e) {
                return answerTo(e, method);
            }
            return new HttpHead(this).read(method);
        } catch (IOException | RuntimeException e) {
            close();
            if (kept && !answerBegun && !aborted && e instanceof IOException && isBroken(e)) {
                throw new StaleConnectionException(e);
            }
            throw explained(e);
        }
    }

    private static boolean isBroken(Exception e) {
        return !(e instanceof SocketTimeoutException) && !(e instanceof ContentException);
    }

    /** A server that refuses what is being sent answers and closes: its answer says more than the broken pipe. */
    private HttpAnswer answerTo(IOException broken, String method) throws IOException {
        reusable = false;
        try {
            return new HttpHead(this).read(method);
        } catch (IOException silent) {
            broken.addSuppressed(silent);
            throw broken;
        }
    }

    private void send(String head, Content body, boolean expectContinue) throws IOException {
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        if (sending.length < LARGE_BUFFER && bytes.length + body.length() > BUFFER) {
            sending = new byte[LARGE_BUFFER];
        }
        if (bytes.length > sending.length) {
            throw new IOException("the head of the request has " + bytes.length + " bytes");
        }
        System.arraycopy(bytes, 0, sending, 0, bytes.length);
        int filled = bytes.length;
        if (expectContinue) {
            out.write(sending, 0, filled);
            filled = 0;
            if (!mayContinue()) {
                return;
            }
        }
        if (body.length() == 0) {
            out.write(sending, 0, filled);
            return;
        }
        try (SentBody content = new SentBody(body)) {
            while (true) {
                filled += content.read(sending, filled);
                boolean last = content.isOver();
                out.write(sending, 0, filled);
                filled = 0;
                if (last) {
                    return;
                }
                if (isAnswerWaiting()) {
                    reusable = false;
                    return;
                }
            }
        }
    }

    /** Whether the server lets us send the body: yes if it says so, or nothing for a while; no if it answers. */
    private boolean mayContinue() throws IOException {
        int patience = silenceMillis;
        setSilence((int) FOR_CONTINUE.toMillis());
        try {
            boolean may = new HttpHead(this).skipContinue();
            reusable &= may;
            return may;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            setSilence(patience);
        }
    }

    /** While we send there is nothing to be said, but that it is in vain. Under TLS it may be a session ticket. */
    private boolean isAnswerWaiting() throws IOException {
        return !endpoint.tls() && in.available() > 0;
    }

    private void setSilence(int millis) throws IOException {
        if (millis != silenceMillis) {
            socket.setSoTimeout(millis);
            silenceMillis = millis;
        }
    }

    /** From now on only silence ends the answer: its body is given out. */
    void unlimited() {
        deadline = NO_LIMIT;
    }

    /** Whether anything more comes; it is not read yet. */
    boolean peek() throws IOException {
        return position < limit || fill();
    }

    /** Whether what comes next begins with this; it is not read yet. */
    boolean startsWith(String start) throws IOException {
        while (limit - position < start.length()) {
            if (!fill()) {
                return false;
            }
        }
        return start.equals(new String(buffer, position, start.length(), StandardCharsets.ISO_8859_1));
    }

    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = 0;
        }
        int got = receive(buffer, limit, buffer.length - limit);
        limit += Math.max(0, got);
        return got >= 0;
    }

    private int receive(byte[] into, int offset, int length) throws IOException {
        boolean unlimited = deadline == NO_LIMIT;
        if (unlimited && endpoint.tls()) {
            // A TLS record may drip without a read coming back; a plain socket has its own limit.
            deadline = System.nanoTime() + 2L * silenceMillis * 1_000_000;
        }
        try {
            int got = in.read(into, offset, length);
            answerBegun |= got > 0;
            return got;
        } catch (IOException e) {
            throw explained(e);
        } finally {
            if (unlimited) {
                deadline = NO_LIMIT;
            }
        }
    }

    /** Bytes of the answer: buffered ones first, else straight into the caller's array. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (position == limit) {
            if (length >= BUFFER) {
                return receive(into, offset, length);
            }
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    /** A line without its end. */
    String readLine() throws IOException {
        StringBuilder long_ = null;
        while (true) {
            if (position == limit && !fill()) {
                throw new EOFException("the connection was closed inside the answer's head");
            }
            int start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            String piece = new String(buffer, start, position - start, StandardCharsets.ISO_8859_1);
            boolean complete = position < limit;
            if (complete) {
                position++;
                if (long_ == null) {
                    return chomp(piece);
                }
            }
            long_ = (long_ == null ? new StringBuilder() : long_).append(piece);
            if (long_.length() > LONGEST_LINE) {
                throw new IOException("the answer has a line of more than " + LONGEST_LINE + " bytes");
            }
            if (complete) {
                return chomp(long_.toString());
            }
        }
    }

    private static String chomp(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    void skipTrailers() throws IOException {
        for (int i = 0; i <= MOST_TRAILERS; i++) {
            if (readLine().isEmpty()) {
                return;
            }
        }
        throw new IOException("the answer has more than " + MOST_TRAILERS + " trailers");
    }

    void notReusable() {
        reusable = false;
    }

    /** The answer was read to its end. */
    void answered() {
        deadline = NO_LIMIT;
        if (reusable && position == limit) {
            pool.giveBack(this);
        } else {
            // Bytes behind an answer belong to no request of ours.
            close();
        }
    }

    boolean isOverdue(long now) {
        long until = deadline;
        return until != NO_LIMIT && now - until > 0;
    }

    /** Breaks off whatever waits on this connection, which took too long. */
    void abort() {
        aborted = true;
        close();
    }

    private IOException explained(Exception e) {
        if (aborted) {
            return new SocketTimeoutException("the answer took too long");
        }
        if (e instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        if (e instanceof SocketTimeoutException) {
            return new SocketTimeoutException("the service was silent for " + silenceMillis + " ms");
        }
        return (IOException) e;
    }

    /** Closes the socket below TLS: saying goodbye would wait for whoever is writing. */
    @Override
    public void close() {
        pool.forget(this);
        try {
            raw.close();
        } catch (IOException e) {
            // There is nothing left to close, and the answer is known or lost already.
            reusable = false;
        }
    }
}
