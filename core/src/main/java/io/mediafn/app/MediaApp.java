package io.mediafn.app;

import io.mediafn.api.Api;
import io.mediafn.api.ReplyStore;
import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.config.SettingsException;
import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.event.EventOutcome;
import io.mediafn.event.ObjectEvent;
import io.mediafn.event.PipelineSteps;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.log.Metrics;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ffprobe.FfprobeReader;
import io.mediafn.media.read.ProbeLimits;
import io.mediafn.operation.Report;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that a process can do, put together from its settings. Nothing is opened before it is used. Thread-safe.
 */
public final class MediaApp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaApp.class);

    private final Settings settings;
    private final Consumer<Metrics> metrics;
    private final LocationPolicy policy;
    private final Stores stores;
    private final BatchRunner runner;
    private final AppDatasets datasets;
    private final MetadataReader reader;
    private final MetadataOperation metadata;
    private final DatasetMetadata datasetMetadata;
    private final CopyOperation copy;
    private final ListOperation list;
    private final StatOperation stat;
    private final DeleteOperation delete;
    private final UploadsOperation uploads;
    private final AppPipeline pipelines;
    private final CompactOperation compact;
    private final RelinkOperation relink;
    private final UploadMediaOperation uploadMedia;
    private final MigrateOperation migrate;

    private MediaApp(Settings settings, Consumer<Metrics> metrics, LocationPolicy policy, boolean privateHosts) {
        this.settings = settings;
        this.metrics = metrics;
        this.policy = policy;
        this.stores = StoreRoutes.stores(settings, new ServiceStores(privateHosts, policy), !privateHosts);
        this.runner = new BatchRunner(settings.inFlight());
        this.datasets = new AppDatasets(settings, policy, stores, runner, !privateHosts);
        this.reader = new MetadataReader(stores, policy, probe(settings));
        this.metadata = new MetadataOperation(stores, reader, runner);
        this.datasetMetadata = new DatasetMetadata(datasets, reader, policy, runner);
        this.copy = new CopyOperation(stores, policy, runner, new DiskTargets(), copySettings(settings));
        this.list = new ListOperation(stores, policy);
        this.stat = new StatOperation(stores, policy, runner);
        this.delete = new DeleteOperation(stores, policy, settings.inFlight());
        this.uploads = new UploadsOperation(stores, policy, runner, Clock.systemUTC());
        PipelineSteps steps = new PipelineSteps(
                datasets,
                reader,
                copy,
                stores,
                policy,
                runner,
                Clock.systemUTC(),
                settings.deployment().jobs().map(new EventSpelling(settings.services())::of));
        this.pipelines = new AppPipeline(settings, stores, policy, datasets, steps);
        this.compact = new CompactOperation(datasets::ofRequest);
        this.relink = new RelinkOperation(datasets, stores, policy, runner);
        this.uploadMedia = new UploadMediaOperation(datasets, copy, stores, policy, runner, new DiskTargets());
        this.migrate = new MigrateOperation(datasets, copy, stores, policy, runner, new DiskTargets());
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
        return forFunction(settings, nobody -> {});
    }

    /**
     * Likewise, for a platform that is told what was done.
     *
     * @param metrics takes the numbers of each batch of events and of each operation; thread-safe
     */
    public static MediaApp forFunction(Settings settings, Consumer<Metrics> metrics) {
        settings.warnings().forEach(warning -> LOG.warn("settings: {}", warning));
        checkKept(
                settings,
                "MEDIAFN_DATASET",
                settings.dataset().filter(AppDatasets::isLocation).map(Location::of));
        checkKept(settings, "MEDIAFN_JOBS", settings.deployment().jobs());
        MediaApp app = new MediaApp(
                settings,
                metrics,
                LocationPolicy.forFunctions(settings.services().aliasNames(), allowed(settings)),
                false);
        app.pipelines.checkInline();
        return app;
    }

    /** As the settings spell it, and as events do. */
    private static List<Location> allowed(Settings settings) {
        EventSpelling spelling = new EventSpelling(settings.services());
        return settings.allow().stream()
                .flatMap(at -> Stream.of(at, spelling.of(at)))
                .distinct()
                .toList();
    }

    private static void checkKept(Settings settings, String variable, Optional<Location> location) {
        location.filter(at -> !AppDatasets.isKept(settings, at)).ifPresent(at -> {
            throw new SettingsException(
                    List.of(variable + ": must lie in a bucket, since a function keeps nothing itself; it is " + at));
        });
    }

    /** For a person at a terminal, who can reach the web servers of their own network anyway. */
    public static MediaApp forCommandLine(Settings settings) {
        return new MediaApp(
                settings,
                nobody -> {},
                LocationPolicy.forCommandLine(settings.services().aliasNames(), settings.allow()),
                true);
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

    /** Opens datasets by what requests call them; see {@link io.mediafn.dataset.Datasets}. */
    public EditableDataset openDataset(String name, boolean force) {
        return datasets.open(name, force);
    }

    /** The dataset at a location: a manifest. */
    public Dataset dataset(Location location) {
        return datasets.manifest(location);
    }

    /**
     * Does what the pipeline of the settings says of events.
     *
     * @throws IllegalStateException if that writes to a dataset, and the settings name none
     * @throws SettingsException if the pipeline breaks a rule
     */
    public List<EventOutcome> handle(List<ObjectEvent> events, Deadline deadline) {
        long started = System.nanoTime();
        List<EventOutcome> outcomes = pipelines.runner().run(events, deadline);
        measured(Measures.of(outcomes, System.nanoTime() - started));
        return outcomes;
    }

    void measured(Metrics numbers) {
        metrics.accept(numbers);
    }

    /**
     * What the platform's clock sets off: the last report of each request of the pipeline's schedule.
     *
     * @throws IllegalStateException if there is none: whoever set the clock expects something
     * @throws io.mediafn.event.EventsFailedException if any failed, when all were tried
     */
    public List<Report> runSchedule(Deadline deadline) {
        if (pipelines.pipeline().schedule().isEmpty()) {
            throw new IllegalStateException(
                    "a schedule set this off, and MEDIAFN_PIPELINE does not say under schedule what it is for");
        }
        return new ScheduleRun(operations(), deadline).of(pipelines.pipeline().schedule());
    }

    /**
     * The HTTP API.
     *
     * @param ids makes correlation ids for requests that bring none
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    public Api api(Supplier<String> ids, LongSupplier nanoTime) {
        Operations all = operations();
        Set<String> allowed = settings.deployment().operations().orElseGet(() -> Set.copyOf(all.names()));
        Optional<ReplyStore> replies = settings.deployment().jobs().map(jobs -> new ReplyStore(stores, jobs));
        return new Api(all, new Api.Options(allowed, replies, ids, nanoTime));
    }

    @Override
    public void close() {
        datasets.close();
        stores.close();
    }
}
