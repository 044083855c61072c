package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Outcome;
import io.mediafn.operation.MediaFieldNames;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.migrate.MigrateRequest;
import io.mediafn.operation.migrate.MigrateResult;
import io.mediafn.operation.migrate.MigrationPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        header = "Moves the media of a dataset to another place: copied, verified, relinked.",
        description = {
            "",
            "No sample ever links to what is not proven to be there. Nothing is deleted unless asked, and then last. A run"
                    + " that was cut off anywhere is finished by running it again."
        },
        footer = {
            "",
            "Examples:",
            "  mediafn migrate --dataset traffic --from-prefix s3://old/data/ --to-prefix gs://new/data/ --dry-run",
            "  mediafn migrate --dataset traffic --from-prefix s3://old/data/ --to-prefix gs://new/data/ --delete-source"
        })
final class MigrateCommand implements Callable<Integer> {
    private final Environment environment;
    private final Terminal terminal;

    @Mixin
    private DatasetOptions dataset = new DatasetOptions();

    @Option(
            names = "--from-prefix",
            required = true,
            paramLabel = "PREFIX",
            description = "under which the media lie; ends where a name ends: s3://b/data is not s3://b/database")
    private String from = "";

    @Option(names = "--to-prefix", required = true, paramLabel = "PREFIX", description = "under which they will lie")
    private String to = "";

    @Option(
            names = "--policy",
            paramLabel = "RULE",
            description = "verified_only (default): relink what is proven to have arrived, batch by batch;"
                    + " all_or_nothing: relink nothing unless all has arrived")
    private String policy = MigrationPolicy.VERIFIED_ONLY.text();

    @Option(names = "--delete-source", description = "at last, delete sources that nothing links to any more")
    private boolean deleteSource;

    @Option(
            names = "--media-fields",
            paramLabel = "FIELD",
            split = ",",
            description = "whose media go (default: every media field, masks and frames too)")
    private List<String> fields = new ArrayList<>();

    @Option(names = "--stop-at-failure", description = "begin nothing more after a failure")
    private boolean stopAtFailure;

    @Mixin
    private MediaReportOptions output = new MediaReportOptions();

    MigrateCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    /** What it came to. */
    private static final class Sums {
        private long copied;
        private long relinked;
        private long deleted;

        void add(MigrateResult result) {
            boolean planned = result.outcome() == Outcome.PLANNED;
            boolean deletion = result.step().equals("delete");
            copied += result.isCopied() || (planned && !deletion) ? 1 : 0;
            relinked += result.samples();
            // What would be copied would be deleted behind that.
            deleted += result.isDeleted() || planned ? 1 : 0;
        }
    }

    @Override
    public Integer call() {
        MigrateRequest request = request();
        try (MediaApp app = environment.app(output.concurrency().variables(environment))) {
            MediaReport report = new MediaReport(terminal, output);
            Sums sums = new Sums();
            boolean[] begun = {false};
            try {
                app.migrate().each(request, RunContext.unbounded(), report.watcher(), result -> {
                    begun[0] = true;
                    sums.add(result);
                    report.add(result, result.medium(), done(result), "");
                });
                begun[0] = true;
            } finally {
                // A request that breaks a rule has come to nothing that could be summed up.
                if (begun[0]) {
                    String would = output.dryRun() ? "would be " : "";
                    report.finish(
                            Texts.count(sums.copied, "object") + " " + would + "copied, "
                                    + Texts.count(sums.relinked, "link") + " " + would + "changed"
                                    + (deleteSource
                                            ? ", " + Texts.count(sums.deleted, "source") + " " + would + "deleted"
                                            : ""),
                            app.stores().requests());
                }
            }
            return report.anyMissed() ? Main.SOME_FAILED : 0;
        }
    }

    private static String done(MigrateResult result) {
        return switch (result.step()) {
            case "copy" -> "copied";
            case "relink" -> "relinked";
            case "delete" -> "deleted";
            default -> "copied and relinked";
        };
    }

    private MigrateRequest request() {
        return new MigrateRequest(
                dataset.name(),
                Locations.of(from),
                Locations.of(to),
                parsedPolicy(),
                deleteSource,
                fields.stream().map(MediaFieldNames::of).toList(),
                !stopAtFailure,
                dataset.selection(),
                output.dryRun(),
                dataset.force(),
                Optional.empty());
    }

    private MigrationPolicy parsedPolicy() {
        try {
            return MigrationPolicy.of(policy.replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--policy: " + e.getMessage() + "; it is " + policy);
        }
    }
}
