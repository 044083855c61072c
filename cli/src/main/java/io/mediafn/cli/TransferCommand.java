package io.mediafn.cli;

import io.mediafn.app.MediaApp;
import io.mediafn.location.Location;
import io.mediafn.operation.copy.CopyRequest;
import io.mediafn.operation.copy.CopyRequest.Selection;
import java.util.List;
import java.util.Optional;

/** What cp and mv have in common. */
final class TransferCommand {
    private final Environment environment;
    private final Terminal terminal;
    private final TransferOptions options;

    TransferCommand(Environment environment, Terminal terminal, TransferOptions options) {
        this.environment = environment;
        this.terminal = terminal;
        this.options = options;
    }

    int run(List<CopyRequest> requests, boolean move) {
        List<CopyRequest> complete =
                requests.stream().map(request -> options.apply(request, move)).toList();
        try (MediaApp app = environment.app(options.variables(environment))) {
            complete.forEach(request -> request.locations().forEach(app.policy()::check));
            TransferProgress progress = new TransferProgress(terminal, options.quiet() || options.json());
            TransferReport report = new TransferReport(terminal, options, progress, move ? "moved" : "copied");
            boolean failed = true;
            try {
                for (CopyRequest request : complete) {
                    app.copy().each(request, report.watcher(), report::add);
                    if (report.anyMissed() && !request.skipFailures()) {
                        break;
                    }
                }
                failed = false;
            } finally {
                report.finish(app.stores().requests(), failed);
            }
            return report.anyMissed() ? Main.SOME_FAILED : 0;
        }
    }

    /** The request for a file of links. */
    static CopyRequest links(String file, Optional<String> dest) {
        return CopyRequest.of(
                new Selection.Links(Locations.of(file), dest.map(Locations::of).map(Location::asPrefix)));
    }
}
