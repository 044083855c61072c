package io.mediafn.app;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.config.FiftyOneDatabase;
import io.mediafn.config.HttpService;
import io.mediafn.config.Settings;
import io.mediafn.config.SettingsException;
import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.fiftyone.FiftyOneDatasets;
import io.mediafn.dataset.fiftyone.FiftyOneSettings;
import io.mediafn.dataset.manifest.Manifest;
import io.mediafn.event.EventOutcome;
import io.mediafn.event.EventRecorder;
import io.mediafn.event.ObjectEvent;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ffprobe.FfprobeReader;
import io.mediafn.media.read.ProbeLimits;
import io.mediafn.operation.compact.CompactOperation;
import io.mediafn.operation.copy.CopyOperation;
import io.mediafn.operation.copy.CopySettings;
import io.mediafn.operation.delete.DeleteOperation;
import io.mediafn.operation.list.ListOperation;
import io.mediafn.operation.metadata.DatasetMetadata;
import io.mediafn.operation.metadata.MetadataOperation;
import io.mediafn.operation.metadata.MetadataReader;
import io.mediafn.operation.migrate.MigrateOperation;
import io.mediafn.operation.relink.RelinkOperation;
import io.mediafn.operation.stat.StatOperation;
import io.mediafn.operation.upload.UploadMediaOperation;
import io.mediafn.operation.uploads.UploadsOperation;
import io.mediafn.storage.Stores;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that a process can do, put together from its settings. Nothing is opened before it is used. Thread-safe.
 */
public final class MediaApp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaApp.class);

    /** Where a function could write, and nobody would find it again. */
    private static final Set<Scheme> NOT_KEPT = Set.of(Scheme.FILE, Scheme.FS, Scheme.MEM);

    private final Settings settings;
    private final LocationPolicy policy;
    private final Stores stores;
    private final BatchRunner runner;
    private final MetadataReader reader;
    private final MetadataOperation metadata;
    private final DatasetMetadata datasetMetadata;
    private final CopyOperation copy;
    private final ListOperation list;
    private final StatOperation stat;
    private final DeleteOperation delete;
    private final UploadsOperation uploads;
    private final CompactOperation compact;
    private final boolean inFunction;
    private final RelinkOperation relink;
    private final UploadMediaOperation uploadMedia;
    private final MigrateOperation migrate;

    private MediaApp(Settings settings, LocationPolicy policy, boolean privateHosts) {
        this.settings = settings;
        this.inFunction = !privateHosts;
        this.policy = policy;
        this.stores = StoreRoutes.stores(settings, new ServiceStores(privateHosts, policy));
        this.runner = new BatchRunner(settings.inFlight());
        this.reader = new MetadataReader(stores, policy, probe(settings));
        this.metadata = new MetadataOperation(stores, reader, runner);
        this.datasetMetadata = new DatasetMetadata(this::openDataset, reader, policy, runner);
        this.copy = new CopyOperation(stores, policy, runner, new DiskTargets(), copySettings(settings));
        this.list = new ListOperation(stores, policy);
        this.stat = new StatOperation(stores, policy, runner);
        this.delete = new DeleteOperation(stores, policy, settings.inFlight());
        this.uploads = new UploadsOperation(stores, policy, runner, Clock.systemUTC());
        this.compact = new CompactOperation(this::manifest);
        this.relink = new RelinkOperation(this::openDataset, stores, policy, runner);
        this.uploadMedia = new UploadMediaOperation(this::openDataset, copy, stores, policy, runner, new DiskTargets());
        this.migrate = new MigrateOperation(this::openDataset, copy, stores, policy, runner, new DiskTargets());
    }

    private static MediaProbe probe(Settings settings) {
        return new MediaProbe(ProbeLimits.DEFAULT, settings.ffprobe().map(FfprobeReader::new));
    }

    private static CopySettings copySettings(Settings settings) {
        return new CopySettings(
                Math.toIntExact(settings.transfer().partSize()),
                settings.transfer().bufferBytes());
    }

    /** For a function: whoever calls it may name no file of its disk, and only what the settings allow. */
    public static MediaApp forFunction(Settings settings) {
        settings.warnings().forEach(warning -> LOG.warn("settings: {}", warning));
        settings.dataset().filter(at -> !isKept(settings, at)).ifPresent(at -> {
            throw new SettingsException(List.of(
                    "MEDIAFN_DATASET: must lie in a bucket, since a function keeps nothing itself; it is " + at));
        });
        return new MediaApp(
                settings, LocationPolicy.forFunctions(settings.services().aliasNames(), settings.allow()), false);
    }

    private static boolean isKept(Settings settings, Location at) {
        boolean webServer = settings.services()
                .forLocation(at)
                .filter(service -> service instanceof HttpService)
                .isPresent();
        return !webServer && !NOT_KEPT.contains(at.scheme());
    }

    /** For a person at a terminal, who can reach the web servers of their own network anyway. */
    public static MediaApp forCommandLine(Settings settings) {
        return new MediaApp(
                settings, LocationPolicy.forCommandLine(settings.services().aliasNames(), settings.allow()), true);
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

    public DatasetMetadata datasetMetadata() {
        return datasetMetadata;
    }

    /**
     * A dataset that can be read and changed, by what users call it; see {@link io.mediafn.dataset.Datasets}.
     *
     * @param name with {@code ://} in it the location of a manifest, otherwise of a dataset of FiftyOne
     */
    public EditableDataset openDataset(String name, boolean force) {
        return name.contains("://") ? manifest(Location.of(name)) : fiftyOneDataset(name, force);
    }

    /**
     * A dataset of FiftyOne.
     *
     * @throws DatasetException NOT_FOUND where there is none, or the settings name no database; and see {@link
     *     FiftyOneDatasets#open}
     */
    public EditableDataset fiftyOneDataset(String name, boolean force) {
        FiftyOneDatabase database = settings.fiftyOne()
                .orElseThrow(() -> new DatasetException(
                        DatasetException.Kind.NOT_FOUND,
                        "FIFTYONE_DATABASE_URI: must be set to work on the dataset '" + name + "'"));
        return FiftyOneDatasets.open(new FiftyOneSettings(database.uri().value(), database.name()), name, force);
    }

    /** A manifest that a request names; one that is not there yet is found out by the first look at its samples. */
    private Manifest manifest(Location location) {
        policy.check(location);
        if (inFunction && !isKept(settings, location)) {
            throw new DatasetException(
                    DatasetException.Kind.REFUSED,
                    location.display() + " is no place where a function could keep a manifest, which is a bucket");
        }
        return new Manifest(stores.forLocation(location), location, runner);
    }

    /** Folds a manifest's segments. */
    public CompactOperation compact() {
        return compact;
    }

    /** All of them, by their names. */
    public Operations operations() {
        return new Operations(this);
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

    public RelinkOperation relink() {
        return relink;
    }

    public UploadMediaOperation uploadMedia() {
        return uploadMedia;
    }

    public MigrateOperation migrate() {
        return migrate;
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

    @Override
    public void close() {
        stores.close();
    }
}
