package io.mediafn.config;

import java.net.URI;
import java.net.URISyntaxException;

/** URLs of services. What could be a secret in one is neither taken nor quoted. */
final class Urls {
    private Urls() {}

    /**
     * The endpoint of a service, without a slash at its end.
     *
     * @throws IllegalArgumentException with the rule that it breaks
     */
    static URI endpoint(String text) {
        if (text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("must not have a user or password; it is " + withoutSecrets(text));
        }
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            throw new IllegalArgumentException("must end before any '?' or '#'; it is " + withoutSecrets(text));
        }
        try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below; the exception quotes the whole text.
        }
        throw new IllegalArgumentException("must be http://HOST or https://HOST; it is " + withoutSecrets(text));
    }

    /** Like {@link #endpoint}, where a host alone may stand for {@code https://HOST}. */
    static URI endpointOrHost(String text) {
        return endpoint(text.contains("://") ? text : "https://" + text);
    }

    /** A text for messages, without a user, a password and a query. */
    static String withoutSecrets(String text) {
        int query = text.indexOf('?');
        String shown = query < 0 ? text : text.substring(0, query) + "?***";
        int at = shown.lastIndexOf('@');
        return at < 0 ? shown : "***" + shown.substring(at);
    }
}
