package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.batch.Outcome;
import io.mediafn.checksum.Checksum;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.operation.stat.StatItem;
import io.mediafn.operation.stat.StatRequest;
import io.mediafn.storage.ObjectStat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "stat",
        mixinStandardHelpOptions = true,
        header = "Tells whether objects exist, and what their stores know of them.",
        description = {
            "",
            "Size, time, type and checksum, without reading the object; --json has everything that the store tells."
                    + " A LOCATION that ends in a slash exists if anything is below it. The exit status is 1 if one does"
                    + " not exist.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  mediafn stat s3://bucket/photos/1.jpg photo.jpg",
            "  mediafn stat --json - < list-of-locations.txt"
        })
final class StatCommand implements Callable<Integer> {
    /** Rows are aligned in blocks of this many, so that memory does not grow with their number. */
    private static final int BLOCK = 500;

    private final Environment environment;
    private final Terminal terminal;
    private final Table table = new Table(List.of("BYTES", "MODIFIED", "TYPE", "CHECKSUM", "LOCATION"), List.of(0));

    @Parameters(
            arity = "1..*",
            paramLabel = "LOCATION",
            description = "an object, or a folder that ends in a slash; - reads them from stdin, one a line")
    private List<String> locations = new ArrayList<>();

    @Option(names = "--json", description = "one JSON object a line on stdout, and nothing else there")
    private boolean json;

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    private boolean allExist = true;

    StatCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean piped = LocationLines.areMeantBy(locations);
        List<Location> named =
                piped ? List.of() : locations.stream().map(Locations::of).toList();
        try (MediaApp app = environment.app();
                ProgressLine progress = new ProgressLine(terminal, quiet || json, "objects", named.size())) {
            try {
                if (piped) {
                    new LocationLines(terminal.in()).chunks().forEachRemaining(chunk -> look(app, chunk, progress));
                } else {
                    look(app, named, progress);
                }
            } finally {
                print(progress);
            }
        }
        return allExist ? 0 : Main.SOME_FAILED;
    }

    private void look(MediaApp app, List<Location> places, ProgressLine progress) {
        app.stat().each(StatRequest.of(places), item -> {
            progress.step();
            allExist &= item.exists();
            if (json) {
                terminal.out().println(Json.write(item.toJson()));
            } else {
                add(item, progress);
            }
            terminal.check();
        });
    }

    private void add(StatItem item, ProgressLine progress) {
        String at = item.filepath().toString();
        if (item.stat().isPresent()) {
            ObjectStat stat = item.stat().get();
            Iterator<Checksum> checksums = stat.checksums().iterator();
            table.row(
                    String.valueOf(stat.size()),
                    stat.lastModified().map(Json::time).orElse(""),
                    stat.contentType().orElse(""),
                    checksums.hasNext() ? checksums.next().toString() : "",
                    at);
        } else if (item.outcome() == Outcome.FAILED) {
            table.row(
                    "failed",
                    "",
                    "",
                    "",
                    item.error().map(it -> it.kind() + " " + it.message()).orElse(at));
        } else {
            table.row(item.exists() ? "folder" : "missing", "", "", "", at);
        }
        if (table.rows() == BLOCK) {
            print(progress);
        }
    }

    private void print(ProgressLine progress) {
        progress.hide();
        if (table.rows() > 0) {
            table.print(terminal.out());
        }
    }
}
