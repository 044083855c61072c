package io.mediafn.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How commands that move a dataset's media tell of it. */
final class MediaReportOptions {
    @Option(
            names = "--dry-run",
            description = "say what would be done, with requests, traffic and cost, and do nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "one JSON object a line for each item, and nothing else on stdout")
    private boolean json;

    @Option(names = "--quiet", description = "no progress and no summary; failures are told")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "a line for each item, not only for failures")
    private boolean verbose;

    @Mixin
    private ConcurrencyOption concurrency = new ConcurrencyOption();

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
        return verbose;
    }

    ConcurrencyOption concurrency() {
        return concurrency;
    }
}
