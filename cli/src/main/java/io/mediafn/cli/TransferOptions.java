package io.mediafn.cli;

import io.mediafn.encoding.ContentEncoding;
import io.mediafn.operation.copy.CopyRequest;
import io.mediafn.operation.copy.Overwrite;
import io.mediafn.operation.copy.PropertyRule;
import io.mediafn.storage.ObjectProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that cp and mv share. */
final class TransferOptions {
    @Option(
            names = {"-r", "--recursive"},
            description = "everything below a SOURCE that is a prefix or a folder")
    private boolean recursive;

    @Option(names = "--include", paramLabel = "GLOB", description = "only names below SOURCE that match; repeatable")
    private List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "no names below SOURCE that match; repeatable")
    private List<String> exclude = new ArrayList<>();

    @Option(names = "--raw", description = "take * ? [ { in SOURCE as they are, not as globs")
    private boolean raw;

    @Option(
            names = "--overwrite",
            paramLabel = "RULE",
            description = {
                "what to do where an object already stands: if_checksum_differs (default: what is there already is not"
                        + " sent again), if_size_differs, if_newer, never, always, fail"
            })
    private @Nullable String overwrite;

    @Option(
            names = {"-n", "--no-clobber"},
            description = "the same as --overwrite never")
    private boolean noClobber;

    @Option(names = "--content-type", paramLabel = "TYPE", description = "instead of the source's")
    private @Nullable String contentType;

    @Option(names = "--cache-control", paramLabel = "TEXT", description = "instead of the source's")
    private @Nullable String cacheControl;

    @Option(names = "--storage-class", paramLabel = "CLASS", description = "in the words of the target's service")
    private @Nullable String storageClass;

    @Option(names = "--metadata", paramLabel = "NAME=VALUE", description = "of the user's own; repeatable")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Option(
            names = "--properties",
            paramLabel = "RULE",
            description =
                    "copy: those of the source; merge: those given here over the source's; replace: only those given"
                            + " here (default: copy, or merge where some are given)")
    private @Nullable String properties;

    @Option(
            names = {"-c", "--content-encoding"},
            paramLabel = "ENCODING",
            description = "store packed with gzip or zstd, or unpacked with none; without this, as the source is")
    private @Nullable String encoding;

    @Option(names = "--skip-failures", description = "go on after a failure; without this nothing more is begun")
    private boolean skipFailures;

    @Mixin
    private ConcurrencyOption concurrency = new ConcurrencyOption();

    @Option(
            names = "--dry-run",
            description = "say what would be done, with requests, traffic and cost, and do nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "one JSON object a line for each object, and nothing else on stdout")
    private boolean json;

    @Option(names = "--quiet", description = "no progress and no summary; failures are told")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "a line for each object, not only for failures")
    private boolean verbose;

    boolean recursive() {
        return recursive;
    }

    List<String> include() {
        return List.copyOf(include);
    }

    List<String> exclude() {
        return List.copyOf(exclude);
    }

    boolean raw() {
        return raw;
    }

    boolean dryRun() {
        return dryRun;
    }

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }

    boolean verbose() {
        return verbose || dryRun;
    }

    /** Variables that these options put over those of the environment. */
    Map<String, String> variables(Environment environment) {
        return concurrency.variables(environment);
    }

    /** @throws UsageException naming the option that breaks a rule */
    CopyRequest apply(CopyRequest request, boolean move) {
        ObjectProperties set = set();
        boolean given = !set.equals(ObjectProperties.none());
        PropertyRule rule = properties == null
                ? given ? PropertyRule.MERGE : PropertyRule.COPY
                : parsed("--properties", properties, PropertyRule::of);
        if (given && rule == PropertyRule.COPY) {
            throw new UsageException("--properties copy takes none from the command line; use merge or replace");
        }
        return request.withMove(move)
                .withOverwrite(overwrite())
                .withProperties(rule, set)
                .withEncoding(Optional.ofNullable(encoding).map(TransferOptions::encoding))
                .withSkipFailures(skipFailures)
                .withDryRun(dryRun);
    }

    private Overwrite overwrite() {
        if (overwrite == null) {
            return noClobber ? Overwrite.NEVER : Overwrite.IF_CHECKSUM_DIFFERS;
        }
        if (noClobber) {
            throw new UsageException("--no-clobber and --overwrite exclude each other");
        }
        return parsed("--overwrite", overwrite.replace('-', '_').toLowerCase(Locale.ROOT), Overwrite::of);
    }

    private ObjectProperties set() {
        Map<String, String> lower = new LinkedHashMap<>();
        metadata.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return new ObjectProperties(
                Optional.ofNullable(contentType),
                Optional.empty(),
                Optional.ofNullable(cacheControl),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(storageClass),
                lower);
    }

    private static ContentEncoding encoding(String text) {
        return switch (text) {
            case "none", "identity" -> ContentEncoding.IDENTITY;
            case "gzip" -> ContentEncoding.GZIP;
            case "zstd" -> ContentEncoding.ZSTD;
            default -> throw new UsageException("--content-encoding: one of none, gzip, zstd; it is " + text);
        };
    }

    private static <T> T parsed(String option, String text, java.util.function.Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage() + "; it is " + text);
        }
    }
}
