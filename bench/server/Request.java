package server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The request that a connection is at: its head, which stays in the buffer as it came, and its body. Names, keys and
 * values are byte strings: a character of a String is one byte of UTF-8, so that keys sort as S3 sorts them.
 */
final class Request {
    private static final int LARGEST_HEAD = 16 * 1024;
    private static final int MOST_HEADERS = 200;

    String method;
    String bucket;
    String key;

    private final InputStream in;
    private final byte[] buffer = new byte[2 * LARGEST_HEAD];
    private int at;
    private int end;

    private int headers;
    private final int[] nameStart = new int[MOST_HEADERS];
    private final int[] nameEnd = new int[MOST_HEADERS];
    private final int[] valueStart = new int[MOST_HEADERS];
    private final int[] valueEnd = new int[MOST_HEADERS];

    private int parameters;
    private final String[] parameterNames = new String[64];
    private final String[] parameterValues = new String[64];

    private int bodyBuffer;
    private boolean httpChunked;
    private long left; // of the length, or of the HTTP chunk
    private boolean awsChunked;
    private long awsLeft;
    private boolean bodyEnded;
    private boolean firstHttpChunk;
    private boolean firstAwsChunk;
    private final byte[] one = new byte[1];
    private String trailer;

    Request(InputStream in) {
        this.in = in;
    }

    /** Reads a head; false if the client has closed the connection between two requests. */
    boolean next() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        int searched = 0;
        int headEnd;
        while ((headEnd = endOfHead(searched)) < 0) {
            if (end >= LARGEST_HEAD) {
                throw new IOException("a head of more than " + LARGEST_HEAD + " bytes");
            }
            searched = Math.max(0, end - 3);
            int count = in.read(buffer, end, LARGEST_HEAD - end);
            if (count < 0) {
                if (end == 0) {
                    return false;
                }
                throw new EOFException("within a head");
            }
            end += count;
        }
        parse(headEnd);
        at = headEnd;
        bodyBuffer = headEnd;
        beginBody();
        return true;
    }

    private int endOfHead(int from) {
        for (int i = from; i + 3 < end; i++) {
            if (buffer[i + 3] == '\n' && buffer[i + 2] == '\r' && buffer[i + 1] == '\n' && buffer[i] == '\r') {
                return i + 4;
            }
        }
        return -1;
    }

    private void parse(int headEnd) throws IOException {
        int space = indexOf(' ', 0, headEnd);
        int second = indexOf(' ', space + 1, headEnd);
        method = switch (buffer[0]) {
            case 'G' -> "GET";
            case 'H' -> "HEAD";
            case 'D' -> "DELETE";
            case 'P' -> buffer[1] == 'U' ? "PUT" : "POST";
            default -> throw new IOException("no method of ours");
        };
        parseTarget(space + 1, second);
        headers = 0;
        int line = indexOf('\n', second, headEnd) + 1;
        while (line < headEnd - 2) {
            int lineEnd = indexOf('\r', line, headEnd);
            int colon = indexOf(':', line, lineEnd);
            if (headers == MOST_HEADERS) {
                throw new IOException("more than " + MOST_HEADERS + " headers");
            }
            int value = colon + 1;
            while (value < lineEnd && buffer[value] == ' ') {
                value++;
            }
            int last = lineEnd;
            while (last > value && buffer[last - 1] == ' ') {
                last--;
            }
            nameStart[headers] = line;
            nameEnd[headers] = colon;
            valueStart[headers] = value;
            valueEnd[headers] = last;
            headers++;
            line = lineEnd + 2;
        }
    }

    private void parseTarget(int from, int to) throws IOException {
        int question = from;
        while (question < to && buffer[question] != '?') {
            question++;
        }
        int slash = from + 1;
        while (slash < question && buffer[slash] != '/') {
            slash++;
        }
        bucket = text(from + 1, slash);
        key = slash + 1 < question ? decode(slash + 1, question, false) : "";
        parameters = 0;
        int start = question + 1;
        while (start < to && parameters < parameterNames.length) {
            int next = start;
            int equals = -1;
            while (next < to && buffer[next] != '&') {
                if (equals < 0 && buffer[next] == '=') {
                    equals = next;
                }
                next++;
            }
            parameterNames[parameters] = decode(start, equals < 0 ? next : equals, true);
            parameterValues[parameters] = equals < 0 ? "" : decode(equals + 1, next, true);
            parameters++;
            start = next + 1;
        }
    }

    private int indexOf(char wanted, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            if (buffer[i] == wanted) {
                return i;
            }
        }
        throw new IOException("not HTTP");
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String decode(int from, int to, boolean query) {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '%' || query && buffer[i] == '+') {
                return decode(text(from, to), query);
            }
        }
        return text(from, to);
    }

    /** Undoes percent-encoding, and in a query also that of spaces as +. */
    static String decode(String encoded, boolean query) {
        StringBuilder decoded = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%' && i + 2 < encoded.length()) {
                decoded.append((char) Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                decoded.append(query && c == '+' ? ' ' : c);
            }
        }
        return decoded.toString();
    }

    /** The value of a query parameter; null if there is none of that name. */
    String parameter(String name) {
        for (int i = 0; i < parameters; i++) {
            if (parameterNames[i].equals(name)) {
                return parameterValues[i];
            }
        }
        return null;
    }

    boolean has(String parameter) {
        return parameters > 0 && parameter(parameter) != null;
    }

    /** The value of a header, its name given in lower case; null if there is none. */
    String header(String name) {
        int header = headerIndex(name);
        return header < 0 ? null : text(valueStart[header], valueEnd[header]);
    }

    private int headerIndex(String name) {
        for (int i = 0; i < headers; i++) {
            if (nameEnd[i] - nameStart[i] == name.length() && startsWith(i, name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean startsWith(int header, String lowerCase) {
        int start = nameStart[header];
        if (nameEnd[header] - start < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            byte b = buffer[start + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A header or, of a body in aws-chunked that has been read, a trailer. */
    String headerOrTrailer(String name) {
        String value = header(name);
        return value == null && trailer != null && trailer.startsWith(name + ":")
                ? trailer.substring(name.length() + 1).trim()
                : value;
    }

    /** Of the checksum that came with the body, which has been read; null if none did. */
    String checksumName() {
        for (int i = 0; i < headers; i++) {
            if (startsWith(i, "x-amz-checksum-")) {
                String name = text(nameStart[i] + 15, nameEnd[i]).toLowerCase(Locale.ROOT);
                if (!name.equals("algorithm") && !name.equals("type") && !name.equals("mode")) {
                    return name;
                }
            }
        }
        return trailer == null ? null : trailer.substring(15, trailer.indexOf(':'));
    }

    /** The head lines that are an object's own, as an answer to GET repeats them. */
    byte[] objectHeaders() {
        Output lines = null;
        boolean typed = false;
        for (int i = 0; i < headers; i++) {
            boolean type = isName(i, "content-type");
            typed |= type;
            if (!type && !isObjectHeader(i)) {
                continue;
            }
            String value = text(valueStart[i], valueEnd[i]);
            if (isName(i, "content-encoding")) {
                value = value.replace("aws-chunked,", "")
                        .replace("aws-chunked", "")
                        .trim();
            }
            if (!value.isEmpty()) {
                lines = lines == null ? new Output(128) : lines;
                lines.text(text(nameStart[i], nameEnd[i]))
                        .text(": ")
                        .text(value)
                        .text("\r\n");
            }
        }
        if (lines == null) {
            return Stored.DEFAULT_HEADERS;
        }
        if (!typed) {
            lines.text(Stored.DEFAULT_TYPE);
        }
        return lines.copy();
    }

    private boolean isName(int header, String name) {
        return nameEnd[header] - nameStart[header] == name.length() && startsWith(header, name);
    }

    private boolean isObjectHeader(int header) {
        return switch (nameEnd[header] - nameStart[header]) {
            case 13 -> startsWith(header, "cache-control") || startsWith(header, "x-amz-meta-");
            case 16 ->
                startsWith(header, "content-encoding")
                        || startsWith(header, "content-language")
                        || startsWith(header, "x-amz-meta-");
            case 19 -> startsWith(header, "content-disposition") || startsWith(header, "x-amz-meta-");
            case 7 -> startsWith(header, "expires");
            default -> startsWith(header, "x-amz-meta-");
        };
    }

    boolean expectsContinue() {
        return headerIndex("expect") >= 0;
    }

    boolean wantsClose() {
        String connection = header("connection");
        return connection != null && connection.equalsIgnoreCase("close");
    }

    private void beginBody() throws IOException {
        trailer = null;
        bodyEnded = false;
        firstHttpChunk = true;
        firstAwsChunk = true;
        awsLeft = 0;
        left = 0;
        String length = header("content-length");
        httpChunked = length == null && headerIndex("transfer-encoding") >= 0;
        if (length != null) {
            left = Long.parseLong(length);
        }
        String sha256 = header("x-amz-content-sha256");
        awsChunked = sha256 != null && sha256.startsWith("STREAMING-");
        bodyEnded = !httpChunked && left == 0;
    }

    boolean bodyEnded() {
        return bodyEnded;
    }

    /** Reads of the payload, without what frames it; -1 at its end. */
    int read(byte[] target, int from, int length) throws IOException {
        if (bodyEnded) {
            return -1;
        }
        int count = awsChunked ? unchunked(target, from, length) : framed(target, from, length);
        if (count < 0 || !awsChunked && !httpChunked && left == 0) {
            bodyEnded = true;
        }
        return count;
    }

    /** Reads the rest of the body away, so that the next head comes next. */
    void drain(byte[] scratch) throws IOException {
        while (read(scratch, 0, scratch.length) >= 0) {}
    }

    private int unchunked(byte[] target, int from, int length) throws IOException {
        if (awsLeft == 0) {
            if (!firstAwsChunk) {
                line();
            }
            firstAwsChunk = false;
            String head = line();
            int semicolon = head.indexOf(';');
            awsLeft = Long.parseLong(semicolon < 0 ? head : head.substring(0, semicolon), 16);
            if (awsLeft == 0) {
                for (String line = line(); !line.isEmpty(); line = line()) {
                    if (line.startsWith("x-amz-checksum-")) {
                        trailer = line;
                    }
                }
                while (framed(one, 0, 1) >= 0) {}
                return -1;
            }
        }
        int count = framed(target, from, (int) Math.min(length, awsLeft));
        if (count < 0) {
            throw new EOFException("within a chunk");
        }
        awsLeft -= count;
        return count;
    }

    /** A line of what frames aws-chunked; the end of the body ends one too. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder(100);
        while (framed(one, 0, 1) == 1 && one[0] != '\n') {
            if (line.length() > 8192) {
                throw new IOException("no chunk head within 8 KiB");
            }
            line.append((char) one[0]);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return line.toString();
    }

    private int framed(byte[] target, int from, int length) throws IOException {
        if (httpChunked && left == 0) {
            if (!firstHttpChunk) {
                rawLine();
            }
            firstHttpChunk = false;
            String head = rawLine();
            int semicolon = head.indexOf(';');
            left = Long.parseLong((semicolon < 0 ? head : head.substring(0, semicolon)).trim(), 16);
            if (left == 0) {
                while (!rawLine().isEmpty()) {}
                httpChunked = false;
                return -1;
            }
        }
        if (left == 0) {
            return -1;
        }
        int count = raw(target, from, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("within a body");
        }
        left -= count;
        return count;
    }

    private String rawLine() throws IOException {
        StringBuilder line = new StringBuilder(32);
        byte[] next = new byte[1];
        while (raw(next, 0, 1) == 1 && next[0] != '\n') {
            if (line.length() > 8192) {
                throw new IOException("no chunk head within 8 KiB");
            }
            if (next[0] != '\r') {
                line.append((char) next[0]);
            }
        }
        return line.toString();
    }

    private int raw(byte[] target, int from, int length) throws IOException {
        if (at == end) {
            if (length >= 4096) {
                return in.read(target, from, length);
            }
            at = bodyBuffer;
            end = bodyBuffer;
            int count = in.read(buffer, at, buffer.length - at);
            if (count < 0) {
                return -1;
            }
            end += count;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, target, from, count);
        at += count;
        return count;
    }
}
