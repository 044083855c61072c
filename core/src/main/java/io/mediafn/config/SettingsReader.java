package io.mediafn.config;

import io.mediafn.config.Services.Bucket;
import io.mediafn.config.Services.UrlRoot;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@link Settings} and collects every problem. Belongs to one thread. */
final class SettingsReader {
    static final String DATASET = "MEDIAFN_DATASET";
    static final String ALLOW = "MEDIAFN_ALLOW";
    static final String CONCURRENCY = "MEDIAFN_CONCURRENCY";
    static final String EMBEDDED_S3 = "MEDIAFN_EMBEDDED_S3";
    static final String ANONYMOUS = "MEDIAFN_ANONYMOUS";
    static final String FFPROBE = "MEDIAFN_FFPROBE";
    static final String CACHE = "FIFTYONE_MEDIA_CACHE_SIZE_BYTES";

    private static final Set<String> KNOWN = Set.of(
            DATASET,
            ALLOW,
            CONCURRENCY,
            DeploymentVariables.PIPELINE,
            DeploymentVariables.JOBS,
            DeploymentVariables.OPERATIONS,
            DeploymentVariables.TIMEOUT,
            EMBEDDED_S3,
            ANONYMOUS,
            FFPROBE,
            FolderVariables.FOLDERS,
            GoogleVariables.USER_PROJECT,
            RemoteLinks.VARIABLE,
            SecretFolders.VARIABLE,
            TransferVariables.PART_SIZE,
            TransferVariables.BUFFER);
    /** Read by the launcher, by Azure's host and by tests, so they may stand in the same environment. */
    private static final Set<String> NOT_OURS = Set.of(
            "MEDIAFN_HOME",
            "MEDIAFN_JAVA_OPTIONS",
            "MEDIAFN_REQUIRE_SERVERS",
            "MEDIAFN_EVENTS_QUEUE",
            "MEDIAFN_BLOBS",
            "MEDIAFN_SCHEDULE_CRON");

    private static final String TESTS_OWN = "MEDIAFN_TEST_";

    private static final int DEFAULT_CONCURRENCY = 16;
    private static final int LARGEST_CONCURRENCY = 256;

    private final Map<String, String> environment;
    private final Optional<Path> home;
    private final Problems problems = new Problems();
    private final Variables variables;

    SettingsReader(Map<String, String> environment, Optional<Path> home) {
        this.environment = environment;
        this.home = home;
        this.variables = new Variables(environment, problems);
    }

    Settings read() {
        refuseCache();
        refuseUnknown();
        List<Location> allow = allow();
        int inFlight = variables
                .parsed(CONCURRENCY, text -> Variables.number(text, 1, LARGEST_CONCURRENCY))
                .orElse(DEFAULT_CONCURRENCY);
        Settings.Transfer transfer =
                new TransferVariables(variables, Runtime.getRuntime().maxMemory()).read();
        Optional<Path> ffprobe = variables.parsed(FFPROBE, SettingsReader::program);
        Services services = services();
        Optional<FiftyOneDatabase> fiftyOne = new FiftyOneVariables(variables).read();
        Optional<String> dataset = variables.parsed(DATASET, text -> dataset(text, fiftyOne.isPresent()));
        Deployment deployment = new DeploymentVariables(variables).read();
        problems.verify();
        return new Settings(
                dataset,
                allow,
                inFlight,
                variables.path(EMBEDDED_S3),
                ffprobe,
                transfer,
                services,
                fiftyOne,
                deployment,
                problems.warnings());
    }

    /** FiftyOne's own variable: a template that sets it to a size expects a cache that is not there. */
    private void refuseCache() {
        variables
                .text(CACHE)
                .filter(value -> !value.equals("-1"))
                .ifPresent(value -> problems.add(
                        CACHE, "must be absent or -1, since mediafn keeps no media cache; it is " + value));
    }

    /** A mistyped MEDIAFN_ALLOW that is ignored would open everything. */
    private void refuseUnknown() {
        environment.keySet().stream()
                .filter(name -> name.startsWith("MEDIAFN_") && !KNOWN.contains(name))
                .filter(name -> !NOT_OURS.contains(name) && !name.startsWith(TESTS_OWN))
                .sorted()
                .forEach(name -> problems.add(
                        name,
                        "is no setting of this version; settings are "
                                + String.join(", ", KNOWN.stream().sorted().toList())));
    }

    private static Path program(String text) {
        Path file = Path.of(text);
        if (!file.isAbsolute() || !Files.isRegularFile(file) || !Files.isExecutable(file)) {
            throw new IllegalArgumentException(
                    "must be the absolute path of a program that can be executed; it is '" + text + "'");
        }
        return file;
    }

    private static String dataset(String text, boolean database) {
        if (text.contains("://")) {
            return Variables.prefix(text).asPrefix().toString();
        }
        if (!database) {
            throw new IllegalArgumentException("must be a location, as " + FiftyOneVariables.URI
                    + " does not say where datasets are that have names; it is '" + Urls.withoutSecrets(text) + "'");
        }
        return text;
    }

    private List<Location> allow() {
        if (variables.isBlank(ALLOW)) {
            // A limit that was meant and got lost on its way must not become no limit.
            problems.add(ALLOW, "must name a prefix, or be absent; it is blank");
        }
        return variables.prefixes(ALLOW);
    }

    private Services services() {
        SecretFolders secrets = new SecretFolders(variables, home);
        AwsVariables awsVariables = new AwsVariables(variables);
        GoogleVariables googleVariables = new GoogleVariables(variables);
        S3Service aws = secrets.applyTo(awsVariables.read(), awsVariables.nameIdentity());
        GcsService google = secrets.applyTo(googleVariables.read(), googleVariables.nameIdentity());
        AzureFields azureFields = new AzureVariables(variables).read();
        AzureService azure = azureFields.service();
        List<Location> anonymous = anonymous();
        Optional<MinioVariables.Minio> minio = new MinioVariables(variables).read(secrets, anonymous);

        Map<String, Service> aliases = new LinkedHashMap<>(secrets.aliases());
        minio.ifPresent(it -> it.alias().ifPresent(name -> aliases.put(name, it.service())));
        azureFields.alias().ifPresent(name -> {
            if (minio.flatMap(MinioVariables.Minio::alias).filter(name::equals).isPresent()) {
                problems.add("AZURE_ALIAS", "must be another name than MINIO_ALIAS; both are '" + name + "'");
            }
            aliases.put(name, azure);
        });

        List<UrlRoot> urls = new ArrayList<>();
        minio.ifPresent(it -> addUrl(urls, it.service().endpoint().orElseThrow().toString(), it.service()));
        azure.endpoint().ifPresent(at -> addUrl(urls, at.toString(), azure));
        aws.endpoint().ifPresent(at -> addUrl(urls, at.toString(), aws));

        // Supervisely's entries first, as they are written for mediafn; a folder of secrets may serve other tools too.
        Map<Bucket, Service> buckets = new LinkedHashMap<>(secrets.buckets(aws, google));
        variables
                .parsed(RemoteLinks.VARIABLE, Path::of)
                .ifPresent(file -> new RemoteLinks(file, awsVariables.stsEndpoint(), problems)
                        .read()
                        .forEach((bucket, service) -> {
                            if (!aliases.containsKey(bucket.scheme())) {
                                buckets.put(bucket, service);
                            }
                        }));
        return new Services(
                aws,
                google,
                azure,
                secrets.http(),
                buckets,
                anonymous,
                aliases,
                urls,
                new FolderVariables(variables).read());
    }

    private static void addUrl(List<UrlRoot> urls, String endpoint, Service service) {
        urls.add(new UrlRoot(endpoint + "/", service));
    }

    private List<Location> anonymous() {
        List<Location> prefixes = variables.prefixes(ANONYMOUS);
        for (Location prefix : prefixes) {
            Scheme scheme = prefix.scheme();
            if (scheme == Scheme.FILE || scheme == Scheme.FS || scheme == Scheme.MEM) {
                problems.add(ANONYMOUS, "must name prefixes of services that know credentials; one is " + prefix);
            }
        }
        return prefixes;
    }
}
