package io.mediafn.app;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.config.Secret;
import io.mediafn.config.Settings;
import io.mediafn.config.SettingsException;
import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.manifest.Manifest;
import io.mediafn.event.EventOutcome;
import io.mediafn.event.EventRecorder;
import io.mediafn.event.ObjectEvent;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.operation.copy.CopyOperation;
import io.mediafn.operation.copy.CopySettings;
import io.mediafn.operation.delete.DeleteOperation;
import io.mediafn.operation.list.ListOperation;
import io.mediafn.operation.metadata.MetadataOperation;
import io.mediafn.operation.metadata.MetadataReader;
import io.mediafn.operation.stat.StatOperation;
import io.mediafn.operation.uploads.UploadsOperation;
import io.mediafn.storage.Stores;
import io.mediafn.storage.local.LocalStores;
import io.mediafn.storage.memory.MemoryStores;
import io.mediafn.storage.s3.S3Credentials;
import io.mediafn.storage.s3.S3Settings;
import io.mediafn.storage.s3.S3Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a process can do, put together from its settings. Nothing is opened before it is used. Thread-safe.
 */
public final class MediaApp implements AutoCloseable {
    private final Settings settings;
    private final LocationPolicy policy;
    private final Stores stores;
    private final BatchRunner runner;
    private final MetadataReader reader;
    private final MetadataOperation metadata;
    private final CopyOperation copy;
    private final ListOperation list;
    private final StatOperation stat;
    private final DeleteOperation delete;
    private final UploadsOperation uploads;

    private MediaApp(Settings settings, LocationPolicy policy) {
        this.settings = settings;
        this.policy = policy;
        this.stores = stores(settings);
        this.runner = new BatchRunner(settings.inFlight());
        this.reader = new MetadataReader(stores);
        this.metadata = new MetadataOperation(stores, reader, runner);
        this.copy = new CopyOperation(stores, policy, runner, new DiskTargets(), CopySettings.defaults());
        this.list = new ListOperation(stores, policy);
        this.stat = new StatOperation(stores, policy, runner);
        this.delete = new DeleteOperation(stores, policy, settings.inFlight());
        this.uploads = new UploadsOperation(stores, policy, runner, Clock.systemUTC());
    }

    /** For a function: whoever calls it may name no file of its disk, and only what the settings allow. */
    public static MediaApp forFunction(Settings settings) {
        settings.dataset().filter(at -> at.scheme() != Scheme.S3).ifPresent(at -> {
            throw new SettingsException(List.of(
                    "MEDIAFN_DATASET: must lie in a bucket, since a function keeps nothing itself; it is " + at));
        });
        return new MediaApp(settings, LocationPolicy.forFunctions(Set.of(), settings.allow()));
    }

    /** For a person at a terminal. */
    public static MediaApp forCommandLine(Settings settings) {
        return new MediaApp(settings, LocationPolicy.forCommandLine(Set.of(), settings.allow()));
    }

    /** What locations from outside must pass before anything is done with them. */
    public LocationPolicy policy() {
        return policy;
    }

    public Stores stores() {
        return stores;
    }

    public MetadataOperation metadata() {
        return metadata;
    }

    /** Copies, and moves. */
    public CopyOperation copy() {
        return copy;
    }

    public ListOperation list() {
        return list;
    }

    public StatOperation stat() {
        return stat;
    }

    public DeleteOperation delete() {
        return delete;
    }

    public UploadsOperation uploads() {
        return uploads;
    }

    /** The dataset at a location: a manifest. */
    public Dataset dataset(Location location) {
        return new Manifest(stores.forLocation(location), location, runner);
    }

    /**
     * Records what events say in the dataset of the settings.
     *
     * @throws IllegalStateException if the settings name no dataset
     */
    public List<EventOutcome> record(List<ObjectEvent> events, Deadline deadline) {
        Location location = settings.dataset()
                .orElseThrow(() -> new IllegalStateException(
                        "an event came, and MEDIAFN_DATASET does not say where its metadata should go"));
        return new EventRecorder(reader, runner, dataset(location), location, policy, Clock.systemUTC())
                .record(events, deadline);
    }

    private static Stores stores(Settings settings) {
        Stores.Builder stores = Stores.builder();
        settings.embeddedS3()
                .ifPresent(root -> stores.add(at -> isEmbedded(root, at), () -> LocalStores.buckets(root)));
        return stores.add(Scheme.S3, () -> S3Stores.open(toS3Settings(settings.s3())))
                .add(Scheme.FILE, LocalStores::files)
                .add(Scheme.MEM, MemoryStores::open)
                .build();
    }

    private static boolean isEmbedded(Path root, Location at) {
        return at.scheme() == Scheme.S3 && Files.isDirectory(root.resolve(at.bucket()));
    }

    private static S3Settings toS3Settings(Settings.S3 s3) {
        S3Credentials credentials = s3.accessKey()
                .<S3Credentials>map(key -> new S3Credentials.Keys(
                        key.id(), key.secret().value(), key.sessionToken().map(Secret::value)))
                .orElseGet(() -> new S3Credentials.Chain(Optional.empty()));
        return new S3Settings(s3.endpoint(), s3.region(), credentials);
    }

    @Override
    public void close() {
        stores.close();
    }
}
