package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.location.Location;
import io.mediafn.operation.copy.CopyRequest;
import io.mediafn.operation.copy.CopyRequest.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cp",
        mixinStandardHelpOptions = true,
        header = "Copies objects between clouds, web servers and this machine, and proves that they arrived.",
        description = {
            "",
            "An object goes to DEST, or to its file name below DEST where that ends in a slash or is a local folder."
                    + " With -r everything below a SOURCE goes to the same name below DEST. A glob (* within a folder, **"
                    + " across folders) keeps what is behind its last plain slash.",
            "",
            "SOURCE - is the standard input, DEST - the standard output.",
            "",
            "What is already there is not sent again, so a copy that was cut off is gone on with by the same command."
                    + " Bytes stay inside a service where it can copy them itself.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  mediafn cp -r s3://old/media/ gs://new/media/",
            "  mediafn cp 's3://bucket/run1/**/*.jpg' ./photos/ --exclude '**/thumb*'",
            "  mediafn cp -r --dry-run ./dataset/ az://container/dataset/",
            "  mediafn cp --links pairs.csv",
            "  tar c . | mediafn cp - s3://bucket/backup.tar"
        })
final class CpCommand implements Callable<Integer> {
    static final String STREAM = "-";

    private final Environment environment;
    private final Terminal terminal;

    @Parameters(
            arity = "0..*",
            paramLabel = "SOURCE... DEST",
            hideParamSyntax = true,
            description = "objects, prefixes with -r, or globs; then where they go")
    private List<String> places = new ArrayList<>();

    @Option(
            names = "--links",
            paramLabel = "FILE",
            description = "instead of SOURCE: a .csv with the columns inpath and outpath, or, with DEST, a .csv with a"
                    + " column url or a .txt with a location a line")
    private @Nullable String links;

    @Mixin
    private TransferOptions options = new TransferOptions();

    CpCommand(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        TransferCommand transfer = new TransferCommand(environment, terminal, options);
        if (links != null) {
            if (places.size() > 1) {
                throw new UsageException("--links takes one DEST at most, not " + places.size() + " places");
            }
            return transfer.run(
                    List.of(TransferCommand.links(links, places.stream().findFirst())), false);
        }
        if (places.size() < 2) {
            throw new UsageException("cp takes at least one SOURCE, and DEST");
        }
        List<String> sources = places.subList(0, places.size() - 1);
        String dest = places.getLast();
        if (sources.contains(STREAM)) {
            return fromStream(sources, dest);
        }
        return dest.equals(STREAM)
                ? toStream(sources)
                : transfer.run(TransferPlan.requests(sources, dest, options), false);
    }

    private int fromStream(List<String> sources, String dest) throws IOException {
        Location to = Locations.of(dest);
        if (sources.size() != 1 || to.isPrefix()) {
            throw new UsageException("the standard input is one object: mediafn cp - OBJECT");
        }
        Selection one = new Selection.Pairs(List.of(to), List.of(to));
        CopyRequest request = options.apply(CopyRequest.of(one), false);
        try (MediaApp app = environment.app()) {
            app.policy().check(to);
            if (!options.dryRun()) {
                app.copy().write(terminal.in(), to, request);
            }
        }
        return 0;
    }

    private int toStream(List<String> sources) throws IOException {
        List<Location> objects = sources.stream().map(Locations::of).toList();
        Optional<Location> prefix = objects.stream().filter(Location::isPrefix).findFirst();
        if (prefix.isPresent()) {
            throw new UsageException("only objects go to the standard output, not the prefix " + prefix.get());
        }
        try (MediaApp app = environment.app()) {
            objects.forEach(app.policy()::check);
            for (Location object : objects) {
                app.copy().read(object, terminal.bytes());
            }
        }
        return 0;
    }
}
