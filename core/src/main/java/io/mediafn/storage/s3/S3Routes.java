package io.mediafn.storage.s3;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where requests for a bucket go, and in which region they are signed. A bucket's region is learnt from the service's
 * own redirects. Thread-safe.
 */
final class S3Routes {
    /** The default region where nobody names one: any, since the service tells the right one. */
    static final String ANY_REGION = "us-east-1";

    private static final int MOST_BUCKETS = 1000;
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");
    /** Of Amazon's commercial regions; the others are rare enough to ask the SDK for their domain. */
    private static final Pattern COMMERCIAL = Pattern.compile("(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]{4,20}-\\d");
    /** A bucket that can be part of a host name under Amazon's certificate, which covers no dots. */
    private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    /**
     * Where a request goes.
     *
     * @param path before the slash of the key: empty, or a slash and the bucket
     */
    record Route(Endpoint endpoint, String path, String region) {}

    private final Optional<URI> endpoint;
    private final Supplier<String> region;
    private final Function<String, String> domainOf;
    private final Map<String, String> learnt = new ConcurrentHashMap<>();
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    /**
     * Looks nothing up yet.
     *
     * @param region of buckets of which nothing is known; asked once
     * @param domainOf a region's domain, such as {@code amazonaws.com}
     */
    S3Routes(Optional<URI> endpoint, Supplier<String> region, Function<String, String> domainOf) {
        this.endpoint = endpoint;
        this.region = new Once(region);
        this.domainOf = domainOf;
    }

    Optional<URI> endpoint() {
        return endpoint;
    }

    Route to(String bucket) {
        Route known = routes.get(bucket);
        if (known != null) {
            return known;
        }
        Route made = make(bucket, learnt.getOrDefault(bucket, region.get()));
        if (routes.size() >= MOST_BUCKETS) {
            routes.clear();
        }
        routes.put(bucket, made);
        return made;
    }

    private Route make(String bucket, String regionOfBucket) {
        if (endpoint.isPresent()) {
            String path = Optional.ofNullable(endpoint.get().getRawPath()).orElse("");
            path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            return new Route(Endpoint.of(endpoint.get()), path + "/" + bucket, regionOfBucket);
        }
        String domain = COMMERCIAL.matcher(regionOfBucket).matches() ? "amazonaws.com" : domainOf.apply(regionOfBucket);
        String host = "s3." + regionOfBucket + "." + domain;
        return HOST_LABEL.matcher(bucket).matches()
                ? new Route(Endpoint.https(bucket + "." + host), "", regionOfBucket)
                : new Route(Endpoint.https(host), "/" + bucket, regionOfBucket);
    }

    /** Remembers where a bucket is; false if that is no news, so that asking there again would be in vain. */
    boolean learn(String bucket, String bucketsRegion) {
        if (!REGION.matcher(bucketsRegion).matches() || to(bucket).region().equals(bucketsRegion)) {
            return false;
        }
        if (learnt.size() >= MOST_BUCKETS) {
            learnt.clear();
        }
        learnt.put(bucket, bucketsRegion);
        routes.remove(bucket);
        return true;
    }

    /** Asks once. */
    private static final class Once implements Supplier<String> {
        private final Supplier<String> source;
        private volatile String value = "";

        Once(Supplier<String> source) {
            this.source = source;
        }

        @Override
        public String get() {
            if (value.isEmpty()) {
                value = source.get();
            }
            return value;
        }
    }
}
