package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.Compaction;
import io.mediafn.dataset.Compaction.Extent;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.compact.CompactRequest;
import io.mediafn.operation.compact.CompactResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        header = "Folds the many small files of a manifest into few large ones.",
        description = {
            "",
            "A manifest is a dataset that is kept as files of records below a location, in LOCATION/segments/. Every event and"
                    + " every change adds a file, so that nobody waits for anybody. Whoever reads the manifest reads all of"
                    + " them: fold them when they have become many, such as once a day.",
            "",
            "What the manifest says stays the same. Functions may go on writing to it meanwhile, others may read it, and"
                    + " a folding that is cut off loses nothing: run it again.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  mediafn compact --dry-run s3://bucket/manifest/",
            "  mediafn compact s3://bucket/manifest/",
            "",
            "Exit status: 0 folded, or nothing to fold; 1 a file could not be read or written; 2 usage or configuration."
        })
final class CompactCommand implements Callable<Integer> {
    private final Environment environment;
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "LOCATION", description = "of a manifest: the folder that has segments/")
    private List<String> locations = new ArrayList<>();

    @Option(names = "--dry-run", description = "read everything, write nothing, and say what would come of it")
    private boolean dryRun;

    @Option(names = "--json", description = "one JSON object a line on stdout for each manifest")
    private boolean json;

    @Option(names = "--quiet", description = "say nothing unless it fails")
    private boolean quiet;

    CompactCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Location> places = locations.stream().map(Locations::of).toList();
        boolean failed = false;
        try (MediaApp app = environment.app()) {
            places.forEach(app.policy()::check);
            for (Location place : places) {
                CompactResult result = app.compact().fold(new CompactRequest(place, dryRun), RunContext.unbounded());
                failed |= result.outcome() == Outcome.FAILED;
                print(result);
            }
        }
        return failed ? Main.SOME_FAILED : 0;
    }

    private void print(CompactResult result) {
        if (json) {
            terminal.out().println(Json.write(result.toJson()));
        } else {
            String place = Table.printable(result.dataset().display());
            result.error()
                    .ifPresent(error -> terminal.err()
                            .println("mediafn: " + error.kind() + " " + Table.printable(error.message())));
            if (!quiet) {
                result.compaction().ifPresent(done -> terminal.out().println("  " + place + ": " + text(result, done)));
            }
        }
        terminal.check();
    }

    private static String text(CompactResult result, Compaction done) {
        if (done.before().segments() == 0) {
            return "no manifest is here: there are no segments";
        }
        if (!done.folded()) {
            return "nothing to fold, " + extent(done.before());
        }
        String verb = result.outcome() == Outcome.PLANNED ? "would become " : "became ";
        return extent(done.before()) + " " + verb + extent(done.after());
    }

    private static String extent(Extent extent) {
        String records = extent.records() == Extent.NOT_READ ? "" : Texts.count(extent.records(), "record") + ", ";
        return Texts.count(extent.segments(), "segment") + " (" + records + Texts.size(extent.bytes()) + ")";
    }
}
