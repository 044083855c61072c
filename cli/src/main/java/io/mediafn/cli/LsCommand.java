package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.json.Json;
import io.mediafn.operation.Globs;
import io.mediafn.operation.list.ListEntry;
import io.mediafn.operation.list.ListRequest;
import io.mediafn.storage.ObjectStat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        header = "Lists objects: size, time, location.",
        description = {
            "",
            "A prefix that has no objects is an empty list, not an error. A LOCATION may have globs: * and ? stand for"
                    + " anything but a slash, ** for anything, [a-z] and {a,b} for one of several. Put it in quotes, or"
                    + " the shell may take it.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  mediafn ls s3://bucket/photos/",
            "  mediafn ls -r --exclude '**/*.json' s3://bucket/photos/",
            "  mediafn ls 's3://bucket/photos/2024-*.jpg'",
            "  mediafn ls -r --json . > files.ndjson"
        })
final class LsCommand implements Callable<Integer> {
    private final Environment environment;
    private final Terminal terminal;

    @Parameters(
            arity = "1..*",
            paramLabel = "LOCATION",
            description = "a prefix; without a slash at its end, whatever starts with it")
    private List<String> locations = new ArrayList<>();

    @Option(
            names = {"-r", "--recursive"},
            description = "everything below, not one level")
    private boolean recursive;

    @Option(
            names = {"-l", "--long"},
            description = "ETag and storage class too")
    private boolean details;

    @Option(
            names = {"-H", "--human-readable"},
            description = "sizes as 1.5 MiB")
    private boolean human;

    @Mixin
    private SelectionOptions options = new SelectionOptions();

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Option(names = "--quiet", description = "no sum, which else a terminal shows at the end")
    private boolean quiet;

    private long files;
    private long folders;
    private long bytes;

    LsCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<ListRequest> requests =
                options.selections(locations).stream().map(this::request).toList();
        try (MediaApp app = environment.app()) {
            requests.forEach(request -> request.locations().forEach(app.policy()::check));
            requests.forEach(request -> app.list().each(request, this::print));
        }
        if (terminal.interactive() && !quiet && !json) {
            terminal.err()
                    .println("  " + Texts.count(files, "object")
                            + (folders > 0 ? ", " + Texts.count(folders, "folder") : "") + ", " + Texts.size(bytes));
        }
        return 0;
    }

    private ListRequest request(Selection selection) {
        Globs globs = options.globs(selection, recursive);
        boolean deep = recursive || selection.glob().filter(Globs::reachesBelow).isPresent();
        return ListRequest.of(selection.at(), deep, globs);
    }

    private void print(ListEntry entry) {
        switch (entry) {
            case ListEntry.File file -> {
                files++;
                bytes += file.stat().size();
                terminal.out().println(json ? Json.write(object(file.stat())) : line(file.stat()));
            }
            case ListEntry.Folder folder -> {
                folders++;
                String at = folder.at().toString();
                terminal.out().println(json ? Json.write(Map.of("prefix", at)) : line("", "", "", "", at));
            }
        }
        terminal.check();
    }

    private static Map<String, Object> object(ObjectStat object) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("filepath", object.location().toString());
        line.put("size_bytes", object.size());
        object.lastModified().ifPresent(modified -> line.put("last_modified", Json.time(modified)));
        object.etag().ifPresent(etag -> line.put("etag", etag));
        object.properties().storageClass().ifPresent(value -> line.put("storage_class", value));
        return line;
    }

    private String line(ObjectStat object) {
        return line(
                human ? Texts.size(object.size()) : String.valueOf(object.size()),
                object.lastModified().map(Json::time).orElse(""),
                object.etag().orElse(""),
                object.properties().storageClass().orElse(""),
                object.location().toString());
    }

    private String line(String size, String time, String etag, String storageClass, String at) {
        String more = details ? String.format(Locale.ROOT, "%-36s  %-12s  ", etag, storageClass) : "";
        return Table.printable(String.format(Locale.ROOT, "%12s  %-24s  %s%s", size, time, more, at));
    }
}
