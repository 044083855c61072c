package io.mediafn.storage.http;

import io.mediafn.storage.ObjectStore;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Opens stores over web servers. */
public final class HttpStores {
    private HttpStores() {}

    /** Opens a store that reads {@code http://} and {@code https://} locations; nothing is sent before its first use. */
    public static ObjectStore open(HttpSettings settings) {
        Predicate<InetAddress> allowed = settings.allowPrivate() ? address -> true : PublicAddresses::contains;
        return open(
                settings,
                HttpLimits.DEFAULT,
                new GuardedResolver(InetAddress::getAllByName, allowed),
                HttpStores::trustOfThisMachine);
    }

    static ObjectStore open(
            HttpSettings settings, HttpLimits limits, GuardedResolver resolver, Supplier<SSLContext> tls) {
        Map<String, HttpCredentials> credentials = new HashMap<>();
        settings.credentials().forEach((host, known) -> credentials.put(HttpTarget.origin(host), known));
        return new HttpObjectStore(new HttpAccess(
                settings,
                limits,
                new HttpTransport(limits, resolver, tls),
                new Watchdog(),
                Map.copyOf(credentials),
                new AtomicLong()));
    }

    private static SSLContext trustOfThisMachine() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java offers no TLS", e);
        }
    }
}
