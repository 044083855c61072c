package io.mediafn.storage.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * The one way to the network, for the client's requests and for ours: counts what really goes out, and bounds how long
 * it takes. Thread-safe.
 */
final class GcsTransport extends HttpTransport implements AutoCloseable {
    private final LongAdder requests = new LongAdder();
    private final GcsWatchdog watchdog = new GcsWatchdog();
    private final SSLSocketFactory tls;

    GcsTransport() {
        this(HttpsURLConnection.getDefaultSSLSocketFactory());
    }

    GcsTransport(SSLSocketFactory tls) {
        this.tls = new LingeringSockets(tls, GcsTimeouts.LINGER_SECONDS);
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        HttpURLConnection connection = open(url);
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(tls);
        }
        return new GcsRequest(connection, url, watchdog, requests);
    }

    private static HttpURLConnection open(String url) throws IOException {
        try {
            if (new URI(url).toURL().openConnection() instanceof HttpURLConnection connection) {
                return connection;
            }
        } catch (URISyntaxException e) {
            throw new IOException("no URL that can be asked", e);
        }
        throw new IOException("no HTTP address");
    }

    /** How many requests were sent, attempts that failed included. */
    long requests() {
        return requests.sum();
    }

    @Override
    public void close() {
        watchdog.close();
    }
}
