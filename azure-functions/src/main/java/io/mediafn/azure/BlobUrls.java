package io.mediafn.azure;

import io.mediafn.event.UnknownEventException;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the URL of an event to the location of its blob. The URL is percent-encoded, in which a plus is a plus; the
 * event's subject may or may not be.
 */
final class BlobUrls {
    private static final Pattern URL = Pattern.compile("https?://([^/]+)/(.+)", Pattern.DOTALL);
    private static final Pattern HOST =
            Pattern.compile("([a-z0-9]{3,24})\\.(?:[a-z0-9]+\\.)?(?:blob|dfs)\\.[a-z0-9.-]+(?::\\d{1,5})?");
    private static final Pattern RESOURCE = Pattern.compile(".*/storageAccounts/([a-z0-9]{3,24})", Pattern.DOTALL);
    private static final String OF_SUBJECT = "/blobServices/default/containers/";
    /** What no path of a URL has, so that a text with it is none. */
    private static final String NOT_IN_PATH = " \"#<>?\\^`{|}";
    /** The container whose blobs are named without it. */
    private static final String ROOT = "$root";

    private BlobUrls() {}

    /**
     * The location of a blob, in the one spelling that names the account.
     *
     * @param resource the event's topic or source, which names the account even where the host is a name of the user's
     * @throws UnknownEventException if it can't be told which blob is meant
     */
    static Location location(String url, Optional<String> subject, Optional<String> resource) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new UnknownEventException("a blob whose URL is " + url);
        }
        String account = resource.flatMap(BlobUrls::accountOfResource)
                .or(() -> accountOfHost(parts.group(1)))
                .orElseThrow(() -> new UnknownEventException("a blob of no account that could be told from " + url));
        String path = decoded(parts.group(2))
                .or(() -> Optional.of(parts.group(2)).filter(raw -> isSubject(raw, subject)))
                .orElseThrow(() -> new UnknownEventException("a URL that is not percent-encoded UTF-8: " + url));
        return blob(account, path.indexOf('/') < 0 ? ROOT + "/" + path : path);
    }

    /**
     * The location of a blob, in the one spelling that names the account.
     *
     * @param url only for its account, since the path needs no decoding
     * @param path the container and the name, with a slash between them, not encoded
     * @throws UnknownEventException if it can't be told which blob is meant
     */
    static Location location(String url, String path) {
        Matcher parts = URL.matcher(url);
        String account = (parts.matches() ? accountOfHost(parts.group(1)) : Optional.<String>empty())
                .orElseThrow(() -> new UnknownEventException("a blob of no account that could be told from " + url));
        return blob(account, path);
    }

    private static Location blob(String account, String path) {
        Location location = Location.of("https://" + account + ".blob.core.windows.net/" + path);
        if (location.scheme() != Scheme.AZURE || location.key().isEmpty()) {
            throw new UnknownEventException("a URL without a blob: " + account + "/" + path);
        }
        return location;
    }

    private static Optional<String> accountOfResource(String resource) {
        Matcher named = RESOURCE.matcher(resource);
        return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
    }

    private static Optional<String> accountOfHost(String authority) {
        Matcher host = HOST.matcher(authority);
        return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
    }

    /** A URL that nobody encoded is believed where the subject says the same, letter by letter. */
    private static boolean isSubject(String path, Optional<String> subject) {
        int slash = path.indexOf('/');
        return slash > 0
                && subject.filter((OF_SUBJECT + path.substring(0, slash) + "/blobs" + path.substring(slash))::equals)
                        .isPresent();
    }

    /** Strictly: what is not encoded as it should be would otherwise become another blob, which nobody meant. */
    private static Optional<String> decoded(String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                if (i + 2 >= path.length()
                        || !HexFormat.isHexDigit(path.charAt(i + 1))
                        || !HexFormat.isHexDigit(path.charAt(i + 2))) {
                    return Optional.empty();
                }
                bytes.write(HexFormat.fromHexDigits(path, i + 1, i + 3));
                i += 2;
            } else if (c <= ' ' || c >= 127 || NOT_IN_PATH.indexOf(c) >= 0) {
                return Optional.empty();
            } else {
                bytes.write(c);
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
