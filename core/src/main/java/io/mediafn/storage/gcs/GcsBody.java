package io.mediafn.storage.gcs;

import io.mediafn.storage.gcs.GcsWatchdog.Alarm;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;

/**
 * The body of an answer as it came: an end before its length is an error, and closing it early breaks the connection
 * rather than to read what nobody wants. Belongs to one thread.
 */
final class GcsBody extends FilterInputStream {
    /** A rest up to this is read to keep the connection: the end of a JSON text that its parser has left. */
    private static final int SMALL_REST = 4 << 10;

    private final HttpURLConnection connection;
    private final Alarm alarm;
    private final boolean lengthKnown;
    private long left;
    private boolean over;

    GcsBody(InputStream in, HttpURLConnection connection, Alarm alarm) {
        super(in);
        this.connection = connection;
        this.alarm = alarm;
        this.left = connection.getContentLengthLong();
        this.lengthKnown = left >= 0;
    }

    /** From now on only silence ends it. */
    void handOut() {
        alarm.end();
    }

    /** Breaks the connection. */
    void abort() {
        alarm.end();
        connection.disconnect();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (alarm.hasRung()) {
            // Nobody breaks a body off from outside, so one that drips is left here.
            throw alarm.tooLate();
        }
        int got;
        try {
            got = super.read(buffer, offset, length);
        } catch (IOException e) {
            throw alarm.explain(e);
        }
        if (got < 0) {
            end();
        } else {
            left -= got;
        }
        return got;
    }

    private void end() throws IOException {
        alarm.end();
        over = true;
        if (lengthKnown && left > 0) {
            throw new EOFException("the answer ends " + left + " bytes early");
        }
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        left -= skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        alarm.end();
        if (!over && lengthKnown && left > SMALL_REST) {
            connection.disconnect();
        }
        super.close();
    }
}
