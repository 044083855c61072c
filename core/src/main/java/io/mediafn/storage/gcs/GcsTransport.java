package io.mediafn.storage.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import io.mediafn.storage.gcs.GcsTimeouts.Limits;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one way to the network, for the client's requests and for ours: counts what really goes out, and bounds how long
 * it takes. Thread-safe.
 */
final class GcsTransport extends HttpTransport implements AutoCloseable {
    private final LongAdder requests = new LongAdder();
    private final GcsWatchdog watchdog = new GcsWatchdog();
    private final Supplier<SSLSocketFactory> sockets;
    private final LimitsOfRequests limits;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SSLSocketFactory tls;

    /** How long which request may take. */
    @FunctionalInterface
    interface LimitsOfRequests {
        Limits of(String url, long sending);
    }

    GcsTransport() {
        this(HttpsURLConnection::getDefaultSSLSocketFactory, GcsTimeouts::of);
    }

    GcsTransport(Supplier<SSLSocketFactory> sockets, LimitsOfRequests limits) {
        this.sockets = sockets;
        this.limits = limits;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        HttpURLConnection connection = open(url);
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(tls());
        }
        return new GcsRequest(connection, sending -> limits.of(url, sending), watchdog, requests);
    }

    /** One for all, since connections are kept for a factory; not before it is needed, as it is dear. */
    private SSLSocketFactory tls() {
        lock.lock();
        try {
            if (tls == null) {
                tls = new LingeringSockets(sockets.get(), GcsTimeouts.LINGER_SECONDS);
            }
            return tls;
        } finally {
            lock.unlock();
        }
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
