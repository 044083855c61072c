package io.mediafn.app;

import io.mediafn.batch.BatchRunner;
import io.mediafn.config.FiftyOneDatabase;
import io.mediafn.config.HttpService;
import io.mediafn.config.Settings;
import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.Datasets;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.fiftyone.FiftyOneDatasets;
import io.mediafn.dataset.fiftyone.FiftyOneSettings;
import io.mediafn.dataset.manifest.Manifest;
import io.mediafn.event.EventDatasets;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.secret.SecretArn;
import io.mediafn.secret.SecretException;
import io.mediafn.secret.SecretStore;
import io.mediafn.storage.Stores;
import io.mediafn.storage.s3.S3Stores;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens datasets: what has {@code ://} in its name is a manifest, everything else one of FiftyOne. Thread-safe. */
final class AppDatasets implements Datasets, EventDatasets, AutoCloseable {
    private static final String OF_LOCATION = "://";
    /** Where a function could write, and nobody would find it again. */
    private static final Set<Scheme> NOT_KEPT = Set.of(Scheme.FILE, Scheme.FS, Scheme.MEM);

    private final Settings settings;
    private final LocationPolicy policy;
    private final Stores stores;
    private final BatchRunner runner;
    private final boolean inFunction;
    private @Nullable FiftyOneDatasets fiftyOne;
    private final EventSpelling spelling;
    private @Nullable SecretStore secrets;

    AppDatasets(Settings settings, LocationPolicy policy, Stores stores, BatchRunner runner, boolean inFunction) {
        this.settings = settings;
        this.policy = policy;
        this.stores = stores;
        this.runner = runner;
        this.inFunction = inFunction;
        this.spelling = new EventSpelling(settings.services());
    }

    /** Whether a name is that of a manifest. */
    static boolean isLocation(String name) {
        return name.contains(OF_LOCATION);
    }

    @Override
    public EditableDataset open(String name, boolean force) {
        return isLocation(name) ? ofRequest(Location.of(name)) : fiftyOne(name, force);
    }

    /** A manifest that a request names; one that is not there yet is found out by the first look at its samples. */
    Manifest ofRequest(Location at) {
        policy.check(at);
        if (inFunction && !isKept(settings, at)) {
            throw new DatasetException(
                    DatasetException.Kind.REFUSED,
                    at.display() + " is no place where a function could keep a manifest, which is a bucket");
        }
        return manifest(at);
    }

    /** Whether what a function writes there is found again. */
    static boolean isKept(Settings settings, Location at) {
        boolean webServer = settings.services()
                .forLocation(at)
                .filter(service -> service instanceof HttpService)
                .isPresent();
        return !webServer && !NOT_KEPT.contains(at.scheme());
    }

    EditableDataset fiftyOne(String name, boolean force) {
        FiftyOneDatabase database = settings.fiftyOne()
                .orElseThrow(() -> new DatasetException(
                        DatasetException.Kind.NOT_FOUND,
                        "FIFTYONE_DATABASE_URI: must be set to work on the dataset '" + name + "'"));
        return fiftyOne().open(new FiftyOneSettings(resolved(database.uri().value()), database.name()), name, force);
    }

    /** Not before one is needed, as most functions need none. */
    private synchronized FiftyOneDatasets fiftyOne() {
        FiftyOneDatasets opened = fiftyOne;
        if (opened == null) {
            opened = new FiftyOneDatasets();
            fiftyOne = opened;
        }
        return opened;
    }

    /** Not before one is needed: it is the AWS SDK's. */
    private synchronized SecretStore secrets() {
        SecretStore opened = secrets;
        if (opened == null) {
            opened = S3Stores.secrets();
            secrets = opened;
        }
        return opened;
    }

    private String resolved(String uri) {
        if (!SecretArn.is(uri)) {
            return uri;
        }
        try {
            return secrets().value(uri);
        } catch (SecretException e) {
            throw new DatasetException(
                    e.retryable() ? DatasetException.Kind.UNAVAILABLE : DatasetException.Kind.DENIED,
                    "FIFTYONE_DATABASE_URI: " + e.getMessage(),
                    e);
        }
    }

    Manifest manifest(Location at) {
        return new Manifest(stores.forLocation(at), at, runner);
    }

    @Override
    public <R> R recording(Optional<String> name, Function<Dataset, R> work) {
        String text = named(name);
        if (isLocation(text)) {
            return work.apply(manifest(Location.of(text).asPrefix()));
        }
        try (EditableDataset dataset = fiftyOne(text, false)) {
            return work.apply(dataset);
        }
    }

    @Override
    public <R> R editing(Optional<String> name, Function<EditableDataset, R> work) {
        String text = named(name);
        try (EditableDataset dataset =
                isLocation(text) ? manifest(Location.of(text).asPrefix()) : fiftyOne(text, false)) {
            return work.apply(dataset);
        }
    }

    @Override
    public boolean owns(Optional<String> name, Location at) {
        return name.or(settings::dataset)
                .filter(AppDatasets::isLocation)
                .map(text -> Location.of(text).asPrefix())
                .filter(dataset -> Manifest.isPart(dataset, at) || Manifest.isPart(spelling.of(dataset), at))
                .isPresent();
    }

    /** Why events can't write to a dataset, as far as that can be told without opening it; empty if nothing is known. */
    Optional<String> problem(Optional<String> name) {
        Optional<String> text = name.or(settings::dataset);
        if (text.isEmpty()) {
            return Optional.of("a dataset, as MEDIAFN_DATASET is absent");
        }
        if (!isLocation(text.get())) {
            return settings.fiftyOne().isEmpty()
                    ? Optional.of("a location, or the name of a dataset of FiftyOne and FIFTYONE_DATABASE_URI")
                    : text.filter(String::isBlank).map(blank -> "the name of a dataset");
        }
        try {
            Location at = Location.of(text.get());
            return isInBucket(at)
                    ? Optional.empty()
                    : Optional.of("a place in a bucket, since a function keeps nothing itself");
        } catch (IllegalLocationException e) {
            return Optional.of(e.rule());
        }
    }

    /** Whether a place can be in a bucket that the settings know. */
    boolean isInBucket(Location at) {
        boolean known =
                at.scheme() != Scheme.ALIAS || settings.services().aliasNames().contains(at.service());
        return known && isKept(settings, at);
    }

    private String named(Optional<String> name) {
        return name.or(settings::dataset)
                .orElseThrow(() -> new IllegalStateException(
                        "an event came, and MEDIAFN_DATASET does not say where its metadata should go"));
    }

    @Override
    public synchronized void close() {
        if (fiftyOne != null) {
            fiftyOne.close();
        }
    }
}
