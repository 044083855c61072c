package io.mediafn.storage.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in a header field, which holds ASCII only: what is more is written as RFC 2047 words, as S3 does in its answers,
 * and understands in requests (Amazon S3 User Guide, "User-defined object metadata").
 */
final class HeaderText {
    /** An encoded word has at most 75 characters, of which 63 are base64 here: 45 bytes. */
    private static final int BYTES_OF_A_WORD = 45;

    private HeaderText() {}

    static String encode(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~') && !text.startsWith("=?")) {
            return text;
        }
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int start = i;
            int bytes = 0;
            while (i < text.length()) {
                int next = text.offsetByCodePoints(i, 1);
                bytes += text.substring(i, next).getBytes(StandardCharsets.UTF_8).length;
                if (bytes > BYTES_OF_A_WORD) {
                    break;
                }
                i = next;
            }
            String base64 =
                    Base64.getEncoder().encodeToString(text.substring(start, i).getBytes(StandardCharsets.UTF_8));
            words.append(words.isEmpty() ? "" : " ")
                    .append("=?UTF-8?B?")
                    .append(base64)
                    .append("?=");
        }
        return words.toString();
    }

    /** The text of a field; what is no encoded word stays as it is. */
    static String decode(String field) {
        return field.contains("=?") ? Words.decode(field) : field;
    }

    /** Loaded only where there are any. */
    private static final class Words {
        private static final Pattern WORD = Pattern.compile("=\\?([Uu][Tt][Ff]-8)\\?([BbQq])\\?([^? ]*)\\?=");

        private static String decode(String field) {
            StringBuilder text = new StringBuilder();
            Matcher word = WORD.matcher(field);
            int end = 0;
            boolean behindWord = false;
            while (word.find()) {
                String between = field.substring(end, word.start());
                // White space between two words only separates them.
                text.append(behindWord && between.isBlank() ? "" : between);
                text.append(decode(word));
                end = word.end();
                behindWord = true;
            }
            return text.append(field, end, field.length()).toString();
        }

        private static String decode(Matcher word) {
            try {
                byte[] bytes = word.group(2).equalsIgnoreCase("B")
                        ? Base64.getDecoder().decode(word.group(3))
                        : unquoted(word.group(3));
                return new String(bytes, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return word.group();
            }
        }

        private static byte[] unquoted(String text) {
            // The Q encoding is percent-encoding with other characters.
            String percent = text.replace("%", "%25")
                    .replace("+", "%2B")
                    .replace('_', '+')
                    .replace('=', '%');
            return PercentCode.decode(percent).getBytes(StandardCharsets.UTF_8);
        }
    }
}
