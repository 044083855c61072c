package io.mediafn.location;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    /** What web servers commonly take; signed URLs are long. */
    private static final int LONGEST_URL = 8192;

    private static final int LONGEST_BUCKET = 255;
    private static final String OWN_FOLDER = ".mediafn/";
    private static final Pattern AZURE_HOST = Pattern.compile("([a-z0-9]{3,24})\\.blob\\.core\\.windows\\.net");
    private static final Pattern ALIAS = Pattern.compile("[a-z][a-z0-9+.-]{0,62}");
    private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");

    private final String text;
    private final Scheme scheme;
    private final String service;
    private final String bucket;
    private final String key;

    private Location(String text, Scheme scheme, String service, String bucket, String key) {
        this.text = text;
        this.scheme = scheme;
        this.service = service;
        this.bucket = bucket;
        this.key = key;
    }

    /**
     * Parses a location. A scheme that is no known one is an alias, which only the settings can tell from an error.
     *
     * @throws IllegalLocationException if the text has no scheme, no bucket, or a key that no store takes
     */
    public static Location of(String text) {
        int colon = text.indexOf(SEPARATOR);
        String spelling = colon < 0 ? "" : text.substring(0, colon);
        if (!ALIAS.matcher(spelling).matches()) {
            throw new IllegalLocationException(text, "starts with one of " + Scheme.known() + " or an alias");
        }
        Scheme scheme = Scheme.of(spelling).orElse(Scheme.ALIAS);
        String rest = text.substring(colon + SEPARATOR.length());
        return switch (scheme) {
            case FILE -> ofFile(text, rest);
            case HTTP -> ofHttp(text, spelling, rest);
            case ALIAS -> ofBucket(text, scheme, spelling, rest);
            default -> ofBucket(text, scheme, "", rest);
        };
    }

    /** The location of a key in a bucket, as a bucket's event names it. */
    public static Location of(Scheme scheme, String bucket, String key) {
        if (bucket.indexOf('/') >= 0) {
            throw new IllegalLocationException(bucket, "a bucket name has no slash");
        }
        return of(scheme.text() + SEPARATOR + bucket + "/" + key);
    }

    private static Location ofFile(String text, String rest) {
        if (!rest.startsWith("/")) {
            throw new IllegalLocationException(text, "a file location has an absolute path: file:///folder/name");
        }
        if (rest.indexOf('\0') >= 0) {
            throw new IllegalLocationException(text, "a path has no NUL character");
        }
        return new Location(text, Scheme.FILE, "", "", rest.substring(1));
    }

    private static Location ofHttp(String text, String spelling, String rest) {
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String key = slash < 0 ? "" : rest.substring(slash + 1);
        Matcher azure = AZURE_HOST.matcher(authority);
        if (spelling.equals("https") && azure.matches()) {
            return ofBucket(text, Scheme.AZURE, azure.group(1), key);
        }
        if (authority.indexOf('@') >= 0) {
            throw new IllegalLocationException(
                    spelling + SEPARATOR + "***" + authority.substring(authority.lastIndexOf('@')),
                    "has no user or password: those belong into the settings");
        }
        if (!AUTHORITY.matcher(authority).matches()) {
            throw new IllegalLocationException(text, "names a host: " + spelling + "://HOST/PATH");
        }
        if (text.length() > LONGEST_URL) {
            throw new IllegalLocationException(
                    text.substring(0, LONGEST_BUCKET), "a URL has at most " + LONGEST_URL + " characters");
        }
        return new Location(text, Scheme.HTTP, "", authority, key);
    }

    private static Location ofBucket(String text, Scheme scheme, String service, String rest) {
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        String key = slash < 0 ? "" : rest.substring(slash + 1);
        if (bucket.isEmpty()) {
            throw new IllegalLocationException(
                    text, "names a bucket: " + text.substring(0, text.length() - rest.length()) + "BUCKET/KEY");
        }
        if (bucket.length() > LONGEST_BUCKET || !bucket.chars().allMatch(Location::isBucketCharacter)) {
            throw new IllegalLocationException(
                    text, "a bucket name has 1 to " + LONGEST_BUCKET + " ASCII letters, digits, '.', '-', '_' and '$'");
        }
        if (bucket.chars().allMatch(c -> c == '.')) {
            throw new IllegalLocationException(text, "a bucket name is not made of dots");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
            // Encoded anyway it would be a question mark, and that names another object.
            throw new IllegalLocationException(text, "a key has no half characters (unpaired surrogates)");
        }
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_KEY) {
            throw new IllegalLocationException(
                    text, "a key has at most " + LONGEST_KEY + " bytes of UTF-8, this one has " + bytes);
        }
        return new Location(text, scheme, service, bucket, key);
    }

    /** The dollar sign for Azure's own containers, {@code $root} and {@code $web}. */
    private static boolean isBucketCharacter(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || c == '$');
    }

    public Scheme scheme() {
        return scheme;
    }

    /** Which of several services of a kind: an Azure account, or the name of an alias; empty where none is named. */
    public String service() {
        return service;
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

    /** Whether this can be media: no folder marker, and nothing that mediafn itself keeps. */
    public boolean isMedia() {
        return !isPrefix() && !isOwn();
    }

    /** Whether this is something that mediafn itself keeps, under {@code .mediafn/}. */
    public boolean isOwn() {
        return key.startsWith(OWN_FOLDER) || key.contains("/" + OWN_FOLDER);
    }

    /** This location as a prefix: itself, or with a slash behind it. */
    public Location asPrefix() {
        return isPrefix() && text.endsWith("/") ? this : of(text + "/");
    }

    /** The location of {@code name} below this prefix; the name is appended as it is. */
    public Location child(String name) {
        return of(asPrefix().text + name);
    }

    /** The location of another key in the same bucket, in the same spelling. */
    public Location withKey(String otherKey) {
        String root = text.substring(0, text.length() - key.length());
        return of((root.endsWith("/") ? root : root + "/") + otherKey);
    }

    /** Whether {@code other} is this location or lies below it, on a slash boundary of this one. */
    public boolean contains(Location other) {
        if (!sameBucket(other)) {
            return false;
        }
        return isPrefix() ? other.key.startsWith(key) : other.key.equals(key) || other.key.startsWith(key + "/");
    }

    /** Whether both lie in the same bucket of the same service, however it is spelled. */
    public boolean sameBucket(Location other) {
        return scheme == other.scheme && service.equals(other.service) && bucket.equals(other.bucket);
    }

    /**
     * The text that identifies the place whatever spelling of the scheme was written; the key is untouched. An alias of
     * the settings stays as it is, as does an Azure location that names no account: what they stand for may change.
     */
    public String canonical() {
        if (scheme == Scheme.FILE || scheme == Scheme.HTTP) {
            return text;
        }
        if (scheme == Scheme.AZURE && !service.isEmpty()) {
            return "https://" + service + ".blob.core.windows.net/" + bucket + "/" + key;
        }
        return (scheme == Scheme.ALIAS ? service : scheme.text()) + SEPARATOR + bucket + "/" + key;
    }

    /**
     * For messages, logs and reports: the original text, but without the query of a URL, which may be a signature that
     * lets anybody in.
     */
    public String display() {
        // Azure's signed URLs are locations of Azure, whose keys may have a question mark of their own.
        boolean signed = scheme == Scheme.HTTP || (scheme == Scheme.AZURE && text.contains("sig="));
        int query = signed ? text.indexOf('?') : -1;
        return query < 0 ? text : text.substring(0, query) + "?***";
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

    /** The original text; see {@link #display()} for what people read. */
    @Override
    public String toString() {
        return text;
    }
}
