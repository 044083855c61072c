package io.mediafn.config;

import io.mediafn.config.Services.Bucket;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Supervisely's {@code remote_links.yml}: a mapping of entries, each a service with a credential and the buckets that it
 * is for. A bucket is looked up by its provider and name.
 */
final class RemoteLinks {
    static final String VARIABLE = "MEDIAFN_REMOTE_LINKS";
    /** How Supervisely's links name what speaks S3's protocol, beside {@code s3}. */
    static final String ALIAS = "minio";

    private static final Set<String> KNOWN = Set.of(
            "provider", "endpoint", "access_key", "secret_key", "iam_role", "credentials_path", "region", "buckets");
    private static final Pattern AMAZON =
            Pattern.compile("(https://)?s3([.-](?<region>[a-z0-9-]+))?\\.amazonaws\\.com/*");
    private static final Pattern GOOGLE = Pattern.compile("(https://)?storage\\.googleapis\\.com/*");

    private final Path file;
    private final YamlFile yaml;
    private final Optional<URI> stsEndpoint;
    private final Problems problems;
    private final Map<Bucket, Service> buckets = new LinkedHashMap<>();
    private final Map<Bucket, String> owners = new HashMap<>();

    RemoteLinks(Path file, Optional<URI> stsEndpoint, Problems problems) {
        this.file = file;
        this.yaml = new YamlFile(file);
        this.stsEndpoint = stsEndpoint;
        this.problems = problems;
    }

    Map<Bucket, Service> read() {
        SmallFile.warnIfOpen(file, VARIABLE, problems);
        try {
            yaml.read().forEach(this::entry);
        } catch (IllegalArgumentException e) {
            problems.add(VARIABLE, String.valueOf(e.getMessage()));
        }
        return buckets;
    }

    /** Every entry is read, so that all problems of the file are told. */
    private void entry(String name, Node node) {
        try {
            Map<String, Node> values = yaml.mapping(node);
            values.forEach((key, value) -> {
                if (!KNOWN.contains(key)) {
                    problems.warn(
                            VARIABLE,
                            file + ": line " + YamlFile.lineOf(value) + " has a name that is none of "
                                    + String.join(", ", KNOWN.stream().sorted().toList()));
                }
            });
            new Entry(node, values).register(name);
        } catch (IllegalArgumentException e) {
            problems.add(VARIABLE, String.valueOf(e.getMessage()));
        } catch (SettingsException e) {
            e.problems().forEach(problem -> problems.add(VARIABLE, problem));
        }
    }

    /** One entry, at the line where it begins. */
    private final class Entry {
        private final Node node;
        private final Map<String, Node> values;

        Entry(Node node, Map<String, Node> values) {
            this.node = node;
            this.values = values;
        }

        void register(String name) {
            String provider = value("provider").orElse("");
            switch (provider) {
                case "minio" -> register(name, List.of("s3", ALIAS), s3());
                case "google" -> register(name, List.of("gs"), google());
                case "azure" -> register(name, List.of("az"), azure());
                default -> throw broken("must have a provider that is minio, google or azure");
            }
        }

        private void register(String name, List<String> schemes, Service service) {
            Set<String> own = new HashSet<>();
            for (String bucket :
                    values.containsKey("buckets") ? yaml.texts(values.get("buckets")) : List.<String>of()) {
                check(bucket);
                own.add(bucket);
                for (String scheme : schemes) {
                    if (buckets.putIfAbsent(new Bucket(scheme, bucket), service) != null
                            && scheme.equals(schemes.getFirst())) {
                        throw broken("names the bucket " + bucket + ", which " + owners.get(new Bucket(scheme, bucket))
                                + " has too");
                    }
                    owners.putIfAbsent(new Bucket(scheme, bucket), "the entry " + name);
                }
            }
            if (own.isEmpty()) {
                throw broken("must name its buckets");
            }
        }

        private void check(String bucket) {
            try {
                if (Location.of("s3://" + bucket + "/").bucket().equals(bucket)) {
                    return;
                }
            } catch (IllegalLocationException e) {
                // Told below.
            }
            throw broken("has a bucket whose name no bucket can have");
        }

        private S3Service s3() {
            Optional<String> endpoint = value("endpoint");
            Matcher amazon = AMAZON.matcher(endpoint.orElse("s3.amazonaws.com"));
            boolean isAmazon = amazon.matches();
            return new S3Service(
                    isAmazon ? Optional.empty() : endpoint.map(this::url),
                    value("region").or(() -> isAmazon ? Optional.ofNullable(amazon.group("region")) : Optional.empty()),
                    s3Identity());
        }

        private S3Service.Identity s3Identity() {
            Optional<String> role = value("iam_role");
            Optional<String> id = value("access_key");
            Optional<String> key = value("secret_key");
            if (role.isPresent() && (id.isPresent() || key.isPresent())) {
                throw broken("must have access_key and secret_key, or iam_role, not both");
            }
            if (role.isPresent()) {
                // A mere name is that of the role which this machine has anyway.
                return role.get().startsWith("arn:")
                        ? new S3Service.Identity.Role(role.get(), stsEndpoint)
                        : new S3Service.Identity.Chain(Optional.empty());
            }
            if (id.isEmpty() || key.isEmpty()) {
                throw broken("must have access_key and secret_key, or iam_role");
            }
            return new S3Service.Identity.Keys(id.get(), new Secret(key.get()), Optional.empty());
        }

        private GcsService google() {
            if (value("access_key").isPresent() || value("secret_key").isPresent()) {
                throw broken("must have credentials_path; keys of Google's S3 protocol are not supported");
            }
            GcsService.Identity identity = value("credentials_path")
                    .map(path -> file.resolveSibling(path).normalize())
                    .<GcsService.Identity>map(GcsService.Identity.KeyFile::new)
                    .orElseGet(GcsService.Identity.Default::new);
            if (identity instanceof GcsService.Identity.KeyFile key) {
                SecretFiles.googleKey(key.file());
                SmallFile.warnIfOpen(key.file(), VARIABLE, problems);
            }
            return new GcsService(
                    value("endpoint")
                            .filter(endpoint -> !GOOGLE.matcher(endpoint).matches())
                            .map(this::url),
                    identity,
                    Optional.empty());
        }

        private AzureService azure() {
            Optional<URI> endpoint = value("endpoint").map(this::url);
            Optional<String> usual = endpoint.flatMap(AzureFields::accountOf);
            Optional<String> account = value("access_key").map(this::account).or(() -> usual);
            if (account.isEmpty()) {
                throw broken("must have the account as its access_key, or in its endpoint");
            }
            AzureService.Identity identity = value("secret_key")
                    .<AzureService.Identity>map(key -> key.startsWith("?")
                            ? new AzureService.Identity.Sas(new Secret(key))
                            : new AzureService.Identity.Key(new Secret(key)))
                    .orElseGet(AzureService.Identity.Default::new);
            return new AzureService(account, usual.isPresent() ? Optional.empty() : endpoint, identity);
        }

        private String account(String text) {
            try {
                return AzureFields.checkedAccount(text);
            } catch (IllegalArgumentException e) {
                throw broken("has an access_key that " + e.getMessage());
            }
        }

        private URI url(String text) {
            try {
                return Urls.endpointOrHost(text);
            } catch (IllegalArgumentException e) {
                throw broken("has an endpoint that " + e.getMessage());
            }
        }

        private Optional<String> value(String key) {
            Node value = values.get(key);
            return value == null ? Optional.empty() : yaml.text(value);
        }

        private IllegalArgumentException broken(String rule) {
            return yaml.broken(node, rule);
        }
    }
}
