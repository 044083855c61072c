package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;

/**
 * What requests and traffic cost, in US dollars. These are list prices of a standard class in a large American region as
 * far as we remember them, not offers: they tell cents from thousands of dollars. Traffic is taken to be free inside a
 * service and to leave through the internet otherwise; free tiers, contracts and regions change that.
 *
 * @param write one PUT, COPY, POST or LIST
 * @param read one GET or HEAD
 * @param egressPerGib out of the service
 */
record Prices(double write, double read, double egressPerGib) {
    private static final Prices NOTHING = new Prices(0, 0, 0);
    private static final Prices S3 = new Prices(0.005 / 1000, 0.0004 / 1000, 0.09);
    private static final Prices GCS = new Prices(0.005 / 1000, 0.0004 / 1000, 0.12);
    private static final Prices AZURE = new Prices(0.0065 / 1000, 0.0005 / 1000, 0.087);

    static Prices of(Location at) {
        return switch (at.scheme()) {
            // An alias is somebody's own service, whose prices nobody knows: those of S3 are the careful guess.
            case S3, ALIAS -> S3;
            case GCS -> GCS;
            case AZURE -> AZURE;
            case HTTP, FILE, FS, MEM -> NOTHING;
        };
    }

    /** Whether bytes from one place to the other leave a service. */
    static boolean leaves(Location from, Location to) {
        boolean cloud = from.scheme() == Scheme.S3
                || from.scheme() == Scheme.GCS
                || from.scheme() == Scheme.AZURE
                || from.scheme() == Scheme.ALIAS;
        return cloud && (from.scheme() != to.scheme() || !from.service().equals(to.service()));
    }
}
