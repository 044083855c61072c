package io.mediafn.location;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds keys that would be one and the same file on a disk that ignores case (as Windows' and macOS' do) or the way in
 * which accents are composed (as macOS' does): of two such objects the second would overwrite the first. Keys are
 * compared in their composed form (NFC) with their case folded by Unicode's full rules, which no locale changes; disks
 * fold a little less, so that a find is a warning for some of them.
 *
 * <p>Every key is kept: about 100 bytes and two a character, so a million keys take some 250 MB. Belongs to one thread.
 */
public final class NameCollisions {
    private static final int DOTLESS_I = 0x131;

    private final Map<String, String> keys = new HashMap<>();

    /**
     * Takes the next key.
     *
     * @return the earlier key that would be the same file; it may be equal to this one
     */
    public Optional<String> add(String key) {
        String name = fold(key);
        // Most keys are their own folded form, and then one text is kept for both.
        return Optional.ofNullable(keys.putIfAbsent(name.equals(key) ? key : name, key));
    }

    /** What two keys have in common that would be one file. */
    public static String fold(String key) {
        if (key.chars().allMatch(c -> c < 128)) {
            return key.toLowerCase(Locale.ROOT);
        }
        StringBuilder folded = new StringBuilder(key.length());
        // One by one: a sigma at a word's end must not be folded in another way than one in its middle.
        Normalizer.normalize(key, Normalizer.Form.NFC).codePoints().forEach(point -> folded.append(foldPoint(point)));
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static String foldPoint(int point) {
        String one = Character.toString(point);
        // Its capital is the plain I, but it is no small form of that: no disk takes the two for one.
        return point == DOTLESS_I ? one : one.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
