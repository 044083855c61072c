package io.mediafn.dataset.manifest;

import io.mediafn.batch.BatchRunner;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The records of many segments, all of one id together, in the order of the ids. A segment is fetched whole, one request
 * each; one whose name tells its first id, not before its turn. For one thread.
 *
 * <p>Where segments are folded meanwhile, it lists again and goes on with those that came of them. These have also what it
 * has handed on already, which it leaves out: it had all of that from where it was before.
 */
final class SegmentMerge implements Iterator<List<SampleRecord>> {
    /** Many more than anybody folds in the time of one reading. */
    private static final int MOST_LISTINGS = 1000;

    private final Segments segments;
    private final BatchRunner readers;
    private final Supplier<List<ObjectStat>> again;
    private final Set<Location> known = new HashSet<>();
    private final Set<Location> opened = new HashSet<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::firstId));
    private final PriorityQueue<OpenSegment> open = new PriorityQueue<>(Comparator.comparing(OpenSegment::id));
    private String position = "";
    private int listings = 1;

    private record Waiting(String firstId, Location at) {}

    private record Fetched(Location at, Optional<OpenSegment> segment) {}

    /** @param again lists once more; nothing where segments that are gone do not matter */
    SegmentMerge(Segments segments, BatchRunner readers, List<ObjectStat> listed, Supplier<List<ObjectStat>> again) {
        this.segments = segments;
        this.readers = readers;
        this.again = again;
        admit(listed);
    }

    static SegmentMerge ofAll(Segments segments, BatchRunner readers) {
        return new SegmentMerge(segments, readers, segments.list(), segments::list);
    }

    /** Whether there are any segments at all. */
    boolean isEmpty() {
        return known.isEmpty();
    }

    /** Those that were read, or begun to be. */
    Set<Location> opened() {
        return Set.copyOf(opened);
    }

    private void admit(List<ObjectStat> listed) {
        List<ObjectStat> fresh = listed;
        boolean gone = true;
        while (gone) {
            List<Location> now = new ArrayList<>();
            for (ObjectStat segment : fresh) {
                if (known.add(segment.location())) {
                    Optional<String> first = SegmentName.parse(
                                    segment.location().fileName())
                            .flatMap(SegmentName::range)
                            .map(SegmentName.Range::first);
                    first.ifPresentOrElse(
                            id -> waiting.add(new Waiting(id, segment.location())), () -> now.add(segment.location()));
                }
            }
            gone = fetch(now) > 0;
            fresh = gone ? listed() : List.of();
        }
    }

    private List<ObjectStat> listed() {
        listings++;
        if (listings > MOST_LISTINGS) {
            throw new StorageException(
                    Kind.UNAVAILABLE, segments.folder(), "segments vanish faster than they can be read");
        }
        return again.get();
    }

    /** Returns how many were not there any more. */
    private int fetch(List<Location> some) {
        int[] gone = {0};
        readers.run(
                some.iterator(),
                at -> new Fetched(
                        at,
                        segments.read(at)
                                .map(bytes -> new OpenSegment(
                                        at,
                                        bytes,
                                        SegmentName.parse(at.fileName()).isPresent()))),
                fetched -> {
                    if (fetched.segment().isEmpty()) {
                        // One that is listed again is read again.
                        known.remove(fetched.at());
                        gone[0]++;
                    } else {
                        opened.add(fetched.at());
                        OpenSegment segment = fetched.segment().get();
                        segment.skipThrough(position);
                        addUnlessOver(segment);
                    }
                },
                () -> false);
        return gone[0];
    }

    private void addUnlessOver(OpenSegment segment) {
        if (!segment.isOver()) {
            open.add(segment);
        }
    }

    /** Before an id is handed on, every segment that may have it must be open. */
    private void openDue() {
        while (!waiting.isEmpty()
                && (open.isEmpty()
                        || waiting.peek().firstId().compareTo(open.peek().id()) <= 0)) {
            if (fetch(List.of(waiting.remove().at())) > 0) {
                admit(listed());
            }
        }
    }

    @Override
    public boolean hasNext() {
        openDue();
        return !open.isEmpty();
    }

    @Override
    public List<SampleRecord> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more records");
        }
        List<SampleRecord> together = new ArrayList<>(1);
        String id = open.peek().id();
        while (!open.isEmpty() && open.peek().id().equals(id)) {
            OpenSegment segment = open.remove();
            while (!segment.isOver() && segment.id().equals(id)) {
                together.add(segment.take());
            }
            addUnlessOver(segment);
        }
        position = id;
        return together;
    }
}
