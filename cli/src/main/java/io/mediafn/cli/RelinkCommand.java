package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.relink.Ending;
import io.mediafn.operation.relink.RelinkRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "relink",
        mixinStandardHelpOptions = true,
        header = "Lets the samples of a dataset link to where their media are now.",
        description = {
            "",
            "By prefix: every location under one prefix gets another, at the server, in seconds. Nothing is verified.",
            "By map: a file names each pair, and a sample is relinked only if what it is to link to is there and is what"
                    + " it should be. What undoes it is written first.",
            "No object is moved or written; see mediafn cp for that."
        },
        footer = {
            "",
            "A map has a line for each medium, with size and checksum (crc32c, crc64nvme, md5, sha256) where known:",
            "  {\"filepath\":\"s3://old/k\",\"new_filepath\":\"gs://new/k\",\"size_bytes\":1,\"crc32c\":\"...\"}",
            "",
            "Examples:",
            "  mediafn relink --dataset traffic --from-prefix s3://old/ --to-prefix gs://new/ --dry-run",
            "  mediafn relink --dataset traffic --from-prefix /data/media --to-prefix s3://bucket/media",
            "  mediafn relink --dataset traffic --map map.ndjson --policy all_or_nothing",
            "  mediafn relink --dataset traffic --map map.undo.ndjson",
            "  mediafn relink --map map.ndjson --render supervisely --render-location payloads/"
        })
final class RelinkCommand implements Callable<Integer> {
    private final Environment environment;
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(exclusive = false, heading = "%nOf which samples:%n")
    private @Nullable DatasetOptions ofDataset;

    @Mixin
    private RelinkOptions options = new RelinkOptions();

    @Mixin
    private ConcurrencyOption concurrency = new ConcurrencyOption();

    @Option(names = "--dry-run", description = "tell what would be relinked; nothing is written")
    private boolean dryRun;

    @Option(names = "--json", description = "one JSON object for each field, or line of the map, on stdout")
    private boolean json;

    @Option(names = "--quiet", description = "no progress and no summary; failures are told")
    private boolean quiet;

    RelinkCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (ofDataset == null && !options.renders()) {
            throw new ParameterException(spec.commandLine(), "--dataset is given, or --render");
        }
        RelinkRequest request = options.request(ofDataset == null ? new DatasetOptions() : ofDataset, dryRun);
        try (MediaApp app = environment.app(concurrency.variables(environment));
                ProgressLine progress =
                        new ProgressLine(terminal, quiet || json, options.byMap() ? "lines" : "fields", 0)) {
            RelinkSummary summary = new RelinkSummary(terminal, progress, request, json, quiet);
            Ending ending = app.relink().each(request, RunContext.unbounded(), summary::add);
            summary.finish(ending);
            return summary.anyMissed() ? Main.SOME_FAILED : 0;
        }
    }
}
