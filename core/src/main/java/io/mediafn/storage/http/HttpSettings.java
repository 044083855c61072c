package io.mediafn.storage.http;

import java.util.Map;

/**
 * How to ask web servers.
 *
 * @param maxRedirects how many redirects are followed for one request, 0 to 20
 * @param allowPrivate whether addresses of this machine and of private networks may be asked. Never in a function: who
 *     calls one must not read what only the function can reach.
 * @param credentials by host, {@code HOST} or {@code HOST:PORT}; they are sent over https only, unless the key says
 *     {@code http://HOST}. Sent to exactly that host, and never after a redirect from another one.
 * @param userAgent the value of that header
 */
public record HttpSettings(
        int maxRedirects, boolean allowPrivate, Map<String, HttpCredentials> credentials, String userAgent) {
    private static final int MOST_REDIRECTS = 20;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range, or a key of the credentials names no host
     */
    public HttpSettings {
        if (maxRedirects < 0 || maxRedirects > MOST_REDIRECTS) {
            throw new IllegalArgumentException(
                    "maxRedirects is not between 0 and " + MOST_REDIRECTS + ": " + maxRedirects);
        }
        if (userAgent.isBlank() || !userAgent.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("userAgent is not visible ASCII: " + userAgent);
        }
        credentials = Map.copyOf(credentials);
        credentials.keySet().forEach(HttpTarget::origin);
    }

    /** For functions: five redirects, public addresses only, nobody's credentials. */
    public static HttpSettings defaults() {
        return new HttpSettings(5, false, Map.of(), "mediafn");
    }

    public HttpSettings withAllowPrivate(boolean value) {
        return new HttpSettings(maxRedirects, value, credentials, userAgent);
    }

    public HttpSettings withCredentials(Map<String, HttpCredentials> value) {
        return new HttpSettings(maxRedirects, allowPrivate, value, userAgent);
    }
}
