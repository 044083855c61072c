package io.mediafn.testing;

import io.mediafn.testing.WireInput.Head;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Stands between a client and a real server on this machine, records what passes, and does to it what networks and
 * overloaded services do. Requests go on as they came, {@code Host} included, since signatures cover it. HTTP/1.1
 * without TLS; bodies are streamed. Thread-safe.
 */
public final class WireProxy implements AutoCloseable {
    private static final int BODY_BYTES_KEPT = 8 << 10;
    private static final int BACKLOG = 1_000;
    private static final int CLOSE_SECONDS = 2;

    private final URI upstream;
    private final int bodyBytesKept;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<WireSocket> open = ConcurrentHashMap.newKeySet();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<WireRequest> requests = new ArrayList<>();
    private final List<Throwable> problems = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();

    /** Faults for some requests. */
    public static final class Rule {
        private final Predicate<WireRequest> which;
        private final List<Fault> faults;
        private final int times;
        private final AtomicInteger used = new AtomicInteger();

        private Rule(int times, Predicate<WireRequest> which, List<Fault> faults) {
            this.times = times;
            this.which = which;
            this.faults = faults;
        }

        /** How many requests met it so far. */
        public int used() {
            return used.get();
        }

        private boolean take(WireRequest request) {
            return which.test(request) && used.getAndUpdate(n -> n < times ? n + 1 : n) < times;
        }
    }

    private WireProxy(URI upstream, int bodyBytesKept) {
        this.upstream = upstream;
        this.bodyBytesKept = bodyBytesKept;
        try {
            server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /**
     * Starts one.
     *
     * @param upstream such as {@code http://127.0.0.1:9000}; only host and port are used
     */
    public static WireProxy before(URI upstream) {
        return new WireProxy(upstream, BODY_BYTES_KEPT);
    }

    /**
     * Starts one that keeps more, or less, of each request's body.
     *
     * @param bodyBytesKept of each request that is recorded
     */
    public static WireProxy before(URI upstream, int bodyBytesKept) {
        return new WireProxy(upstream, bodyBytesKept);
    }

    /** What clients take for the server: {@code http://127.0.0.1:PORT}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Every request like that meets these faults, unless an earlier rule takes it. */
    public Rule when(Predicate<WireRequest> which, Fault... faults) {
        return when(Integer.MAX_VALUE, which, faults);
    }

    /** The first so many requests like that meet these faults, unless an earlier rule takes them. */
    public Rule when(int times, Predicate<WireRequest> which, Fault... faults) {
        Rule rule = new Rule(times, which, List.of(faults));
        rules.add(rule);
        return rule;
    }

    /** No more faults for requests from now on. */
    public void heal() {
        rules.clear();
    }

    /** All requests since the start or the last {@link #clear}, in the order in which their heads came. */
    public List<WireRequest> requests() {
        return requests(WireRequest.any());
    }

    public List<WireRequest> requests(Predicate<WireRequest> which) {
        synchronized (requests) {
            return requests.stream().filter(which).toList();
        }
    }

    /** Forgets the requests and the peak; the rules stay. */
    public void clear() {
        synchronized (requests) {
            requests.clear();
        }
        peak.set(inFlight.get());
    }

    /** The most requests that were under way at once. */
    public int peakInFlight() {
        return peak.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                WireSocket client = open(server.accept());
                int number = connections.incrementAndGet();
                threads.execute(() -> serve(client, number));
            } catch (IOException | RuntimeException e) {
                if (!server.isClosed()) {
                    problems.add(e);
                }
            }
        }
    }

    private WireSocket open(Socket socket) throws IOException {
        WireSocket opened = new WireSocket(socket, open);
        if (server.isClosed()) {
            // Too late for close() to have seen it.
            opened.close();
        }
        return opened;
    }

    private void serve(WireSocket client, int number) {
        try (client) {
            boolean again = true;
            while (again) {
                Optional<Head> head = client.in().head();
                again = head.isPresent() && exchange(client, number, head.get());
            }
        } catch (IOException e) {
            // One side went away. Whose fault that is, the test sees at its own end.
        } catch (RuntimeException | Error e) {
            problems.add(e);
        }
    }

    private boolean exchange(WireSocket client, int number, Head head) throws IOException {
        String[] start = head.start().split(" ", 3);
        WireRequest request = new WireRequest(number, start[0], start[1], head.headers(), bodyBytesKept);
        synchronized (requests) {
            requests.add(request);
        }
        peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try {
            return new WireExchange(client, head, request, faultsOf(request), threads).run(this::connect);
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private List<Fault> faultsOf(WireRequest request) {
        return rules.stream()
                .filter(rule -> rule.take(request))
                .findFirst()
                .map(rule -> rule.faults)
                .orElse(List.of());
    }

    /** A connection a request: one that was kept might be closed by the other side when it is used again. */
    private WireSocket connect() throws IOException {
        return open(new Socket(upstream.getHost(), upstream.getPort()));
    }

    /**
     * Ends all connections.
     *
     * @throws AssertionError if something went wrong in the proxy itself, or in a predicate
     */
    @Override
    public void close() {
        try {
            server.close();
            for (WireSocket socket : open) {
                socket.close();
            }
            threads.shutdownNow();
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                problems.add(new IllegalStateException("a thread of the proxy does not end"));
            }
        } catch (IOException e) {
            problems.add(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!problems.isEmpty()) {
            AssertionError error =
                    new AssertionError("the proxy had " + problems.size() + " problems", problems.get(0));
            problems.stream().skip(1).limit(10).forEach(error::addSuppressed);
            throw error;
        }
    }
}
