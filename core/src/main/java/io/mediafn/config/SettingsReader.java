package io.mediafn.config;

import io.mediafn.location.Location;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@link Settings} and collects every problem. Empty variables count as absent. Belongs to one thread. */
final class SettingsReader {
    static final String DATASET = "MEDIAFN_DATASET";
    static final String ALLOW = "MEDIAFN_ALLOW";
    static final String CONCURRENCY = "MEDIAFN_CONCURRENCY";
    static final String EMBEDDED_S3 = "MEDIAFN_EMBEDDED_S3";
    static final String CACHE = "FIFTYONE_MEDIA_CACHE_SIZE_BYTES";

    private static final Set<String> KNOWN = Set.of(DATASET, ALLOW, CONCURRENCY, EMBEDDED_S3);
    /** Read by the launcher and by tests, so they may stand in the same environment. */
    private static final Set<String> NOT_OURS = Set.of("MEDIAFN_HOME", "MEDIAFN_REQUIRE_SERVERS");

    private static final String TESTS_OWN = "MEDIAFN_TEST_";

    private static final int DEFAULT_CONCURRENCY = 16;
    private static final int LARGEST_CONCURRENCY = 256;

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    Settings read() {
        refuseCache();
        refuseUnknown();
        Settings settings = new Settings(
                parsed(DATASET, Location::of).map(Location::asPrefix),
                allow(),
                parsed(CONCURRENCY, SettingsReader::concurrency).orElse(DEFAULT_CONCURRENCY),
                parsed(EMBEDDED_S3, Path::of),
                s3());
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }

    /** FiftyOne's own variable: a template that sets it to a size expects a cache that is not there. */
    private void refuseCache() {
        text(CACHE)
                .filter(value -> !value.strip().equals("-1"))
                .ifPresent(value -> problems.add(
                        CACHE + ": must be absent or -1, since mediafn keeps no media cache; it is " + value));
    }

    /** A mistyped MEDIAFN_ALLOW that is ignored would open everything. */
    private void refuseUnknown() {
        environment.keySet().stream()
                .filter(name -> name.startsWith("MEDIAFN_") && !KNOWN.contains(name))
                .filter(name -> !NOT_OURS.contains(name) && !name.startsWith(TESTS_OWN))
                .sorted()
                .forEach(name -> problems.add(name + ": is no setting of this version; settings are "
                        + String.join(", ", KNOWN.stream().sorted().toList())));
    }

    private List<Location> allow() {
        if (environment.containsKey(ALLOW) && text(ALLOW).isEmpty()) {
            // A limit that was meant and got lost on its way must not become no limit.
            problems.add(ALLOW + ": must name a prefix, or be absent; it is blank");
        }
        return parsed(ALLOW, SettingsReader::locations).orElse(List.of());
    }

    private static List<Location> locations(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(Location::of)
                .toList();
    }

    private static int concurrency(String text) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1 && number <= LARGEST_CONCURRENCY) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below with the numbers that are out of range.
        }
        throw new IllegalArgumentException(
                "must be a whole number from 1 to " + LARGEST_CONCURRENCY + "; it is '" + text + "'");
    }

    private static URI endpoint(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("must be http://HOST or https://HOST; it is " + text);
        }
        return uri;
    }

    private Settings.S3 s3() {
        Optional<URI> endpoint = parsed("AWS_ENDPOINT_URL_S3", SettingsReader::endpoint)
                .or(() -> parsed("AWS_ENDPOINT_URL", SettingsReader::endpoint));
        if (text("AWS_ACCESS_KEY_ID").isPresent()
                != text("AWS_SECRET_ACCESS_KEY").isPresent()) {
            problems.add("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: must both be there, or neither; one is missing");
        }
        Optional<String> region = text("AWS_REGION").or(() -> text("AWS_DEFAULT_REGION"));
        Optional<Settings.AccessKey> accessKey = text("AWS_ACCESS_KEY_ID")
                .flatMap(id -> text("AWS_SECRET_ACCESS_KEY")
                        .map(secret -> new Settings.AccessKey(
                                id,
                                new Secret(secret),
                                text("AWS_SESSION_TOKEN").map(Secret::new))));
        return new Settings.S3(endpoint, region, accessKey);
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private <T> Optional<T> parsed(String name, Function<String, T> parser) {
        return text(name).flatMap(value -> {
            try {
                return Optional.of(parser.apply(value));
            } catch (IllegalArgumentException e) {
                problems.add(name + ": " + e.getMessage());
            }
            return Optional.empty();
        });
    }
}
