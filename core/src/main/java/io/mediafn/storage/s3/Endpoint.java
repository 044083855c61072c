package io.mediafn.storage.s3;

import java.net.URI;

/** Where a connection leads. Two requests to equal endpoints can share one. */
record Endpoint(boolean tls, String host, int port) {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /**
     * The scheme, host and port of a URL.
     *
     * @throws IllegalArgumentException if it is not http or https, or has no host
     */
    static Endpoint of(URI uri) {
        String scheme = uri.getScheme();
        boolean tls = "https".equalsIgnoreCase(scheme);
        if (uri.getHost() == null || !(tls || "http".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException("an endpoint is http://HOST:PORT or https://HOST:PORT, not " + uri);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : (tls ? HTTPS : HTTP);
        return new Endpoint(tls, uri.getHost(), port);
    }

    static Endpoint https(String host) {
        return new Endpoint(true, host, HTTPS);
    }

    /** The value of the {@code host} field, which a signature covers: without the port that goes without saying. */
    String hostField() {
        return port == (tls ? HTTPS : HTTP) ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + hostField();
    }
}
