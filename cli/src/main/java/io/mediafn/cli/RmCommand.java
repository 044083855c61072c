package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.location.Location;
import io.mediafn.operation.delete.DeleteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rm",
        mixinStandardHelpOptions = true,
        header = "Deletes objects.",
        description = {
            "",
            "What is not there counts as deleted. A folder is deleted only with -r, and ends at its slash: test is not"
                    + " test2. Where one LOCATION is refused, nothing is deleted at all; a failure of one object later"
                    + " does not stop the others. A LOCATION may have globs: * and ? stand for anything but a slash, **"
                    + " for anything, [a-z] and {a,b} for one of several.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  mediafn rm s3://bucket/photos/1.jpg photo.jpg",
            "  mediafn rm -r --dry-run s3://bucket/photos/",
            "  mediafn rm 's3://bucket/photos/**/*.tmp'",
            "  mediafn rm -r --exclude 'keep/**' s3://bucket/photos/",
            "  mediafn rm - < list-of-locations.txt"
        })
final class RmCommand implements Callable<Integer> {
    private final Environment environment;
    private final Terminal terminal;

    @Parameters(
            arity = "1..*",
            paramLabel = "LOCATION",
            description = "an object, a glob, or with -r a folder; - reads objects from stdin, one a line")
    private List<String> locations = new ArrayList<>();

    @Option(
            names = {"-r", "--recursive"},
            description = "delete folders, with everything below")
    private boolean recursive;

    @Mixin
    private SelectionOptions options = new SelectionOptions();

    @Option(names = "--dry-run", description = "list what would be deleted")
    private boolean dryRun;

    @Option(names = "--json", description = "one JSON object a line on stdout for each object")
    private boolean json;

    @Option(names = "--quiet", description = "no progress and no sum")
    private boolean quiet;

    RmCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean piped = LocationLines.areMeantBy(locations);
        if (piped && (recursive || options.areGiven())) {
            throw new UsageException("- reads the names of objects, so -r, --include and --exclude don't go with it");
        }
        List<Selection> selections = piped ? List.of() : options.selections(locations);
        try (MediaApp app = environment.app();
                ProgressLine progress = new ProgressLine(terminal, quiet || json, "objects", 0)) {
            RmPlan plan = new RmPlan(app, recursive, options);
            List<DeleteRequest> requests = plan.requests(selections);
            Deletions deletions = new Deletions(terminal, progress, json);
            Consumer<DeleteRequest> delete = request -> app.delete().each(request.withDryRun(dryRun), deletions::add);
            try {
                requests.forEach(delete);
                if (!dryRun) {
                    plan.wholeFolders(selections).forEach(EmptyFolders::remove);
                }
                if (piped) {
                    new LocationLines(terminal.in())
                            .chunks()
                            .forEachRemaining(chunk -> delete.accept(DeleteRequest.of(objects(chunk))));
                }
            } finally {
                // Also where a listing breaks off, since what was deleted until then is.
                if (!quiet && !json) {
                    deletions.sum();
                }
            }
            return deletions.failed() > 0 ? Main.SOME_FAILED : 0;
        }
    }

    private static List<Location> objects(List<Location> lines) {
        lines.stream().filter(Location::isPrefix).findFirst().ifPresent(at -> {
            throw new UsageException("stdin: " + at + " is a folder, and - reads the names of objects");
        });
        return lines;
    }
}
