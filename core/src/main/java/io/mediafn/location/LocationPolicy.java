package io.mediafn.location;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which locations somebody outside may name, in a request or through an event. It is asked before any I/O: without it,
 * whoever can call a function could make it read whatever its role can. Immutable, hence thread-safe.
 */
public final class LocationPolicy {
    private static final Set<Scheme> NOT_IN_FUNCTIONS = Set.of(Scheme.FILE, Scheme.FS);

    private final Set<Scheme> refused;
    private final Set<String> aliases;
    private final List<Location> allowed;

    private LocationPolicy(Set<Scheme> refused, Set<String> aliases, List<Location> allowed) {
        this.refused = refused;
        this.aliases = Set.copyOf(aliases);
        this.allowed = List.copyOf(allowed);
    }

    /**
     * For functions: never the function's own disk, and where {@code allowed} is not empty nothing outside of it.
     *
     * @param aliases the names of services that the settings give
     * @param allowed prefixes, on slash boundaries ({@code s3://b/in} allows {@code s3://b/in/x}, not {@code s3://b/inner})
     */
    public static LocationPolicy forFunctions(Set<String> aliases, List<Location> allowed) {
        return new LocationPolicy(NOT_IN_FUNCTIONS, aliases, allowed);
    }

    /** For a person at a terminal, who may name what their own credentials reach. */
    public static LocationPolicy forCommandLine(Set<String> aliases, List<Location> allowed) {
        return new LocationPolicy(Set.of(), aliases, allowed);
    }

    /**
     * Returns the location if it may be named.
     *
     * @throws LocationRefusedException if not, with the rule
     */
    public Location check(Location location) {
        if (location.scheme() == Scheme.ALIAS && !aliases.contains(location.service())) {
            throw new LocationRefusedException(
                    location,
                    "starts with none of " + Scheme.known() + ", and the settings have "
                            + (aliases.isEmpty()
                                    ? "no alias"
                                    : "only the aliases " + String.join(", ", new TreeSet<>(aliases))));
        }
        if (refused.contains(location.scheme())) {
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
