package io.mediafn.operation.relink;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.RunGate;
import io.mediafn.dataset.Datasets;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.StoredPath;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.Report;
import io.mediafn.operation.ReportBuilder;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.relink.RelinkRequest.ByMap;
import io.mediafn.operation.relink.RelinkRequest.ByPrefix;
import io.mediafn.storage.Stores;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets samples link to where their media are now. Thread-safe. */
public final class RelinkOperation {
    public static final String NAME = "relink";

    private final Datasets datasets;
    private final Tools tools;

    public RelinkOperation(Datasets datasets, Stores stores, LocationPolicy policy, BatchRunner runner) {
        this.datasets = datasets;
        this.tools = new Tools(stores, policy, runner);
    }

    /**
     * Relinks as much as the deadline allows and reports it; what is left is continued from {@link Report#next()}.
     *
     * @throws io.mediafn.json.InvalidFieldsException before anything is changed, naming what breaks a rule: fields, and
     *     lines of a map
     * @throws io.mediafn.location.LocationRefusedException likewise, by the policy
     * @throws io.mediafn.dataset.DatasetException REFUSED before anything is changed, if samples are under both prefixes;
     *     UNAVAILABLE if the dataset went away before anything was changed
     */
    public Report run(RelinkRequest request, RunContext context) {
        ReportBuilder builder = new ReportBuilder(NAME, request.dryRun(), context);
        long before = tools.stores().requests();
        Ending ending = run(request, context, new Results() {
            @Override
            public boolean isFull() {
                return builder.isFull();
            }

            @Override
            public boolean add(RelinkResult result) {
                boolean taken = builder.add(result.outcome(), result.toJson());
                builder.addBytes(taken ? result.bytes() : 0);
                return taken;
            }

            @Override
            public boolean wantsAll() {
                return false;
            }
        });
        return builder.build(false, tools.stores().requests() - before, 0, ending.next())
                .withMore(ending.more());
    }

    /**
     * Relinks all, and hands on each result when its batch is done: memory does not grow with their number.
     *
     * @return what there is to say beside the results
     */
    public Ending each(RelinkRequest request, RunContext context, Consumer<RelinkResult> sink) {
        return run(request, context, new Results() {
            @Override
            public boolean isFull() {
                return false;
            }

            @Override
            public boolean add(RelinkResult result) {
                sink.accept(result);
                return true;
            }

            @Override
            public boolean wantsAll() {
                return true;
            }
        });
    }

    private Ending run(RelinkRequest request, RunContext context, Results out) {
        RunGate gate = new RunGate(context.deadline(), true);
        return switch (request.way()) {
            case ByPrefix way -> {
                // What is under the old prefix is neither read nor written, so only the new one has to be allowed.
                Location unused = tools.policy().check(StoredPath.locationOf(way.to()));
                try (EditableDataset dataset = datasets.open(request.dataset(), request.force())) {
                    yield new PrefixRelink(dataset, request, way, gate, out)
                            .run(FieldNames.of(dataset, request.mediaFields()));
                }
            }
            case ByMap way -> {
                if (request.dataset().isEmpty()) {
                    yield new MapRelink(tools, request, way, Optional.empty(), gate, out).run();
                }
                try (EditableDataset dataset = datasets.open(request.dataset(), request.force())) {
                    yield new MapRelink(tools, request, way, Optional.of(dataset), gate, out).run();
                }
            }
        };
    }
}
