package io.mediafn.storage.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Connections that are kept from one request to the next: the last one used first, so that those too many fall idle and
 * end. How many are in use is the callers' affair. Proxies are those of the JDK's properties (https.proxyHost and its
 * like). Thread-safe.
 */
final class ConnectionPool implements AutoCloseable {
    private static final List<String> PROXY_PROPERTIES =
            List.of("https.proxyHost", "http.proxyHost", "socksProxyHost", "java.net.useSystemProxies");
    private static final int MOST_ADDRESSES = 3;

    private record Idle(HttpConnection connection, long since) {}

    private final Supplier<SSLSocketFactory> tls;
    private final Optional<ProxyRule> proxies;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Endpoint, Deque<Idle>> idle = new HashMap<>();
    private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connects = new AtomicInteger();
    private final Watchdog watchdog = new Watchdog(this::tidy);
    private boolean closed;

    /** Which proxy leads to a place. */
    @FunctionalInterface
    interface ProxyRule {
        Proxy proxyFor(URI place);
    }

    ConnectionPool() {
        this(() -> (SSLSocketFactory) SSLSocketFactory.getDefault(), systemProxies());
    }

    ConnectionPool(Supplier<SSLSocketFactory> tls, Optional<ProxyRule> proxies) {
        this.tls = tls;
        this.proxies = proxies;
    }

    /** The JDK's own rules, which are not even loaded where no property speaks of a proxy. */
    private static Optional<ProxyRule> systemProxies() {
        return PROXY_PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null)
                ? Optional.of(place -> java.net.ProxySelector.getDefault().select(place).stream()
                        .findFirst()
                        .orElse(Proxy.NO_PROXY))
                : Optional.empty();
    }

    /**
     * A connection to an endpoint: a kept one where there is one.
     *
     * @param fresh a new one in any case
     * @param until as of {@link System#nanoTime}; a new connection must be there by then
     */
    HttpConnection take(Endpoint endpoint, boolean fresh, long until) throws IOException {
        if (!fresh) {
            HttpConnection kept = takeKept(endpoint);
            if (kept != null) {
                return kept;
            }
        }
        return connect(endpoint, until);
    }

    private @Nullable HttpConnection takeKept(Endpoint endpoint) {
        lock.lock();
        try {
            Deque<Idle> kept = idle.get(endpoint);
            Idle last = kept == null ? null : kept.peekLast();
            if (kept == null || last == null || isTooOld(last, System.nanoTime())) {
                // What is below it in the pile is older still; the watchdog closes them.
                return null;
            }
            kept.removeLast();
            return last.connection();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isTooOld(Idle kept, long now) {
        return now - kept.since() > S3Timeouts.KEPT.toNanos();
    }

    private HttpConnection connect(Endpoint endpoint, long until) throws IOException {
        Proxy proxy = proxies.map(rule -> rule.proxyFor(URI.create(endpoint.toString())))
                .orElse(Proxy.NO_PROXY);
        Socket raw = proxy.type() == Proxy.Type.DIRECT ? connectDirectly(endpoint, until) : connect(endpoint, proxy);
        try {
            raw.setTcpNoDelay(true);
            HttpConnection connection = endpoint.tls()
                    ? new HttpConnection(endpoint, raw, secure(endpoint, raw), this)
                    : new HttpConnection(endpoint, raw, raw, this);
            open.add(connection);
            watchdog.wake();
            return connection;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** A service has many addresses: connections are spread over them, and one that is down is passed over. */
    private Socket connectDirectly(Endpoint endpoint, long until) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(endpoint.host());
        int first = Math.floorMod(connects.getAndIncrement(), addresses.length);
        for (int i = 0; ; i++) {
            InetAddress address = addresses[(first + i) % addresses.length];
            try {
                return connect(new Socket(), new InetSocketAddress(address, endpoint.port()), until);
            } catch (IOException e) {
                if (i + 1 >= Math.min(MOST_ADDRESSES, addresses.length)) {
                    throw e;
                }
            }
        }
    }

    /** A tunnel; the proxy looks the name up. */
    private static Socket connect(Endpoint endpoint, Proxy proxy) throws IOException {
        long until = System.nanoTime() + S3Timeouts.CONNECT.toNanos();
        return connect(new Socket(proxy), InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port()), until);
    }

    private static Socket connect(Socket socket, InetSocketAddress to, long until) throws IOException {
        long left = Math.min(S3Timeouts.CONNECT.toMillis(), (until - System.nanoTime()) / 1_000_000);
        try {
            if (left <= 0) {
                throw new SocketTimeoutException("no time left to connect");
            }
            socket.connect(to, (int) left);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secure(Endpoint endpoint, Socket raw) throws IOException {
        raw.setSoTimeout((int) S3Timeouts.BETWEEN_READS.toMillis());
        SSLSocket socket = (SSLSocket) tls.get().createSocket(raw, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** Keeps a connection for the next request. */
    void giveBack(HttpConnection connection) {
        lock.lock();
        try {
            Deque<Idle> kept = idle.computeIfAbsent(connection.endpoint(), endpoint -> new ArrayDeque<>());
            if (!closed && kept.size() < S3Timeouts.MOST_KEPT) {
                kept.addLast(new Idle(connection, System.nanoTime()));
                return;
            }
        } finally {
            lock.unlock();
        }
        connection.close();
    }

    void forget(HttpConnection connection) {
        open.remove(connection);
    }

    /** Breaks off what takes too long, ends what is idle for too long; false if there is nothing to look after. */
    private boolean tidy() {
        long now = System.nanoTime();
        open.stream().filter(connection -> connection.isOverdue(now)).forEach(HttpConnection::abort);
        List<Idle> old = new ArrayList<>();
        lock.lock();
        try {
            for (Deque<Idle> kept : idle.values()) {
                for (Idle oldest = kept.peekFirst();
                        oldest != null && isTooOld(oldest, now);
                        oldest = kept.peekFirst()) {
                    old.add(kept.removeFirst());
                }
            }
            idle.values().removeIf(Deque::isEmpty);
        } finally {
            lock.unlock();
        }
        old.forEach(kept -> kept.connection().close());
        return !open.isEmpty();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.clear();
        } finally {
            lock.unlock();
        }
        List.copyOf(open).forEach(HttpConnection::close);
        watchdog.close();
    }
}
