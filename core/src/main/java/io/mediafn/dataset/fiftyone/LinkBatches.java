package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.DatasetException.Kind;
import io.mediafn.dataset.LinkChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes of links in batches that fit into one command, of which MongoDB takes 16 MiB. */
final class LinkBatches {
    private static final int MOST = 1000;
    /** Each text stands in the command up to three times. */
    private static final long MOST_BYTES = 4 << 20;

    private LinkBatches() {}

    /**
     * All changes, equal ones once, and without those that change nothing.
     *
     * @throws DatasetException INVALID if they contradict each other, or if one goes on where another one ends and they
     *     can't be done at once
     */
    static List<List<LinkChange>> of(List<LinkChange> changes) {
        Map<String, LinkChange> byFrom = new LinkedHashMap<>();
        for (LinkChange change : changes) {
            LinkChange other = byFrom.putIfAbsent(change.from(), change);
            if (other != null && !other.equals(change)) {
                throw new DatasetException(
                        Kind.INVALID, change.from() + " can't become both " + other.to() + " and " + change.to());
            }
        }
        List<LinkChange> all = byFrom.values().stream()
                .filter(change -> !change.from().equals(change.to()))
                .toList();
        List<List<LinkChange>> batches = inBatches(all);
        if (batches.size() > 1) {
            checkNoChain(all);
        }
        return batches;
    }

    private static List<List<LinkChange>> inBatches(List<LinkChange> changes) {
        List<List<LinkChange>> batches = new ArrayList<>();
        List<LinkChange> batch = new ArrayList<>();
        long bytes = 0;
        for (LinkChange change : changes) {
            long more = bytes(change.from()) + bytes(change.to());
            if (batch.size() == MOST || (!batch.isEmpty() && bytes + more > MOST_BYTES)) {
                batches.add(List.copyOf(batch));
                batch.clear();
                bytes = 0;
            }
            batch.add(change);
            bytes += more;
        }
        if (!batch.isEmpty()) {
            batches.add(List.copyOf(batch));
        }
        return batches;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void checkNoChain(List<LinkChange> changes) {
        Set<String> froms = changes.stream().map(LinkChange::from).collect(Collectors.toSet());
        changes.stream()
                .filter(change -> froms.contains(change.to()))
                .findFirst()
                .ifPresent(change -> {
                    throw new DatasetException(
                            Kind.INVALID,
                            change.to() + " is a new location and an old one: so many changes can't be done at once, "
                                    + "and one after the other they would run into each other");
                });
    }
}
