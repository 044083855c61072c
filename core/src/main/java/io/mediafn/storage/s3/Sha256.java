package io.mediafn.storage.s3;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256 and the HMAC over it (RFC 2104), as signatures need them. Thread-safe. */
final class Sha256 {
    private static final int BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;
    private static final MessageDigest EMPTY = newDigest();

    private Sha256() {}

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A fresh digest; a clone costs a tenth of a look-up among the providers. */
    static MessageDigest digest() {
        return copy(EMPTY);
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            // Some hardware providers can't copy a state.
            throw new IllegalStateException("the SHA-256 of this platform can't be cloned", e);
        }
    }

    static String hex(byte[] bytes, int length) {
        MessageDigest digest = digest();
        digest.update(bytes, 0, length);
        return HexFormat.of().formatHex(digest.digest());
    }

    static String hex(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return hex(bytes, bytes.length);
    }

    /**
     * HMAC with a fixed key. The key's blocks are hashed once: javax.crypto does that for each signature, and its loading
     * takes 20 ms of a cold start.
     */
    static final class Hmac {
        private final MessageDigest inner = digest();
        private final MessageDigest outer = digest();

        Hmac(byte[] key) {
            byte[] block = Arrays.copyOf(key.length > BLOCK ? digest().digest(key) : key, BLOCK);
            byte[] padded = new byte[BLOCK];
            pad(block, INNER, padded);
            inner.update(padded);
            pad(block, OUTER, padded);
            outer.update(padded);
        }

        private static void pad(byte[] block, byte with, byte[] padded) {
            for (int i = 0; i < BLOCK; i++) {
                padded[i] = (byte) (block[i] ^ with);
            }
        }

        byte[] of(String message) {
            MessageDigest first = copy(inner);
            MessageDigest second = copy(outer);
            second.update(first.digest(message.getBytes(StandardCharsets.UTF_8)));
            return second.digest();
        }
    }
}
