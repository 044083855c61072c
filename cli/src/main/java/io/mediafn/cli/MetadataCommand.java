package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.media.Profile;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.metadata.DatasetMetadataRequest;
import io.mediafn.operation.metadata.MetadataOptions;
import io.mediafn.operation.metadata.MetadataRecord;
import io.mediafn.operation.metadata.MetadataRequest;
import io.mediafn.storage.StorageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "metadata",
        mixinStandardHelpOptions = true,
        header = "Reads what FiftyOne would store for media, from a few kilobytes of each object.",
        description = {"", "Nothing is downloaded. Nothing is written but, with --dataset, the metadata of its samples."
        },
        footer = {
            "",
            "Examples:",
            "  mediafn metadata s3://bucket/photos/",
            "  mediafn metadata photo.jpg s3://bucket/scan.tif --json",
            "  mediafn metadata video.mp4 --explain",
            "  mediafn metadata --dataset traffic"
        })
final class MetadataCommand implements Callable<Integer> {
    private final Environment environment;
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "LOCATION",
            description = "an object, or a prefix that ends in a slash; none with --dataset")
    private List<String> locations = new ArrayList<>();

    @ArgGroup(exclusive = false, heading = "%nOf a FiftyOne dataset (FIFTYONE_DATABASE_URI), whose samples get it:%n")
    private @Nullable MeasuredDataset ofDataset;

    @Option(names = "--json", description = "one metadata record a line on stdout, and nothing else there")
    private boolean json;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            converter = ProfileConverter.class,
            description = {
                "whose values are wanted: fiftyone (the default), fiftyone-strict (impossible values too, and nothing where"
                        + " FiftyOne stores nothing), fiftyone-ffmpeg4 (turned videos as ffprobe 4 has them), or display"
                        + " (sizes after every rotation)"
            })
    private Profile profile = Profile.FIFTYONE;

    @Option(
            names = "--deep",
            description = "read every byte, once: sha256, crc32c, key frames of videos, statistics of images' pixels")
    private boolean deep;

    @Option(names = "--explain", description = "the reads that each object took, and why")
    private boolean explain;

    @Mixin
    private ConcurrencyOption concurrency = new ConcurrencyOption();

    @Option(names = "--dry-run", description = "list what would be read")
    private boolean dryRun;

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    MetadataCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if ((ofDataset == null) == locations.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "either LOCATIONs or --dataset is given");
        }
        return ofDataset == null ? readLocations() : computeForDataset(ofDataset);
    }

    private Integer computeForDataset(MeasuredDataset options) {
        boolean[] failed = {false};
        long[] changed = {0};
        DatasetMetadataRequest request = options.request(new MetadataOptions(profile, deep), dryRun);
        try (MediaApp app = environment.app(concurrency.variables(environment));
                ProgressLine progress = new ProgressLine(terminal, quiet || json, "locations", 0)) {
            RecordTable table = new RecordTable(terminal.out(), progress::hide);
            app.datasetMetadata().each(request, RunContext.unbounded(), result -> {
                progress.step();
                failed[0] |= result.outcome() == Outcome.FAILED;
                changed[0] += dryRun ? result.samples().size() : result.changed();
                print(result.record(), result.toJson(), table);
            });
            if (!json) {
                table.finish();
                terminal.out()
                        .println("  " + Texts.count(changed[0], "sample") + " "
                                + (dryRun ? "would be looked at" : "changed"));
            }
        }
        return failed[0] ? Main.SOME_FAILED : 0;
    }

    private Integer readLocations() {
        // All arguments are read before the first request: a typing error in the last should cost nothing.
        List<Location> places = locations.stream().map(Locations::of).toList();
        boolean[] failed = {false};
        try (MediaApp app = environment.app(concurrency.variables(environment));
                ProgressLine progress = new ProgressLine(terminal, quiet || json, "objects", 0)) {
            places.forEach(app.policy()::check);
            RecordTable table = new RecordTable(terminal.out(), progress::hide);
            try {
                for (MetadataRequest request : requests(places)) {
                    app.metadata().each(request, record -> {
                        progress.step();
                        failed[0] |= record.outcome() == Outcome.FAILED;
                        print(record, record.toJson(), table);
                    });
                }
            } catch (StorageException e) {
                // A listing broke off: what was read until then is not lost.
                table.interrupt();
                throw e;
            }
            if (!json) {
                table.finish();
            }
        }
        return failed[0] ? Main.SOME_FAILED : 0;
    }

    private void print(MetadataRecord record, Map<String, Object> shown, RecordTable table) {
        if (json) {
            terminal.out().println(Json.write(explain ? explained(record, shown) : shown));
        } else if (explain) {
            table.count(shown);
            table.makeRoom();
            ExplainedRecord.print(terminal.out(), record.filepath(), shown, record.readsJson());
        } else {
            table.add(record.filepath(), shown);
        }
        terminal.check();
    }

    private static Map<String, Object> explained(MetadataRecord record, Map<String, Object> shown) {
        Map<String, Object> json = new LinkedHashMap<>(shown);
        json.put("reads", record.readsJson());
        return json;
    }

    /** Objects that were named side by side are read side by side. */
    private List<MetadataRequest> requests(List<Location> places) {
        List<MetadataRequest> requests = new ArrayList<>();
        List<Location> objects = places.stream().filter(at -> !at.isPrefix()).toList();
        if (!objects.isEmpty()) {
            requests.add(MetadataRequest.of(objects));
        }
        places.stream().filter(Location::isPrefix).map(MetadataRequest::ofDir).forEach(requests::add);
        return requests.stream()
                .map(request -> request.withDryRun(dryRun).withOptions(new MetadataOptions(profile, deep)))
                .toList();
    }
}
