package io.mediafn.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many objects a command works on at once: more than a function does, which has many beside it. */
final class ConcurrencyOption {
    private static final String VARIABLE = "MEDIAFN_CONCURRENCY";

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "objects at once, 1 to 256 (default: 64, or MEDIAFN_CONCURRENCY)")
    private @Nullable Integer concurrency;

    /** Variables that it puts over those of the environment. */
    Map<String, String> variables(Environment environment) {
        if (concurrency != null) {
            return Map.of(VARIABLE, String.valueOf(concurrency));
        }
        return environment.variables().containsKey(VARIABLE) ? Map.of() : Map.of(VARIABLE, "64");
    }
}
