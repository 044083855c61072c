package io.mediafn.operation;

import io.mediafn.location.Location;
import io.mediafn.storage.Capabilities;
import io.mediafn.storage.DeleteResult;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StatResult;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.testing.ForwardingStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store with batches, which remembers what they named and refuses keys that say so. Thread-safe. */
public final class BatchingStore extends ForwardingStore {
    public static final String REFUSED = "refused";

    private final int batch;
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger calls = new AtomicInteger();

    public BatchingStore(ObjectStore store, int batch) {
        super(store);
        this.batch = batch;
    }

    /** The locations that each batch named, in the order in which they came. */
    public List<List<String>> batches() {
        return List.copyOf(batches);
    }

    /** How often anything was asked of this store. */
    public int calls() {
        return calls.get();
    }

    @Override
    public List<DeleteResult> deleteAll(List<Location> objects) {
        called(objects);
        return objects.stream()
                .map(at -> refused(at).isPresent()
                        ? new DeleteResult(at, refused(at))
                        : super.deleteAll(List.of(at)).getFirst())
                .toList();
    }

    @Override
    public List<StatResult> statAll(List<Location> objects) {
        called(objects);
        return objects.stream()
                .map(at -> refused(at).isPresent()
                        ? new StatResult(at, Optional.empty(), refused(at))
                        : super.statAll(List.of(at)).getFirst())
                .toList();
    }

    private void called(List<Location> objects) {
        calls.incrementAndGet();
        batches.add(objects.stream().map(Location::toString).toList());
    }

    private static Optional<StorageException> refused(Location at) {
        return at.key().contains(REFUSED)
                ? Optional.of(new StorageException(Kind.DENIED, at, "a policy"))
                : Optional.empty();
    }

    @Override
    public ObjectPage list(Location prefix, ListOptions options) {
        calls.incrementAndGet();
        return super.list(prefix, options);
    }

    @Override
    public Capabilities capabilities() {
        Capabilities all = super.capabilities();
        return new Capabilities(
                all.writable(),
                all.copies(),
                all.partUploads(),
                all.resumable(),
                all.trusted(),
                batch,
                batch,
                all.smallestPart(),
                all.largestPart(),
                all.mostParts(),
                all.checksums(),
                all.properties());
    }
}
