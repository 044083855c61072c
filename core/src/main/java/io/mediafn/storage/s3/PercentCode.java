package io.mediafn.storage.s3;

import java.nio.charset.StandardCharsets;

/**
 * RFC 3986 percent-encoding of keys and query values: each byte of UTF-8 once, except the unreserved characters. Nothing
 * is normalised, so that {@code //}, {@code .} and {@code ..} stay what they are in a key.
 */
final class PercentCode {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentCode() {}

    /** Appends a key as a path: slashes stay. */
    static void appendPath(StringBuilder to, String key) {
        append(to, key, true);
    }

    /** Appends the name or value of a query parameter. */
    static void appendValue(StringBuilder to, String value) {
        append(to, value, false);
    }

    private static void append(StringBuilder to, String text, boolean keepSlash) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (isUnreserved(c) || (keepSlash && c == '/')) {
                to.append(c);
            } else if (c < 0x80) {
                escape(to, c);
            } else {
                int end = Character.isHighSurrogate(c) && i + 1 < length ? i + 2 : i + 1;
                for (byte b : text.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
                    escape(to, b & 0xFF);
                }
                i = end - 1;
            }
        }
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static void escape(StringBuilder to, int b) {
        to.append('%').append(HEX[b >> 4]).append(HEX[b & 15]);
    }

    /**
     * The text that was encoded. A plus stands for a space, as services write it; a real plus arrives as {@code %2B}.
     *
     * @throws IllegalArgumentException if it is no such encoding
     */
    static String decode(String encoded) {
        if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
            return encoded;
        }
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                if (i + 2 >= in.length) {
                    throw new IllegalArgumentException("a percent sign ends the text: " + encoded);
                }
                out[length++] = (byte) (digit(in[i + 1], encoded) << 4 | digit(in[i + 2], encoded));
                i += 2;
            } else {
                out[length++] = in[i] == '+' ? (byte) ' ' : in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static int digit(byte b, String encoded) {
        int digit = Character.digit(b, 16);
        if (digit < 0) {
            throw new IllegalArgumentException("no hexadecimal digits behind a percent sign: " + encoded);
        }
        return digit;
    }
}
