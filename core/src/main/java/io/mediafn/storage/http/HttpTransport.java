package io.mediafn.storage.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request over a kept connection and gives the answer as it comes: no redirects, retries, cookies or unpacking,
 * and no proxy, which would do the looking up itself. Thread-safe.
 */
final class HttpTransport implements Closeable {
    private static final int MOST_CONNECTIONS = 256;
    /** Signed URLs are long, and come in a redirect's header. */
    private static final int LONGEST_HEADER_LINE = 16 << 10;

    private static final int MOST_HEADERS = 100;
    /** Replaced before the request is sent: a path is not parsed as a URI, which would refuse some. */
    private static final URI NO_URI = URI.create("/");

    private final PoolingHttpClientConnectionManager connections;
    private final MinimalHttpClient client;
    private final RequestConfig config;

    HttpTransport(HttpLimits limits, DnsResolver resolver, Supplier<SSLContext> tls) {
        Timeout betweenReads = timeout(limits.betweenReads());
        config = RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(limits.attempt()))
                .setResponseTimeout(betweenReads)
                .build();
        connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setTlsSocketStrategy(lazily(tls))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(LONGEST_HEADER_LINE)
                                .setMaxHeaderCount(MOST_HEADERS)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(limits.connect()))
                        .setSocketTimeout(betweenReads)
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(betweenReads).build())
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .build();
        client = HttpClients.createMinimal(connections);
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }

    /** Reading the JVM's trusted certificates costs a cold start 0.3 s, which plain http does not need. */
    private static TlsSocketStrategy lazily(Supplier<SSLContext> tls) {
        LazyTls lazy = new LazyTls(tls);
        return (socket, host, port, attachment, context) ->
                lazy.strategy().upgrade(socket, host, port, attachment, context);
    }

    /**
     * Sends a request without a body.
     *
     * @param watch ends it when its time is over
     * @return to be ended by the caller
     * @throws KeptConnectionException if it did not come to an answer, and another connection may do better
     */
    Answer send(String method, HttpTarget target, Map<String, String> headers, Watchdog.Watch watch)
            throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(method, NO_URI);
        int port = target.port() == (target.secure() ? 443 : 80) ? -1 : target.port();
        HttpHost host = new HttpHost(target.secure() ? "https" : "http", target.host(), port);
        request.setConfig(config);
        request.setScheme(host.getSchemeName());
        request.setAuthority(new URIAuthority(host));
        request.setPath(target.path());
        headers.forEach(request::setHeader);
        watch.now(request);
        HttpClientContext context = HttpClientContext.create();
        try {
            ClassicHttpResponse response = client.executeOpen(host, request, context);
            return new Answer(request, response, watch);
        } catch (NoHttpResponseException | SocketException e) {
            if (wasKept(context) && !request.isCancelled()) {
                // The others may have ended with it.
                connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
                throw new KeptConnectionException(e);
            }
            throw e;
        }
    }

    private static boolean wasKept(HttpClientContext context) {
        @Nullable EndpointDetails connection = context.getEndpointDetails();
        return connection != null && connection.getRequestCount() > 1;
    }

    /**
     * A connection that was kept from an earlier request had ended, as servers end them at any time and without a word
     * (nginx after a 412 that says {@code keep-alive}): the request was not answered, and says nothing of the server.
     */
    static final class KeptConnectionException extends IOException {
        private static final long serialVersionUID = 1L;

        KeptConnectionException(IOException cause) {
            super("a kept connection had ended", cause);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    /** Belongs to many threads; the first https connection makes it. */
    private static final class LazyTls {
        private final Supplier<SSLContext> context;
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable TlsSocketStrategy strategy;

        LazyTls(Supplier<SSLContext> context) {
            this.context = context;
        }

        TlsSocketStrategy strategy() {
            TlsSocketStrategy known = strategy;
            if (known != null) {
                return known;
            }
            lock.lock();
            try {
                TlsSocketStrategy made = strategy;
                if (made == null) {
                    made = new DefaultClientTlsStrategy(context.get());
                    strategy = made;
                }
                return made;
            } finally {
                lock.unlock();
            }
        }
    }
}
