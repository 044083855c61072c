package io.mediafn.location;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which locations somebody outside may name, in a request or through an event. It is asked before any I/O: without it,
 * whoever can call a function could make it read whatever its role can. Immutable, hence thread-safe.
 */
public final class LocationPolicy {
    private static final Set<Scheme> NOT_IN_FUNCTIONS = Set.of(Scheme.FILE, Scheme.FS);
    /**
     * A segment of a path that servers may take for a way out of its folder, or some of them: also encoded, once or more
     * often, between slashes that are encoded or the wrong way round, and with parameters behind it.
     */
    private static final Pattern DOTS = Pattern.compile(
            "(^|/|\\\\|%(25)*(2f|5c))(\\.|%(25)*2e){1,2}(;|%(25)*3b|/|\\\\|%(25)*(2f|5c)|$)", Pattern.CASE_INSENSITIVE);

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
     * @param allowed prefixes, on slash boundaries ({@code s3://b/in} allows {@code s3://b/in/x}, not
     *     {@code s3://b/inner}); those of web servers for their own scheme and port alone
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
        if (!allowed.isEmpty() && allowed.stream().noneMatch(prefix -> allows(prefix, location))) {
            throw new LocationRefusedException(
                    location,
                    "lies under none of MEDIAFN_ALLOW ("
                            + allowed.stream().map(Location::toString).collect(Collectors.joining(", ")) + ")");
        }
        return location;
    }

    /** In buckets two dots are a name like others; web servers resolve them, each in its own way. */
    private static boolean allows(Location prefix, Location location) {
        if (!prefix.contains(location)) {
            return false;
        }
        return location.scheme() != Scheme.HTTP || (isSecure(prefix) == isSecure(location) && !hasDots(location));
    }

    private static boolean isSecure(Location location) {
        return location.toString().startsWith("https:");
    }

    private static boolean hasDots(Location location) {
        String key = location.key();
        int query = key.indexOf('?');
        return DOTS.matcher(query < 0 ? key : key.substring(0, query)).find();
    }
}
