package io.mediafn.config;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** FiftyOne's variables for MinIO and whatever else speaks S3's protocol, or the ini file that they name. */
final class MinioVariables {
    private static final Map<String, String> KEYS = Map.of(
            "access_key", "MINIO_ACCESS_KEY",
            "secret_access_key", "MINIO_SECRET_ACCESS_KEY",
            "endpoint_url", "MINIO_ENDPOINT_URL",
            "alias", "MINIO_ALIAS",
            "region", "MINIO_REGION");
    private static final List<String> FILES = List.of("MINIO_CONFIG_FILE", "MINIO_SHARED_CREDENTIALS_FILE");
    private static final String PROFILE = "MINIO_PROFILE";

    /** What the variables say: a service with a name, a URL, or both. */
    record Minio(S3Service service, Optional<String> alias) {}

    private final Variables variables;
    private final Problems problems;

    MinioVariables(Variables variables) {
        this.variables = variables;
        this.problems = variables.problems();
    }

    /**
     * @param secrets may have a key for the alias
     * @param anonymous prefixes that need no key
     */
    Optional<Minio> read(SecretFolders secrets, List<Location> anonymous) {
        Map<String, String> given = given();
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> alias = Optional.ofNullable(given.get("alias")).flatMap(this::alias);
        Optional<URI> endpoint = endpoint(given);
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Minio(
                new S3Service(
                        endpoint,
                        Optional.ofNullable(given.get("region")),
                        identity(given, alias, endpoint.get(), secrets, anonymous)),
                alias));
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        Optional<String> file = FILES.stream().filter(variables::has).findFirst();
        file.ifPresent(name -> variables
                .parsed(
                        name,
                        text -> IniFile.section(
                                Path.of(text), variables.text(PROFILE).orElse("default"), KEYS.keySet(), problems))
                .ifPresent(given::putAll));
        file.flatMap(variables::path).ifPresent(path -> SmallFile.warnIfOpen(path, file.orElseThrow(), problems));
        if (file.isEmpty() && variables.has(PROFILE)) {
            problems.warn(PROFILE, "says nothing, since " + FILES.getFirst() + " is absent");
        }
        Map<String, String> direct = new LinkedHashMap<>();
        KEYS.forEach((key, name) -> variables.textOrFile(name).ifPresent(value -> direct.put(key, value)));
        if (direct.containsKey("access_key") || direct.containsKey("secret_access_key")) {
            // Half a key of each would be nobody's.
            given.remove("access_key");
            given.remove("secret_access_key");
        }
        given.putAll(direct);
        return given;
    }

    private Optional<String> alias(String alias) {
        try {
            return Optional.of(Aliases.checked(alias));
        } catch (IllegalArgumentException e) {
            problems.add("MINIO_ALIAS", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<URI> endpoint(Map<String, String> given) {
        String text = given.get("endpoint_url");
        if (text == null) {
            problems.add("MINIO_ENDPOINT_URL", "must be there, since other variables of MinIO are");
            return Optional.empty();
        }
        try {
            return Optional.of(Urls.endpoint(text));
        } catch (IllegalArgumentException e) {
            problems.add("MINIO_ENDPOINT_URL", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private S3Service.Identity identity(
            Map<String, String> given,
            Optional<String> alias,
            URI endpoint,
            SecretFolders secrets,
            List<Location> anonymous) {
        String id = given.get("access_key");
        String key = given.get("secret_access_key");
        if (id != null && key != null) {
            return new S3Service.Identity.Keys(id, new Secret(key), Optional.empty());
        }
        Optional<Path> file = alias.flatMap(secrets::ofAlias);
        if (id == null && key == null && file.isPresent()) {
            return new S3Service.Identity.InFile(file.get(), false);
        }
        boolean needsNoKey = anonymous.stream().anyMatch(at -> isOf(at, alias, endpoint));
        if (id != null || key != null || !needsNoKey) {
            problems.add(
                    "MINIO_ACCESS_KEY and MINIO_SECRET_ACCESS_KEY",
                    "must both be there, or MEDIAFN_ANONYMOUS must name what needs no key");
        }
        return new S3Service.Identity.Anonymous();
    }

    private static boolean isOf(Location at, Optional<String> alias, URI endpoint) {
        return at.scheme() == Scheme.ALIAS
                ? alias.equals(Optional.of(at.service()))
                : at.toString().startsWith(endpoint + "/");
    }
}
