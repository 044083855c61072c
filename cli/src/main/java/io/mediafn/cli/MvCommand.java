package io.mediafn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "mv",
        mixinStandardHelpOptions = true,
        header = "Moves objects: each is copied, proven by its checksum, and only then removed where it was.",
        description = {
            "",
            "SOURCE and DEST are as for cp. A source stays, and its object counts as failed, if no checksum proves the"
                    + " copy, or if it changed meanwhile.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  mediafn mv s3://bucket/in/1.jpg s3://bucket/done/",
            "  mediafn mv -r --dry-run s3://old/media/ gs://new/media/"
        })
final class MvCommand implements Callable<Integer> {
    private final Environment environment;
    private final Terminal terminal;

    @Parameters(
            arity = "2..*",
            paramLabel = "SOURCE... DEST",
            hideParamSyntax = true,
            description = "objects, prefixes with -r, or globs; then where they go")
    private List<String> places = new ArrayList<>();

    @Mixin
    private TransferOptions options = new TransferOptions();

    MvCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (places.contains(CpCommand.STREAM)) {
            throw new UsageException("mv moves objects; - is for cp");
        }
        List<String> sources = places.subList(0, places.size() - 1);
        return new TransferCommand(environment, terminal, options)
                .run(TransferPlan.requests(sources, places.getLast(), options), true);
    }
}
