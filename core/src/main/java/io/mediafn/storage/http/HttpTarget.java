package io.mediafn.storage.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.storage.StorageException.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request is sent to.
 *
 * @param secure whether over TLS
 * @param host in lower case; a literal IPv6 address without its brackets
 * @param port 1 to 65535
 * @param path with its query, as it stands in the request line
 */
record HttpTarget(boolean secure, String host, int port, String path) {
    private static final Pattern ORIGIN =
            Pattern.compile("(?:(https?)://)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");
    /** A host whose last label is one is read as an IPv4 address by some programs, in several bases. */
    private static final Pattern NUMBER = Pattern.compile("\\d+|0[xX][0-9A-Fa-f]*");

    private static final Pattern PLAIN_IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");
    private static final Pattern AUTHORITY = Pattern.compile("//([^/?]+)");
    /** Printable, and yet not allowed in a request line; {@code #} would begin a fragment, but keys have none. */
    private static final String ENCODED = "\"<>\\^`{|}#";

    /** Where a location is. Its key is sent as it is written; only what can't stand in a request line is encoded. */
    static HttpTarget of(Location at) throws HttpFailure {
        boolean secure = at.toString().startsWith("https:");
        return at(secure, at.bucket(), "/" + encode(at.key(), UTF_8));
    }

    /** The key of credentials as {@code http://HOST:PORT} or {@code https://HOST:PORT}. */
    static String origin(String text) {
        Matcher matcher = ORIGIN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "credentials are for a HOST, a HOST:PORT or an http://HOST, not for '" + text + "'");
        }
        try {
            String authority = text.substring(matcher.start(2));
            return at(!"http".equals(matcher.group(1)), authority, "/").origin();
        } catch (HttpFailure e) {
            throw new IllegalArgumentException("credentials for '" + text + "': " + e.reason(), e);
        }
    }

    private static HttpTarget at(boolean secure, String authority, String path) throws HttpFailure {
        Matcher matcher = ORIGIN.matcher(authority);
        if (!matcher.matches()) {
            throw HttpFailure.lasting(Kind.INVALID, "names no host");
        }
        String host = matcher.group(2).toLowerCase(Locale.ROOT);
        String digits = matcher.group(3);
        int port = digits == null ? (secure ? 443 : 80) : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw HttpFailure.lasting(Kind.INVALID, "a port is 1 to 65535, not " + port);
        }
        requirePlain(host);
        boolean literal = host.startsWith("[");
        return new HttpTarget(secure, literal ? host.substring(1, host.length() - 1) : host, port, path);
    }

    /** A check of addresses is worth nothing where the checker and the connector could read a host differently. */
    private static void requirePlain(String host) throws HttpFailure {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (NUMBER.matcher(last).matches() && !PLAIN_IPV4.matcher(host).matches()) {
            throw HttpFailure.lasting(
                    Kind.INVALID, "an IPv4 address is written as four decimal numbers without leading zeros");
        }
    }

    /**
     * Where an answer's {@code Location} header leads. Resolved by hand (RFC 3986, 5.2), since the path that it is
     * relative to is as somebody wrote it and need not be a URL by the rules.
     *
     * @param location as the server wrote it, a byte a character
     */
    HttpTarget redirected(String location) throws HttpFailure {
        int fragment = location.indexOf('#');
        String reference = encode((fragment < 0 ? location : location.substring(0, fragment)).strip(), ISO_8859_1);
        Matcher scheme = SCHEME.matcher(reference);
        if (scheme.lookingAt()) {
            return elsewhere(scheme.group(1).toLowerCase(Locale.ROOT), reference.substring(scheme.end()));
        }
        if (reference.startsWith("//")) {
            return elsewhere(secure ? "https" : "http", reference);
        }
        int query = path.indexOf('?');
        String own = query < 0 ? path : path.substring(0, query);
        if (reference.isEmpty()) {
            return this;
        }
        String next = switch (reference.charAt(0)) {
            case '/' -> reference;
            case '?' -> own + reference;
            default -> withoutDots(own.substring(0, own.lastIndexOf('/') + 1) + reference);
        };
        return new HttpTarget(secure, host, port, next);
    }

    private HttpTarget elsewhere(String scheme, String rest) throws HttpFailure {
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw HttpFailure.lasting(Kind.DENIED, "redirects to something that is neither http nor https");
        }
        if (secure && scheme.equals("http")) {
            throw HttpFailure.lasting(
                    Kind.DENIED, "redirects from https to http, where anybody could read and change it");
        }
        Matcher authority = AUTHORITY.matcher(rest);
        if (!authority.lookingAt()) {
            throw HttpFailure.lasting(Kind.UNSUPPORTED, "redirects to what is no URL");
        }
        String next = rest.substring(authority.end());
        return at(scheme.equals("https"), authority.group(1), next.startsWith("/") ? next : "/" + next);
    }

    private static String withoutDots(String path) {
        int query = path.indexOf('?');
        String[] segments = (query < 0 ? path : path.substring(0, query)).split("/", -1);
        Deque<String> kept = new ArrayDeque<>();
        for (int i = 1; i < segments.length; i++) {
            boolean dots = segments[i].equals(".") || segments[i].equals("..");
            if (segments[i].equals("..")) {
                kept.pollLast();
            }
            if (!dots) {
                kept.addLast(segments[i]);
            } else if (i == segments.length - 1) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept) + (query < 0 ? "" : path.substring(query));
    }

    private static String encode(String text, Charset charset) throws HttpFailure {
        ByteBuffer bytes;
        try {
            bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw HttpFailure.lasting(Kind.INVALID, "a key has no half characters (unpaired surrogates)", e);
        }
        StringBuilder encoded = new StringBuilder(bytes.remaining());
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next > ' ' && next < 0x7F && ENCODED.indexOf(next) < 0) {
                encoded.append((char) next);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(next));
            }
        }
        return encoded.toString();
    }

    /** As a location, without a port that is the usual one. */
    Location location() throws HttpFailure {
        boolean usual = port == (secure ? 443 : 80);
        String origin = origin();
        String text = (usual ? origin.substring(0, origin.lastIndexOf(':')) : origin) + withoutDots(path);
        try {
            return Location.of(text);
        } catch (IllegalLocationException e) {
            throw HttpFailure.lasting(Kind.UNSUPPORTED, "redirects to what is no location");
        }
    }

    /** Scheme, host and port: what credentials are for. */
    String origin() {
        String literal = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (secure ? "https://" : "http://") + literal + ":" + port;
    }
}
