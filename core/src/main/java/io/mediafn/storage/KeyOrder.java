package io.mediafn.storage;

import java.util.Comparator;

/**
 * The order of keys in a listing: that of their UTF-8 bytes, which is that of their code points. Java's own order of
 * strings compares UTF-16 units and puts characters beyond U+FFFF before U+E000.
 */
public final class KeyOrder implements Comparator<String> {
    public static final KeyOrder INSTANCE = new KeyOrder();

    private KeyOrder() {}

    @Override
    public int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // A surrogate stands for a code point above U+FFFF, so it is the greater one whatever its unit is.
                boolean surrogateA = Character.isSurrogate(a);
                return surrogateA == Character.isSurrogate(b) ? Character.compare(a, b) : (surrogateA ? 1 : -1);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
