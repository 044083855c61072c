package io.mediafn.storage.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks a host up once for each connection, and lets the connection be made to no other address than those that it
 * checked: a name that gives another answer a moment later (DNS rebinding) gains nothing. A host that is written as an
 * address comes through here too.
 */
final class GuardedResolver implements DnsResolver {
    /** All addresses of a host. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** The host is one that this process does not ask. */
    static final class RefusedException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedException(String host) {
            super(host + " is refused");
        }
    }

    private final Lookup lookup;
    private final Predicate<InetAddress> allowed;

    GuardedResolver(Lookup lookup, Predicate<InetAddress> allowed) {
        this.lookup = lookup;
        this.allowed = allowed;
    }

    /** One address that is not allowed is enough: which of several is connected to should not be left to chance. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = lookup.of(host);
        for (InetAddress address : addresses) {
            if (!allowed.test(address)) {
                throw new RefusedException(host);
            }
        }
        return addresses;
    }

    /** Used for Kerberos alone, which is not spoken here; a second lookup would not be checked. */
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
