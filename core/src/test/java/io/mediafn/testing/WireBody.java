package io.mediafn.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** How a body ends, and the passing on of it, framing and all, through a small buffer. */
record WireBody(Framing framing, long length) {
    private static final int SEGMENT = 64 << 10;
    private static final WireBody NONE = new WireBody(Framing.NONE, 0);

    enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    /** Sees the bytes of a body before they are passed on, and may end that. */
    interface Tap {
        /**
         * How many of the next bytes may be passed on at once: 1 or more.
         *
         * @throws CutException if none may
         */
        int room(int wanted) throws IOException;

        /** Takes note of bytes, or changes them. */
        void pass(byte[] bytes, int length) throws IOException;

        /** After bytes were passed on. */
        default void passed() throws IOException {}
    }

    /** A tap wants no more to be passed on. */
    static final class CutException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    static WireBody ofRequest(WireHeaders headers) {
        if (headers.says("Transfer-Encoding", "chunked")) {
            return new WireBody(Framing.CHUNKED, -1);
        }
        long length = headers.contentLength();
        return length > 0 ? new WireBody(Framing.LENGTH, length) : NONE;
    }

    static WireBody ofAnswer(String method, int status, WireHeaders headers) {
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return NONE;
        }
        if (!headers.says("Transfer-Encoding", "chunked") && headers.contentLength() < 0) {
            return new WireBody(Framing.UNTIL_CLOSE, -1);
        }
        return ofRequest(headers);
    }

    void copy(WireInput in, OutputStream out, Tap tap) throws IOException {
        switch (framing) {
            case NONE -> {}
            case LENGTH -> payload(in, out, tap, length);
            case UNTIL_CLOSE -> untilClose(in, out, tap);
            case CHUNKED -> chunks(in, out, tap);
        }
        if (framing != Framing.CHUNKED) {
            tap.room(1);
        }
        out.flush();
    }

    private static void payload(WireInput in, OutputStream out, Tap tap, long length) throws IOException {
        byte[] segment = new byte[(int) Math.min(length, SEGMENT)];
        long left = length;
        while (left > 0) {
            int got = in.read(segment, tap.room((int) Math.min(left, segment.length)));
            if (got < 0) {
                throw new EOFException("a body ended " + left + " bytes early");
            }
            tap.pass(segment, got);
            out.write(segment, 0, got);
            tap.passed();
            left -= got;
        }
    }

    private static void untilClose(WireInput in, OutputStream out, Tap tap) throws IOException {
        byte[] segment = new byte[SEGMENT];
        for (int got = in.read(segment, tap.room(SEGMENT)); got >= 0; got = in.read(segment, tap.room(SEGMENT))) {
            tap.pass(segment, got);
            out.write(segment, 0, got);
            tap.passed();
        }
    }

    private static void chunks(WireInput in, OutputStream out, Tap tap) throws IOException {
        while (true) {
            tap.room(1);
            String line = in.line();
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            long size = Long.parseLong(line.split(";", 2)[0].strip(), 16);
            if (size == 0) {
                trailers(in, out);
                return;
            }
            payload(in, out, tap, size);
            in.line();
            out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static void trailers(WireInput in, OutputStream out) throws IOException {
        String line;
        do {
            line = in.line();
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        } while (!line.isEmpty());
    }
}
