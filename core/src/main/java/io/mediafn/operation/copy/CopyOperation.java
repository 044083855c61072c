package io.mediafn.operation.copy;

import io.mediafn.batch.BatchRunner;
import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.Scheme;
import io.mediafn.operation.ItemRun;
import io.mediafn.operation.Report;
import io.mediafn.operation.RunContext;
import io.mediafn.operation.copy.CopyRequest.Selection;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.Stores;
import io.mediafn.storage.WriteMode;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final LocalTargets disk;
    private final CopySettings settings;
    private final Budget budget;

    public CopyOperation(
            Stores stores, LocationPolicy policy, BatchRunner runner, LocalTargets disk, CopySettings settings) {
        this.disk = disk;
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
                        ? run.finished(work(selection, transfer, item))
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
        Iterator<CopyItem> items = run.counted(items(request, selection));
        runner.run(
                items,
                item -> run.mayStart()
                        ? run.finished(work(selection, transfer, item))
                        : CopyResult.notAttempted(item, run.reasonNotToStart()),
                run::add,
                run::isFull);
        run.left(items, item -> CopyResult.notAttempted(item, run.reasonNotToStart()));
        return run.report();
    }

    /**
     * Copies these pairs and nothing beside them: a result for each, in their order. Assets of scenes are the caller's.
     *
     * @param request whose selection is pairs
     * @param mayStart asked before each is begun, and between the parts of large ones
     * @throws io.mediafn.json.InvalidFieldsException before any byte moves, if the pairs contradict each other
     */
    public List<CopyResult> exactly(CopyRequest request, BooleanSupplier mayStart, CopyWatcher watcher) {
        Selection selection = checked(request);
        Transfer transfer = transfer(request, watcher, mayStart);
        List<CopyResult> results = new ArrayList<>();
        if (!(selection instanceof Selection.Pairs pairs)) {
            throw new IllegalArgumentException("no pairs: " + selection);
        }
        AtomicBoolean failed = new AtomicBoolean();
        Iterator<CopyItem> items = IntStream.range(0, pairs.in().size())
                .mapToObj(i -> CopyItem.of(pairs.in().get(i), pairs.out().get(i)))
                .iterator();
        runner.run(
                items,
                item -> {
                    if (failed.get()) {
                        return CopyResult.notAttempted(item, "failure");
                    }
                    if (!mayStart.getAsBoolean()) {
                        return CopyResult.notAttempted(item, "deadline");
                    }
                    CopyResult result = work(selection, transfer, item);
                    if (result.outcome() == Outcome.FAILED && !request.skipFailures()) {
                        failed.set(true);
                    }
                    return result;
                },
                results::add,
                () -> false);
        return results;
    }

    private CopyResult work(Selection selection, Transfer transfer, CopyItem item) {
        if (selection instanceof Selection.Folder folder && folder.outdir().scheme() == Scheme.FILE) {
            try {
                Optional<String> link = disk.wayOut(folder.outdir(), item.out());
                if (link.isPresent()) {
                    throw new StorageException(
                            Kind.INVALID, item.out(), "the link " + link.get() + " leads out of " + folder.outdir());
                }
            } catch (StorageException e) {
                return CopyResult.failed(item, ItemError.of(e));
            }
        }
        return transfer.run(item);
    }

    /** The selection with its links read, after every rule that can be checked without moving a byte. */
    private Selection checked(CopyRequest request) {
        CopyRules.check(request.selection(), policy);
        if (request.selection() instanceof Selection.Links links) {
            Selection.Pairs pairs = LinksFile.read(stores.forLocation(links.file()), links);
            CopyRules.check(pairs, policy);
            Collisions.check(stores, disk, pairs);
            return pairs;
        }
        Collisions.check(stores, disk, request.selection());
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
                true,
                request.next());
        return new ItemRun<>(
                plan, context, stores::requests, result -> result.item().key());
    }

    /**
     * Writes what a stream gives, whose length nobody knows before its end.
     *
     * @param request whose overwrite rule and properties hold; its selection is not used
     * @throws StorageException as of a write
     */
    public ObjectStat write(InputStream in, Location to, CopyRequest request) throws IOException {
        ObjectStore store = stores.forLocation(policy.check(to));
        WriteMode mode = switch (request.overwrite()) {
            case NEVER, FAIL -> WriteMode.CREATE_ONLY;
            default -> WriteMode.REPLACE;
        };
        WriteOptions options = new WriteOptions(mode, Optional.empty(), request.set(), Map.of(), Optional.empty());
        byte[] buffer = new byte[settings.partSize()];
        return new UnsizedWrite(store, to, options, settings.partSize()).run(in, buffer, read -> {});
    }

    /**
     * Writes an object's bytes to a stream, in order, each part after it was read whole. A checksum that the store has of
     * the object is compared at the end, when the bytes are already out.
     *
     * @throws StorageException CORRUPT if it differs
     */
    public void read(Location from, OutputStream out) throws IOException {
        ObjectStore store = stores.forLocation(policy.check(from));
        ObjectStat stat = store.stat(from);
        PinnedReader reader = new PinnedReader(store, from, stat.etag());
        Optional<Checksum> told = Digests.ofSource(stat.checksums());
        Hasher hasher =
                told.map(Checksum::algorithm).orElse(ChecksumAlgorithm.CRC32C).newHasher();
        byte[] buffer = new byte[(int) Math.min(settings.partSize(), Math.max(1, stat.size()))];
        for (long offset = 0; offset < stat.size(); offset += buffer.length) {
            int length = (int) Math.min(buffer.length, stat.size() - offset);
            reader.readRange(buffer, offset, length, stat.size());
            hasher.update(buffer, 0, length);
            out.write(buffer, 0, length);
        }
        out.flush();
        Checksum found = hasher.finish();
        if (told.isPresent() && !told.get().equals(found)) {
            throw new StorageException(
                    Kind.CORRUPT, from, "what was read has " + found + ", its store says " + told.get());
        }
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
        return new CopyItems(stores, policy, items, selection);
    }

    private static int firstIndex(CopyRequest request) {
        return request.next().map(Integer::parseInt).orElse(0);
    }
}
