package io.mediafn.cli.quickstart;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.mediafn.app.MediaApp;
import io.mediafn.cli.Environment;
import io.mediafn.cli.ProgressLine;
import io.mediafn.cli.RecordTable;
import io.mediafn.cli.Table;
import io.mediafn.cli.Terminal;
import io.mediafn.cli.Texts;
import io.mediafn.cli.UsageException;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.manifest.Manifest;
import io.mediafn.json.Json;
import io.mediafn.lambda.MediaHandler;
import io.mediafn.location.Location;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectListing;
import io.mediafn.storage.ObjectStat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job on one machine: objects arrive in a bucket, its events reach the function, the dataset fills. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        header = "Shows the main job with no cloud, no Docker and no account.",
        description = {
            "",
            "Lays media in a bucket that is a folder of this machine, turns each arrival into the event that S3 sends,"
                    + " hands it to the handler class that AWS Lambda runs, and shows the dataset that comes of it."
                    + " Each run first empties its two buckets; your own files are linked, not changed."
        },
        footer = {"", "Examples:", "  mediafn quickstart", "  mediafn quickstart ~/Pictures"})
public final class QuickstartCommand implements Callable<Integer> {
    private final Environment environment;
    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "media to use, without hidden files; samples are generated if it is absent")
    private @Nullable Path folder;

    @Option(names = "--json", description = "the dataset's records, one a line on stdout, and nothing else there")
    private boolean json;

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    public QuickstartCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        EmbeddedBuckets buckets = new EmbeddedBuckets(environment.embeddedS3());
        say("laying media in " + EmbeddedBuckets.MEDIA);
        lay(buckets);
        Map<String, String> variables = Map.of(
                "MEDIAFN_DATASET", EmbeddedBuckets.DATASET.toString(),
                "MEDIAFN_ALLOW", EmbeddedBuckets.MEDIA.toString(),
                "FIFTYONE_MEDIA_CACHE_SIZE_BYTES", "-1");
        try (MediaApp app = environment.functionApp(variables)) {
            List<ObjectStat> objects = arrivals(app);
            say("sending " + Texts.count(objects.size(), "S3 event") + " to " + MediaHandler.class.getName());
            List<String> undelivered = deliver(new MediaHandler(app), objects);
            List<SampleRecord> samples = app.dataset(EmbeddedBuckets.DATASET).samples();
            return show(samples, undelivered, buckets);
        }
    }

    private void lay(EmbeddedBuckets buckets) throws IOException {
        try {
            if (folder == null) {
                buckets.lay(SampleMedia.all());
            } else {
                buckets.lay(folder);
            }
        } catch (FileSystemException e) {
            String reason = e instanceof AccessDeniedException ? "access denied" : String.valueOf(e.getReason());
            throw new UsageException("can't lay media: " + e.getFile() + ": " + reason + " (the buckets are to lie in "
                    + environment.embeddedS3() + "; MEDIAFN_HOME names another folder)");
        }
    }

    private static List<ObjectStat> arrivals(MediaApp app) {
        List<ObjectStat> objects = new ArrayList<>();
        new ObjectListing(
                        app.stores().forLocation(EmbeddedBuckets.MEDIA),
                        EmbeddedBuckets.MEDIA,
                        ListOptions.everything())
                .forEachRemaining(objects::add);
        return objects;
    }

    /** Returns what the function refused; S3 would deliver it again. */
    private List<String> deliver(RequestStreamHandler handler, List<ObjectStat> objects) {
        List<String> undelivered = new ArrayList<>();
        LocalFunction function = new LocalFunction(handler);
        try (ProgressLine progress = new ProgressLine(terminal, quiet || json, "events", objects.size())) {
            function.invokeAll(objects.stream().map(S3EventJson::created).toList(), failure -> {
                progress.step();
                failure.ifPresent(undelivered::add);
            });
        }
        return undelivered;
    }

    private int show(List<SampleRecord> samples, List<String> undelivered, EmbeddedBuckets buckets) {
        if (json) {
            samples.forEach(sample -> terminal.out().println(Json.write(Manifest.toJson(sample))));
        } else {
            RecordTable table = new RecordTable(terminal.out(), () -> {});
            terminal.out().println();
            samples.forEach(sample -> table.add(nameOf(sample.filepath()), sample.facts()));
            table.finish();
            hints(terminal.out(), samples, buckets);
        }
        undelivered.forEach(failure -> terminal.err().println("not recorded: " + Table.printable(failure)));
        boolean someFailed = samples.stream().anyMatch(SampleRecord::failed);
        // Two of the generated samples are broken on purpose.
        return !undelivered.isEmpty() || (folder != null && someFailed) ? 1 : 0;
    }

    private static String nameOf(Location filepath) {
        return filepath.toString().substring(EmbeddedBuckets.MEDIA.toString().length());
    }

    private static void hints(PrintWriter out, List<SampleRecord> samples, EmbeddedBuckets buckets) {
        Optional<String> example = samples.stream()
                .filter(sample -> !sample.failed())
                .map(sample -> sample.filepath().toString())
                .filter(text -> text.equals(Table.printable(text)))
                .findFirst();
        out.println();
        out.println("  The bucket       " + EmbeddedBuckets.MEDIA);
        out.println("  The dataset      " + EmbeddedBuckets.DATASET);
        out.println("                   " + buckets.folderOf(EmbeddedBuckets.DATASET));
        out.println();
        out.println("  Try next");
        out.println("    ./mediafn ls " + EmbeddedBuckets.MEDIA);
        example.ifPresent(text -> out.println("    ./mediafn metadata '" + text.replace("'", "'\\''") + "' --json"));
        out.println("    ./mediafn quickstart FOLDER      with your own images");
        out.println("    docs/aws.md                      the same on AWS");
    }

    private void say(String text) {
        if (!quiet && !json) {
            terminal.err().println("quickstart: " + text);
        }
    }
}
