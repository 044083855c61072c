package io.mediafn.location;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which locations somebody outside may name, in a request or through an event. It is asked before any I/O: without it,
 * whoever can call a function could make it read whatever its role can. Immutable, hence thread-safe.
 */
public final class LocationPolicy {
    private final Set<Scheme> schemes;
    private final List<Location> allowed;

    private LocationPolicy(Set<Scheme> schemes, List<Location> allowed) {
        this.schemes = schemes;
        this.allowed = List.copyOf(allowed);
    }

    /**
     * For functions: never the function's own disk, and where {@code allowed} is not empty nothing outside of it.
     *
     * @param allowed prefixes, on slash boundaries ({@code s3://b/in} allows {@code s3://b/in/x}, not {@code s3://b/inner})
     */
    public static LocationPolicy forFunctions(List<Location> allowed) {
        return new LocationPolicy(Set.of(Scheme.S3, Scheme.MEM), allowed);
    }

    /** For a person at a terminal, who may name what their own credentials reach. */
    public static LocationPolicy forCommandLine(List<Location> allowed) {
        return new LocationPolicy(Set.of(Scheme.values()), allowed);
    }

    /**
     * Returns the location if it may be named.
     *
     * @throws LocationRefusedException if not, with the rule
     */
    public Location check(Location location) {
        if (!schemes.contains(location.scheme())) {
            throw new LocationRefusedException(
                    location, location.scheme().text() + ":// is not available in a function");
        }
        if (!allowed.isEmpty() && allowed.stream().noneMatch(prefix -> prefix.contains(location))) {
            throw new LocationRefusedException(
                    location,
                    "lies under none of MEDIAFN_ALLOW ("
                            + allowed.stream().map(Location::toString).collect(Collectors.joining(", ")) + ")");
        }
        return location;
    }
}
