package io.mediafn.testing;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads heads and bodies from one connection, one behind the other. */
final class WireInput {
    private static final int LONGEST_LINE = 64 << 10;
    private static final int MOST_LINES = 1_000;

    /** A start line and headers. */
    record Head(String start, WireHeaders headers) {}

    private final InputStream in;
    private final byte[] buffer = new byte[8 << 10];
    private int at;
    private int end;

    WireInput(InputStream in) {
        this.in = in;
    }

    /** The next message's head, or absent at the end. */
    Optional<Head> head() throws IOException {
        if (at == end && !fill()) {
            return Optional.empty();
        }
        String start = line();
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
            if (lines.size() > MOST_LINES) {
                throw new IOException("more than " + MOST_LINES + " headers");
            }
        }
        return Optional.of(new Head(start, WireHeaders.parse(lines)));
    }

    /** A line without its end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST_LINE) {
            if (at == end && !fill()) {
                throw new EOFException("the connection ended in a line");
            }
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.append(new String(buffer, from, at - from, StandardCharsets.ISO_8859_1));
            if (at < end) {
                at++;
                boolean carriage = line.length() > 0 && line.charAt(line.length() - 1) == '\r';
                return line.substring(0, line.length() - (carriage ? 1 : 0));
            }
        }
        throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
    }

    /** Some bytes, or -1 at the end. */
    int read(byte[] to, int length) throws IOException {
        if (at == end && length >= buffer.length) {
            return in.read(to, 0, length);
        }
        if (at == end && !fill()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, to, 0, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        int got = in.read(buffer);
        at = 0;
        end = Math.max(0, got);
        return got > 0;
    }
}
