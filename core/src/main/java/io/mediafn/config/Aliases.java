package io.mediafn.config;

import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;

/** Names of services that locations may start with. */
final class Aliases {
    private Aliases() {}

    static boolean isAlias(String name) {
        try {
            return Location.of(name + "://bucket/").scheme() == Scheme.ALIAS;
        } catch (IllegalLocationException e) {
            return false;
        }
    }

    /** Returns the name, or throws with the rule that it breaks. */
    static String checked(String name) {
        if (!isAlias(name)) {
            throw new IllegalArgumentException(
                    "must be a name of lower-case letters and digits that is no scheme by itself (" + Scheme.known()
                            + "); it is '" + name + "'");
        }
        return name;
    }
}
