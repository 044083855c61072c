package io.mediafn.operation.relink;

import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries of a map a thousand at a time, with where their samples are. For one thread, which closes it. */
final class MapBatches implements AutoCloseable {
    static final int SIZE = 1000;

    private final MapReader map;
    private final Optional<EditableDataset> dataset;
    private final List<MediaField> fields;
    private final Selection selection;
    private List<MapEntry> entries = List.of();

    MapBatches(MapReader map, Optional<EditableDataset> dataset, List<MediaField> fields, Selection selection) {
        this.map = map;
        this.dataset = dataset;
        this.fields = fields;
        this.selection = selection;
    }

    /** Passes over the first entries. */
    void skipTo(int index) {
        for (int i = 0; i < index && map.hasNext(); i++) {
            MapEntry unused = map.next();
        }
    }

    boolean hasNext() {
        return map.hasNext();
    }

    /** Takes the entries up to the end of their thousand, which are then those of this batch. */
    List<MapEntry> take() {
        List<MapEntry> taken = new ArrayList<>();
        do {
            taken.add(map.next());
        } while (map.hasNext() && (taken.getLast().index() + 1) % SIZE != 0);
        entries = taken;
        return entries;
    }

    /**
     * Where the samples of this batch are.
     *
     * @param known the undo map of an earlier run, or of this one
     * @param isUndo whether this map undoes another one: samples may be at both places then, as they were before it
     * @param onlyKnown whether others must not change: the undo map is written, and they came too late for it
     * @throws io.mediafn.dataset.DatasetException if the dataset does not say
     */
    List<Standing> standings(UndoCursor known, boolean isUndo, boolean onlyKnown) {
        Map<String, Long> here = counts(entries.stream().map(MapEntry::from).toList(), selection);
        Map<String, Long> there = counts(entries.stream().map(MapEntry::to).toList(), Selection.all());
        return entries.stream()
                .map(entry -> {
                    long atOld = here.getOrDefault(entry.from(), 0L);
                    long atNew = there.getOrDefault(entry.to(), 0L);
                    boolean isKnown = known.has(entry);
                    boolean mayChange = isUndo || isKnown || (!onlyKnown && atNew == 0);
                    return new Standing(entry, atOld, atNew, isKnown, mayChange);
                })
                .toList();
    }

    private Map<String, Long> counts(List<String> paths, Selection some) {
        Map<String, Long> counts = new HashMap<>();
        dataset.ifPresent(one -> fields.forEach(field ->
                one.countAt(field, paths, some).forEach((path, count) -> counts.merge(path, count, Long::sum))));
        return counts;
    }

    @Override
    public void close() {
        map.close();
    }
}
