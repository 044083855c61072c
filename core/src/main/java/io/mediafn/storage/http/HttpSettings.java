package io.mediafn.storage.http;

import io.mediafn.location.LocationPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How to ask web servers.
 *
 * @param maxRedirects how many redirects are followed for one request, 0 to 20
 * @param allowPrivate whether addresses of this machine and of private networks may be asked. Never in a function: who
 *     calls one must not read what only the function can reach.
 * @param credentials by host, {@code HOST} or {@code HOST:PORT}; they are sent over https only, unless the key says
 *     {@code http://HOST}. Sent to exactly that host, and never after a redirect from another one.
 * @param userAgent the value of that header
 * @param redirects what the target of a redirect must pass
 */
public record HttpSettings(
        int maxRedirects,
        boolean allowPrivate,
        Map<String, HttpCredentials> credentials,
        String userAgent,
        LocationPolicy redirects) {
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

    /** With redirects to any web server that may be asked at all. */
    public HttpSettings(
            int maxRedirects, boolean allowPrivate, Map<String, HttpCredentials> credentials, String userAgent) {
        this(maxRedirects, allowPrivate, credentials, userAgent, LocationPolicy.forFunctions(Set.of(), List.of()));
    }

    /** For functions: five redirects, public addresses only, nobody's credentials. */
    public static HttpSettings defaults() {
        return new HttpSettings(5, false, Map.of(), "mediafn");
    }

    public HttpSettings withAllowPrivate(boolean value) {
        return new HttpSettings(maxRedirects, value, credentials, userAgent, redirects);
    }

    public HttpSettings withCredentials(Map<String, HttpCredentials> value) {
        return new HttpSettings(maxRedirects, allowPrivate, value, userAgent, redirects);
    }

    /** What a redirect's target must pass, as a location from a request must: a server names places, too. */
    public HttpSettings withRedirects(LocationPolicy value) {
        return new HttpSettings(maxRedirects, allowPrivate, credentials, userAgent, value);
    }
}
