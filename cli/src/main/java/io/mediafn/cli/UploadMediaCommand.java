package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.MediaField;
import io.mediafn.operation.MediaFieldNames;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.upload.OnCollision;
import io.mediafn.operation.upload.UploadMediaRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "upload-media",
        mixinStandardHelpOptions = true,
        header = "Uploads the media of a dataset, and links its samples to them if asked.",
        description = {
            "",
            "All names are settled before a byte moves. What lies there already, and is the same, is not sent again; a run"
                    + " that was cut off is finished by running it again."
        },
        footer = {
            "",
            "Examples:",
            "  mediafn upload-media --dataset traffic --remote-dir s3://bucket/media/ --rel-dir ~/data",
            "  mediafn upload-media --dataset traffic --remote-dir gs://bucket/media/ --update-filepaths"
        })
final class UploadMediaCommand implements Callable<Integer> {
    private final Environment environment;
    private final Terminal terminal;

    @Mixin
    private DatasetOptions dataset = new DatasetOptions();

    @Option(names = "--remote-dir", required = true, paramLabel = "DIR", description = "below which media go")
    private String remoteDir = "";

    @Option(
            names = "--rel-dir",
            paramLabel = "DIR",
            description = "below which names keep their folders (default: the last part of each name alone)")
    private @Nullable String relDir;

    @Option(names = "--media-field", paramLabel = "FIELD", description = "whose media go (default: filepath)")
    private String field = MediaField.FILEPATH.text();

    @Option(names = "--update-filepaths", description = "link the samples to what was uploaded, once that is proven")
    private boolean updateFilepaths;

    @Option(names = "--overwrite", description = "replace what is there and different (default: that fails)")
    private boolean overwrite;

    @Option(names = "--skip-failures", description = "go on after a failure; without this nothing more is begun")
    private boolean skipFailures;

    @Option(names = "--no-assets", description = "scenes without the files that they name")
    private boolean noAssets;

    @Option(
            names = "--on-collision",
            paramLabel = "RULE",
            description = "for two sources of one name: fail (default), or unique, which adds -2, -3 ...")
    private String onCollision = OnCollision.FAIL.text();

    @Mixin
    private MediaReportOptions output = new MediaReportOptions();

    UploadMediaCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        UploadMediaRequest request = request();
        try (MediaApp app = environment.app(output.concurrency().variables(environment))) {
            MediaReport report = new MediaReport(terminal, output);
            long[] uploaded = {0};
            long[] relinked = {0};
            boolean[] begun = {false};
            try {
                app.uploadMedia().each(request, RunContext.unbounded(), report.watcher(), result -> {
                    begun[0] = true;
                    boolean counts = result.outcome() == Outcome.DONE || result.outcome() == Outcome.PLANNED;
                    uploaded[0] += counts ? 1 : 0;
                    relinked[0] += result.relinked() ? 1 : 0;
                    report.add(
                            result,
                            result.medium(),
                            "uploaded",
                            result.warning().orElse(""));
                });
                begun[0] = true;
            } finally {
                // A request that breaks a rule has come to nothing that could be summed up.
                if (begun[0]) {
                    report.finish(
                            Texts.count(uploaded[0], "object") + (output.dryRun() ? " would be" : "") + " uploaded"
                                    + (updateFilepaths && !output.dryRun()
                                            ? ", " + Texts.count(relinked[0], "sample") + " relinked"
                                            : ""),
                            app.stores().requests());
                }
            }
            return report.anyMissed() ? Main.SOME_FAILED : 0;
        }
    }

    private UploadMediaRequest request() {
        return new UploadMediaRequest(
                dataset.name(),
                Locations.of(remoteDir).asPrefix(),
                Optional.ofNullable(relDir).map(Locations::of).map(at -> at.asPrefix()),
                MediaFieldNames.of(field),
                updateFilepaths,
                overwrite,
                skipFailures,
                !noAssets,
                rule(),
                dataset.selection(),
                output.dryRun(),
                dataset.force(),
                Optional.empty());
    }

    private OnCollision rule() {
        try {
            return OnCollision.of(onCollision);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--on-collision: " + e.getMessage() + "; it is " + onCollision);
        }
    }
}
