package server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes that are put together before they are sent. */
final class Output {
    private static final String HEX = "0123456789ABCDEF";

    byte[] bytes;
    int length;

    Output(int capacity) {
        bytes = new byte[capacity];
    }

    void clear() {
        length = 0;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** Makes room for that many more bytes. */
    void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }

    /** A byte string. */
    @SuppressWarnings("deprecation") // the one way to the low bytes without another array
    Output text(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    Output bytes(byte[] added) {
        return bytes(added, 0, added.length);
    }

    Output bytes(byte[] added, int from, int count) {
        reserve(count);
        System.arraycopy(added, from, bytes, length, count);
        length += count;
        return this;
    }

    Output number(long number) {
        reserve(20);
        if (number < 0) {
            return text(Long.toString(number));
        }
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    Output padded(int number, int digits) {
        reserve(digits);
        int rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    Output header(String name, String value) {
        return text(name).text(": ").text(value).text("\r\n");
    }

    Output header(String name, long value) {
        return text(name).text(": ").number(value).text("\r\n");
    }

    Output element(String name, String value) {
        return text("<")
                .text(name)
                .text(">")
                .escaped(value)
                .text("</")
                .text(name)
                .text(">");
    }

    Output element(String name, long value) {
        return text("<")
                .text(name)
                .text(">")
                .number(value)
                .text("</")
                .text(name)
                .text(">");
    }

    Output escaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '<' || c == '>' || c == '&' || c == '"' || c < ' ') {
                return escaped(value, i);
            }
        }
        return text(value);
    }

    private Output escaped(String value, int from) {
        text(value.substring(0, from));
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '<' || c == '>' || c == '&' || c == '"' || c < ' ') {
                text("&#").number(c).text(";");
            } else {
                text(String.valueOf(c));
            }
        }
        return this;
    }

    /** As encoding-type=url has keys. */
    static String percentEncoded(String value) {
        StringBuilder encoded = null;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == '/'
                    || c == '*';
            if (!plain && encoded == null) {
                encoded = new StringBuilder(value.length() + 16).append(value, 0, i);
            }
            if (encoded != null) {
                if (plain) {
                    encoded.append(c);
                } else if (c == ' ') {
                    encoded.append('+');
                } else {
                    encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                }
            }
        }
        return encoded == null ? value : encoded.toString();
    }

    void sendTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }
}
