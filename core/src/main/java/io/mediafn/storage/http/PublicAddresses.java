package io.mediafn.storage.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are on the public internet. All others lead to this machine, its networks or its platform, where
 * metadata services give credentials to whoever asks. After the IANA registries of special-purpose IPv4 and IPv6
 * addresses (RFC 6890).
 */
final class PublicAddresses {
    private static final List<Network> NOT_PUBLIC_4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            // Carriers' NAT (RFC 6598), and a cloud's metadata service.
            "100.64.0.0/10",
            "127.0.0.0/8",
            // Link-local, and most clouds' metadata service.
            "169.254.0.0/16",
            // Azure's own service on its virtual machines, in the middle of public space.
            "168.63.129.16/32",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            // Relays of 6to4, which is given up.
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            // Multicast, and all that is reserved behind it, with the broadcast address.
            "224.0.0.0/3");

    /** Outside of it is nothing public: the unspecified address, loopback, mapped and translated IPv4, fc00::/7, ... */
    private static final Network GLOBAL_UNICAST = network("2000::/3");

    private static final List<Network> NOT_PUBLIC_6 = networks(
            // Teredo, benchmarks, ORCHID and other protocols' own.
            "2001::/23",
            "2001:db8::/32",
            // 6to4, which has an IPv4 address inside.
            "2002::/16",
            "3fff::/20");

    private PublicAddresses() {}

    static boolean contains(InetAddress address) {
        // The JDK makes an IPv4 address of a mapped one, so that it comes here as what it is.
        if (address instanceof Inet4Address) {
            return NOT_PUBLIC_4.stream().noneMatch(network -> network.contains(address));
        }
        return GLOBAL_UNICAST.contains(address)
                && NOT_PUBLIC_6.stream().noneMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(PublicAddresses::network).toList();
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        try {
            // A literal is not looked up.
            byte[] first = InetAddress.getByName(text.substring(0, slash)).getAddress();
            return new Network(first, Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("no network: " + text, e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    private record Network(byte[] first, int bits) {
        boolean contains(InetAddress address) {
            byte[] other = address.getAddress();
            if (other.length != first.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((other[bit / 8] & mask) != (first[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
