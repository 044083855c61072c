package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        header = "Lists objects.",
        description = {"", "A prefix that has no objects is an empty list, not an error."},
        footer = {"", "Examples:", "  mediafn ls s3://bucket/photos/", "  mediafn ls -r --json ."})
final class LsCommand implements Callable<Integer> {
    private final Environment environment;
    private final Terminal terminal;

    @Parameters(paramLabel = "LOCATION", description = "a prefix; without a slash at its end, whatever starts with it")
    private String location = "";

    @Option(
            names = {"-r", "--recursive"},
            description = "everything below, not one level")
    private boolean recursive;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    LsCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Location place = Locations.of(location);
        try (MediaApp app = environment.app()) {
            ObjectStore store = app.stores().forLocation(app.policy().check(place));
            Optional<ListOptions> next = Optional.of(recursive ? ListOptions.everything() : ListOptions.oneLevel());
            while (next.isPresent()) {
                ListOptions options = next.get();
                ObjectPage page = store.list(place, options);
                page.prefixes().forEach(this::print);
                page.objects().forEach(this::print);
                terminal.check();
                next = page.nextPageToken().map(options::withPageToken);
            }
        }
        return 0;
    }

    private void print(Location prefix) {
        terminal.out()
                .println(
                        json
                                ? Json.write(Map.of("prefix", prefix.toString()))
                                : String.format(
                                        Locale.ROOT, "%12s  %-24s  %s", "", "", Table.printable(prefix.toString())));
    }

    private void print(ObjectStat object) {
        String time = object.lastModified().map(Json::time).orElse("");
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("filepath", object.location().toString());
            line.put("size_bytes", object.size());
            object.lastModified().ifPresent(modified -> line.put("last_modified", Json.time(modified)));
            object.etag().ifPresent(etag -> line.put("etag", etag));
            terminal.out().println(Json.write(line));
        } else {
            terminal.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%12d  %-24s  %s",
                            object.size(),
                            time,
                            Table.printable(object.location().toString())));
        }
    }
}
