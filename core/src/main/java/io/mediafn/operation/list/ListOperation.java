package io.mediafn.operation.list;

import io.mediafn.batch.Outcome;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.operation.Report;
import io.mediafn.operation.ReportBuilder;
import io.mediafn.operation.RunContext;
import io.mediafn.storage.KeyOrder;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectPage;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.Stores;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Lists files, in the order of their keys. A folder that is not there has none. Thread-safe. */
public final class ListOperation {
    public static final String NAME = "list";

    private final Stores stores;
    private final LocationPolicy policy;

    public ListOperation(Stores stores, LocationPolicy policy) {
        this.stores = stores;
        this.policy = policy;
    }

    /**
     * Lists everything that is meant, page by page: memory does not grow with its number.
     *
     * @param sink also gets the folders of a listing of one level
     * @throws io.mediafn.storage.StorageException if the store does not answer
     */
    public void each(ListRequest request, Consumer<ListEntry> sink) {
        request.locations().forEach(policy::check);
        ObjectStore store = stores.forLocation(request.dirpath());
        Optional<ListOptions> next = Optional.of(request.continuation().options(request.recursive()));
        while (next.isPresent()) {
            ListOptions options = next.get();
            ObjectPage page = store.list(request.listed(), options);
            entries(page).filter(entry -> isMeant(request, entry)).forEach(sink);
            next = page.nextPageToken().map(options::withPageToken);
        }
    }

    private static Stream<ListEntry> entries(ObjectPage page) {
        Stream<ListEntry> files = page.objects().stream().map(ListEntry.File::new);
        return page.prefixes().isEmpty()
                ? files
                : Stream.concat(page.prefixes().stream().map(ListEntry.Folder::new), files)
                        .sorted(Comparator.comparing(entry -> entry.at().key(), KeyOrder.INSTANCE));
    }

    private static boolean isMeant(ListRequest request, ListEntry entry) {
        return switch (entry) {
            case ListEntry.File file -> request.includes(file.at());
            case ListEntry.Folder folder -> request.includesFolder(folder.at());
        };
    }

    /**
     * Lists as many files as a reply takes; {@link Report#next()} continues. An item is one of FiftyOne's: the path in
     * {@code filepath} and, where asked for, {@code name}, {@code size}, {@code last_modified}; and the ETag.
     */
    public Report run(ListRequest request, RunContext context) {
        request.locations().forEach(policy::check);
        ObjectStore store = stores.forLocation(request.dirpath());
        ReportBuilder report = new ReportBuilder(NAME, request.dryRun(), context);
        Continuation at = request.continuation();
        Optional<ListOptions> next = Optional.of(at.options(request.recursive()));
        long requests = 0;
        while (next.isPresent()) {
            ListOptions options = next.get();
            if (report.isFull() || context.deadline().isOver()) {
                return report.build(false, requests, 0, Optional.of(at.text()));
            }
            ObjectPage page = store.list(request.listed(), options);
            requests++;
            for (ObjectStat file : page.objects()) {
                String key = file.location().key();
                if (KeyOrder.INSTANCE.compare(key, at.after()) <= 0) {
                    // The call before had it, from this page.
                    continue;
                }
                if (request.includes(file.location()) && !report.add(Outcome.DONE, item(request, file))) {
                    return report.build(false, requests, 0, Optional.of(at.text()));
                }
                at = new Continuation(key, at.page());
            }
            next = page.nextPageToken().map(options::withPageToken);
            at = new Continuation(at.after(), request.recursive() ? Optional.empty() : page.nextPageToken());
        }
        return report.build(false, requests, 0, Optional.empty());
    }

    private static Map<String, Object> item(ListRequest request, ObjectStat file) {
        Location at = file.location();
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("filepath", request.absPaths() ? at.toString() : request.relative(at));
        item.put("outcome", Outcome.DONE.text());
        if (request.returnMetadata()) {
            item.put("name", at.fileName());
            item.put("size", file.size());
            file.lastModified().ifPresent(time -> item.put("last_modified", Json.time(time)));
            file.etag().ifPresent(etag -> item.put("etag", etag));
        }
        return item;
    }
}
