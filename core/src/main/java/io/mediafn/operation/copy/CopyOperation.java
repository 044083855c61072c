package io.mediafn.operation.copy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.ItemRun;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.copy.CopyRequest.Selection;
import io.mediafn.storage.Stores;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Copies many objects, or moves them. Thread-safe; all runs share one budget of memory. */
public final class CopyOperation {
    public static final String COPY = "copy";
    public static final String MOVE = "move";

    private final Stores stores;
    private final LocationPolicy policy;
    private final BatchRunner runner;
    private final CopySettings settings;
    private final Budget budget;

    public CopyOperation(Stores stores, LocationPolicy policy, BatchRunner runner, CopySettings settings) {
        this.stores = stores;
        this.policy = policy;
        this.runner = runner;
        this.settings = settings;
        this.budget = new Budget(settings);
    }

    /**
     * Copies everything that the request names and hands on each result as soon as it and all before it are there:
     * memory does not grow with their number. Where failures are not skipped, nothing is begun after the first.
     *
     * @throws io.mediafn.json.InvalidFieldsException before any byte moves, if the selection contradicts itself
     * @throws io.mediafn.location.LocationRefusedException likewise, by the policy
     */
    public void each(CopyRequest request, CopyWatcher watcher, Consumer<CopyResult> sink) {
        Selection selection = checked(request);
        ItemRun<CopyResult> run = run(request, selection, RunContext.unbounded());
        Transfer transfer = transfer(request, watcher, () -> true);
        Iterator<CopyItem> items = new ReadAhead(items(request, selection), watcher);
        runner.run(
                items,
                item -> run.mayStart()
                        ? run.finished(transfer.run(item))
                        : CopyResult.notAttempted(item, run.reasonNotToStart()),
                sink,
                () -> !run.mayStart());
    }

    /** Copies as much as the deadline allows and reports it; what is left is continued from {@link Report#next()}. */
    public Report run(CopyRequest request, RunContext context) {
        Selection selection = checked(request);
        ItemRun<CopyResult> run = run(request, selection, context);
        Transfer transfer =
                transfer(request, CopyWatcher.NOBODY, () -> !context.deadline().isOver());
        Iterator<CopyItem> items = items(request, selection);
        runner.run(
                items,
                item -> run.mayStart()
                        ? run.finished(transfer.run(item))
                        : CopyResult.notAttempted(item, run.reasonNotToStart()),
                run::add,
                run::isFull);
        run.left(items, item -> CopyResult.notAttempted(item, run.reasonNotToStart()));
        return run.report();
    }

    /** The selection with its links read, after every rule that can be checked without moving a byte. */
    private Selection checked(CopyRequest request) {
        CopyRules.check(request.selection(), policy);
        if (request.selection() instanceof Selection.Links links) {
            Selection.Pairs pairs = LinksFile.read(stores.forLocation(links.file()), links);
            CopyRules.check(pairs, policy);
            return pairs;
        }
        return request.selection();
    }

    private ItemRun<CopyResult> run(CopyRequest request, Selection selection, RunContext context) {
        boolean listed = selection instanceof Selection.Folder;
        ItemRun.Plan plan = new ItemRun.Plan(
                request.move() ? MOVE : COPY,
                request.dryRun(),
                request.skipFailures(),
                listed ? 0 : firstIndex(request),
                listed,
                request.next());
        return new ItemRun<>(
                plan, context, stores::requests, result -> result.item().key());
    }

    private Transfer transfer(CopyRequest request, CopyWatcher watcher, BooleanSupplier mayGoOn) {
        return new Transfer(stores, request, budget, settings, watcher, mayGoOn);
    }

    private Iterator<CopyItem> items(CopyRequest request, Selection selection) {
        Iterator<CopyItem> items = switch (selection) {
            case Selection.Folder folder ->
                new FolderItems(
                        new Pair(stores.forLocation(folder.indir()), stores.forLocation(folder.outdir())),
                        folder,
                        OverwriteDecider.looks(request.overwrite()),
                        request.next());
            case Selection.Pairs pairs ->
                IntStream.range(firstIndex(request), pairs.in().size())
                        .mapToObj(
                                i -> CopyItem.of(pairs.in().get(i), pairs.out().get(i))
                                        .withKey(String.valueOf(i + 1)))
                        .iterator();
            case Selection.Links links -> throw new IllegalStateException("read before: " + links);
        };
        return new CopyItems(stores, items, selection);
    }

    private static int firstIndex(CopyRequest request) {
        return request.next().map(Integer::parseInt).orElse(0);
    }
}
