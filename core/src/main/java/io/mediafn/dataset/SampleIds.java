package io.mediafn.dataset;

import io.mediafn.location.Location;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The identity of a sample: computed from where it was first seen, so that whoever sees it names it alike. */
public final class SampleIds {
    /** The length of a MongoDB ObjectId in hex digits. */
    private static final int LENGTH = 24;

    private SampleIds() {}

    /** The first 24 hex digits of SHA-256 over the canonical location. */
    public static String of(Location first) {
        return shortHash(first.canonical());
    }

    /**
     * Another id for the same place.
     *
     * @param attempt 0 for {@link #of(Location)}; 1 or more where that is taken by a sample that was relinked since
     */
    public static String of(Location first, int attempt) {
        return attempt == 0 ? of(first) : shortHash(first.canonical() + "\n" + attempt);
    }

    /** Whether a text has the form of an id. */
    public static boolean isId(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** The same digits over any text. */
    public static String shortHash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
