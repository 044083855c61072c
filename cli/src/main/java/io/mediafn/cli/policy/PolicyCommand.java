package io.mediafn.cli.policy;

import io.mediafn.cli.Locations;
import io.mediafn.cli.Terminal;
import io.mediafn.cli.UsageException;
import io.mediafn.location.Location;
import io.mediafn.permission.Grant;
import io.mediafn.permission.OperationNeeds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a cloud must be told to allow; asks no cloud. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        header = "Prints the least privilege that operations need at locations.",
        description = {
            "",
            "For s3:// an IAM policy of AWS, for gs:// the commands of gcloud that make and bind roles, for az:// and https"
                    + " locations of Azure a custom role; what to do with it goes to stderr. Nothing is asked of a cloud,"
                    + " and nothing is changed. One cloud at a time: for a copy between two, ask once for each.",
            "",
            "A LOCATION that ends in a slash means everything below it, another one a single object.",
            ""
        },
        footer = {
            "",
            "Operations: compact, copy, delete, list, metadata, migrate, move, relink, stat, upload-media, uploads; and events"
                    + " (what a function does without a pipeline) and unregister (a pipeline's step for deletions).",
            "",
            "Examples:",
            "  mediafn policy s3://bucket/photos/",
            "  mediafn policy s3://in/ --operation copy --to s3://archive/in/",
            "  mediafn policy s3://in/ --operation events --manifest s3://records/dataset/",
            "  mediafn policy gs://bucket/photos/ --operation metadata,delete",
            "  mediafn policy --operation copy --to az://container/in/",
            "",
            "Exit status: 0 printed, 2 usage."
        })
public final class PolicyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..*", paramLabel = "LOCATION", description = "where media lie")
    private List<String> locations = new ArrayList<>();

    @Option(
            names = "--operation",
            paramLabel = "NAME",
            split = ",",
            description = "what is to be possible there (default: list,metadata,stat)")
    private List<String> operations = new ArrayList<>();

    @Option(names = "--to", paramLabel = "LOCATION", description = "where copies and uploads go")
    private List<String> targets = new ArrayList<>();

    @Option(names = "--manifest", paramLabel = "LOCATION", description = "a dataset that is kept in a bucket")
    private List<String> manifests = new ArrayList<>();

    @Option(names = "--quiet", description = "do not say what to do with it")
    private boolean quiet;

    public PolicyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<OperationNeeds> needs = needs();
        List<Grant> grants = Grant.of(needs, places(locations), places(targets), places(manifests));
        if (grants.isEmpty()) {
            throw new UsageException(
                    "there is nothing to allow: name a LOCATION, --to or --manifest that the operations use");
        }
        if (!targets.isEmpty() && needs.stream().allMatch(need -> need.target().isEmpty())) {
            throw new UsageException("--to: no operation that is named writes media anywhere");
        }
        if (!manifests.isEmpty()
                && needs.stream().allMatch(need -> need.manifest().isEmpty())) {
            throw new UsageException("--manifest: no operation that is named touches a dataset");
        }
        PolicyText text = text(grants);
        text.lines().forEach(terminal.out()::println);
        terminal.out().flush();
        if (!quiet) {
            text.howTo().forEach(terminal.err()::println);
        }
        return 0;
    }

    private List<OperationNeeds> needs() {
        Set<String> names =
                new LinkedHashSet<>(operations.isEmpty() ? List.of("list", "metadata", "stat") : operations);
        return names.stream()
                .map(name -> OperationNeeds.named(name)
                        .orElseThrow(() -> new UsageException("--operation: one of "
                                + String.join(", ", OperationNeeds.names()) + " (is " + name + ")")))
                .toList();
    }

    private static List<Location> places(List<String> written) {
        return written.stream().map(Locations::of).toList();
    }

    private static PolicyText text(List<Grant> grants) {
        Set<String> clouds = new LinkedHashSet<>();
        grants.forEach(grant -> clouds.add(cloud(grant.place())));
        if (clouds.size() > 1) {
            throw new UsageException("one cloud at a time; these are " + String.join(" and ", clouds));
        }
        try {
            return switch (clouds.iterator().next()) {
                case "AWS" -> PolicyText.ofAws(grants);
                case "Google Cloud" -> PolicyText.ofGoogle(grants);
                default -> PolicyText.ofAzure(grants);
            };
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static String cloud(Location at) {
        return switch (at.scheme()) {
            case S3 -> "AWS";
            case GCS -> "Google Cloud";
            case AZURE -> "Azure";
            default ->
                throw new UsageException(at.display()
                        + ": policies are for s3://, gs:// and az:// locations, and those of" + " Azure's own hosts");
        };
    }
}
