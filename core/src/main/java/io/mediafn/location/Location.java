package io.mediafn.location;

import java.nio.charset.StandardCharsets;

/**
 * A place that an object, or a prefix of objects, can be: {@code SCHEME://BUCKET/KEY}.
 *
 * <p>Everything behind the bucket is the literal key. It is split by hand and never decoded or normalised, because
 * {@code %}, {@code #}, {@code ?}, {@code +}, spaces, {@code //} and {@code ..} are all legal in the keys of object
 * stores. Two locations are equal when their texts are. Immutable, hence thread-safe.
 */
public final class Location implements Comparable<Location> {
    private static final String SEPARATOR = "://";
    /** The longest key of S3, GCS and Azure Blob, in bytes of UTF-8. */
    private static final int LONGEST_KEY = 1024;

    private static final int LONGEST_BUCKET = 255;
    private static final String OWN_FOLDER = ".mediafn/";

    private final String text;
    private final Scheme scheme;
    private final String bucket;
    private final String key;

    private Location(String text, Scheme scheme, String bucket, String key) {
        this.text = text;
        this.scheme = scheme;
        this.bucket = bucket;
        this.key = key;
    }

    /**
     * Parses a location.
     *
     * @throws IllegalLocationException if the text has no scheme, an unknown one, no bucket, or a key that no store
     *     takes
     */
    public static Location of(String text) {
        int colon = text.indexOf(SEPARATOR);
        if (colon <= 0) {
            throw new IllegalLocationException(text, "starts with one of " + Scheme.known());
        }
        Scheme scheme = Scheme.of(text.substring(0, colon))
                .orElseThrow(() -> new IllegalLocationException(text, "starts with one of " + Scheme.known()));
        String rest = text.substring(colon + SEPARATOR.length());
        return scheme == Scheme.FILE ? ofFile(text, rest) : ofBucket(text, scheme, rest);
    }

    /** The location of a key in a bucket, as a bucket's event names it. */
    public static Location of(Scheme scheme, String bucket, String key) {
        return of(scheme.text() + SEPARATOR + bucket + "/" + key);
    }

    private static Location ofFile(String text, String rest) {
        if (!rest.startsWith("/")) {
            throw new IllegalLocationException(text, "a file location has an absolute path: file:///folder/name");
        }
        if (rest.indexOf('\0') >= 0) {
            throw new IllegalLocationException(text, "a path has no NUL character");
        }
        return new Location(text, Scheme.FILE, "", rest.substring(1));
    }

    private static Location ofBucket(String text, Scheme scheme, String rest) {
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        String key = slash < 0 ? "" : rest.substring(slash + 1);
        if (bucket.isEmpty()) {
            throw new IllegalLocationException(text, "names a bucket: " + scheme.text() + "://BUCKET/KEY");
        }
        if (bucket.length() > LONGEST_BUCKET || !bucket.chars().allMatch(Location::isBucketCharacter)) {
            throw new IllegalLocationException(
                    text, "a bucket name has 1 to " + LONGEST_BUCKET + " ASCII letters, digits, '.', '-' and '_'");
        }
        if (bucket.chars().allMatch(c -> c == '.')) {
            throw new IllegalLocationException(text, "a bucket name is not made of dots");
        }
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_KEY) {
            throw new IllegalLocationException(
                    text, "a key has at most " + LONGEST_KEY + " bytes of UTF-8, this one has " + bytes);
        }
        return new Location(text, scheme, bucket, key);
    }

    private static boolean isBucketCharacter(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
    }

    public Scheme scheme() {
        return scheme;
    }

    /** The bucket; empty for a file. */
    public String bucket() {
        return bucket;
    }

    /** The key exactly as written; empty for a whole bucket. */
    public String key() {
        return key;
    }

    /** What is behind the last slash of the key; empty for a prefix that ends in one. */
    public String fileName() {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /** Whether this names everything below it rather than one object: the key is empty or ends in a slash. */
    public boolean isPrefix() {
        return key.isEmpty() || key.endsWith("/");
    }

    /** Whether this can be media: no folder marker, and nothing that mediafn itself keeps under {@code .mediafn/}. */
    public boolean isMedia() {
        return !isPrefix() && !key.startsWith(OWN_FOLDER) && !key.contains("/" + OWN_FOLDER);
    }

    /** This location as a prefix: itself, or with a slash behind it. */
    public Location asPrefix() {
        return isPrefix() && text.endsWith("/") ? this : of(text + "/");
    }

    /** The location of {@code name} below this prefix; the name is appended as it is. */
    public Location child(String name) {
        return of(asPrefix().text + name);
    }

    /** The location of another key in the same bucket. */
    public Location withKey(String otherKey) {
        return scheme == Scheme.FILE ? of(scheme.text() + SEPARATOR + "/" + otherKey) : of(scheme, bucket, otherKey);
    }

    /** Whether {@code other} is this location or lies below it, on a slash boundary of this one. */
    public boolean contains(Location other) {
        if (scheme != other.scheme || !bucket.equals(other.bucket)) {
            return false;
        }
        return isPrefix() ? other.key.startsWith(key) : other.key.equals(key) || other.key.startsWith(key + "/");
    }

    /** The text that identifies the place whatever alias of the scheme was written; the key is untouched. */
    public String canonical() {
        return scheme == Scheme.FILE ? text : scheme.text() + SEPARATOR + bucket + "/" + key;
    }

    @Override
    public int compareTo(Location other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Location that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The original text. */
    @Override
    public String toString() {
        return text;
    }
}
