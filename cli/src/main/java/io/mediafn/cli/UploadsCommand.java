package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Counts;
import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.operation.uploads.Age;
import io.mediafn.operation.uploads.UploadItem;
import io.mediafn.operation.uploads.UploadsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "uploads",
        mixinStandardHelpOptions = true,
        header = "Lists uploads in parts that nobody finished, and throws them away.",
        description = {
            "",
            "A large object is sent in parts. Where that was cut off, the parts stay in the bucket: no listing shows them,"
                    + " and they cost what objects cost. Without --abort nothing is changed.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  mediafn uploads s3://bucket/",
            "  mediafn uploads --abort --dry-run s3://bucket/photos/",
            "  mediafn uploads --abort --all --older-than 2w s3://bucket/"
        })
final class UploadsCommand implements Callable<Integer> {
    /** Rows are aligned in blocks of this many, so that memory does not grow with their number. */
    private static final int BLOCK = 500;

    private final Environment environment;
    private final Terminal terminal;
    private final Table table = new Table(List.of("STARTED", "BEGUN BY", "OUTCOME", "LOCATION"), List.of());
    private final Counts counts = new Counts();

    @Parameters(arity = "1..*", paramLabel = "LOCATION", description = "a bucket, a folder or an object")
    private List<String> locations = new ArrayList<>();

    @Option(names = "--abort", description = "throw away those that mediafn began")
    private boolean abort;

    @Option(names = "--all", description = "with --abort: those of other programs too")
    private boolean all;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            description =
                    "only those, such as 30m, 12h, 2d or 1w; --abort spares what is younger than 1d if this does not"
                            + " say otherwise, since a copy may still be running")
    private Optional<String> olderThan = Optional.empty();

    @Option(names = "--dry-run", description = "with --abort: list what would be thrown away")
    private boolean dryRun;

    @Option(names = "--json", description = "one JSON object a line on stdout for each upload")
    private boolean json;

    @Option(names = "--quiet", description = "no sum")
    private boolean quiet;

    UploadsCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (all && !abort) {
            throw new UsageException("--all goes with --abort; without it all are listed");
        }
        List<UploadsRequest> requests =
                locations.stream().map(Locations::of).map(this::request).toList();
        try (MediaApp app = environment.app()) {
            requests.forEach(request -> request.locations().forEach(app.policy()::check));
            try {
                requests.forEach(request -> app.uploads().each(request, this::print));
            } finally {
                printRows();
            }
        }
        if (!json && !quiet) {
            sum();
        }
        return counts.of(Outcome.FAILED) > 0 ? Main.SOME_FAILED : 0;
    }

    private UploadsRequest request(Location at) {
        UploadsRequest request = UploadsRequest.of(at).withDryRun(dryRun);
        try {
            request = request.withOlderThan(olderThan.map(Age::parse));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--older-than " + olderThan.orElse("") + ": " + e.getMessage());
        }
        return abort ? request.withAbort(all) : request;
    }

    private void print(UploadItem item) {
        counts.add(item.outcome());
        if (json) {
            terminal.out().println(Json.write(item.toJson()));
        } else {
            table.row(
                    item.upload().started().map(Json::time).orElse("unknown"),
                    item.upload().own() ? "mediafn" : "another",
                    outcome(item),
                    item.error()
                            .map(error -> error.kind() + " " + error.message())
                            .orElseGet(() -> item.upload().location().toString()));
            if (table.rows() == BLOCK) {
                printRows();
            }
        }
        terminal.check();
    }

    private String outcome(UploadItem item) {
        return switch (item.outcome()) {
            case DONE -> abort ? "aborted" : "unfinished";
            case PLANNED -> "would be aborted";
            case SKIPPED -> "left: " + item.reason().orElse("").replace('_', ' ');
            case FAILED, NOT_ATTEMPTED -> "failed";
        };
    }

    private void printRows() {
        if (table.rows() > 0) {
            table.print(terminal.out());
        }
    }

    private void sum() {
        long done = counts.of(Outcome.DONE) + counts.of(Outcome.PLANNED);
        String what = !abort ? " unfinished" : dryRun ? " would be aborted" : " aborted";
        String left = counts.of(Outcome.SKIPPED) > 0 ? ", " + counts.of(Outcome.SKIPPED) + " left" : "";
        String failures = counts.of(Outcome.FAILED) > 0 ? "; " + counts.of(Outcome.FAILED) + " failed" : "";
        terminal.err().println("  " + Texts.count(done, "upload") + what + left + failures);
    }
}
