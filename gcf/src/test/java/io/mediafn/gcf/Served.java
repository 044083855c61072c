package io.mediafn.gcf;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.cloud.functions.invoker.runner.Invoker;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A function under Google's own invoker, in this process. */
final class Served implements AutoCloseable {
    /** The invoker makes functions by the names of their classes; this is how one that is made already gets in. */
    private static final AtomicReference<Object> NEXT = new AtomicReference<>();

    private final Invoker invoker;
    private final URI address;

    private Served(Invoker invoker, URI address) {
        this.invoker = invoker;
        this.address = address;
    }

    static Served http(HttpFunction function) throws Exception {
        return start(function, Http.class, "http");
    }

    static Served events(CloudEventsFunction function) throws Exception {
        return start(function, Events.class, "cloudevent");
    }

    private static synchronized Served start(Object function, Class<?> type, String signature) throws Exception {
        int port = freePort();
        NEXT.set(function);
        Invoker invoker = new Invoker(port, type.getName(), signature, Served.class.getClassLoader());
        invoker.startTestServer();
        return new Served(invoker, URI.create("http://localhost:" + port));
    }

    /** The invoker takes no port 0; between this and its start another process could take the port, which fails loudly. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        try {
            invoker.stopServer();
        } catch (Exception e) {
            throw new IllegalStateException("the invoker did not stop", e);
        }
    }

    /** Delegates to the function that was given. */
    public static final class Http implements HttpFunction {
        private final HttpFunction function =
                (HttpFunction) Objects.requireNonNull(NEXT.getAndSet(null), "no function");

        @Override
        public void service(HttpRequest request, HttpResponse response) throws Exception {
            function.service(request, response);
        }
    }

    /** Delegates to the function that was given. */
    public static final class Events implements CloudEventsFunction {
        private final CloudEventsFunction function =
                (CloudEventsFunction) Objects.requireNonNull(NEXT.getAndSet(null), "no function");

        @Override
        public void accept(CloudEvent event) throws Exception {
            function.accept(event);
        }
    }
}
