package io.mediafn.dataset.fiftyone;

import io.mediafn.dataset.ChangeCount;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.LinkChange;
import io.mediafn.dataset.MediaField;
import io.mediafn.dataset.MetadataChange;
import io.mediafn.dataset.NewSample;
import io.mediafn.dataset.SampleCursor;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.Selection;
import io.mediafn.location.Location;
import java.util.List;
import java.util.Map;

/** A dataset that hands everything on to another, and is told before links change. */
abstract class ForwardingDataset implements EditableDataset {
    private final EditableDataset dataset;

    ForwardingDataset(EditableDataset dataset) {
        this.dataset = dataset;
    }

    /** Links are about to change. */
    abstract void beforeRelink();

    @Override
    public List<MediaField> mediaFields() {
        return dataset.mediaFields();
    }

    @Override
    public void declareField(String name) {
        dataset.declareField(name);
    }

    @Override
    public SampleCursor samples(Selection selection, MediaField field, boolean onlyWithoutMetadata) {
        return dataset.samples(selection, field, onlyWithoutMetadata);
    }

    @Override
    public long count(Selection selection, MediaField field, boolean onlyWithoutMetadata) {
        return dataset.count(selection, field, onlyWithoutMetadata);
    }

    @Override
    public List<ChangeCount> setMetadata(List<MetadataChange> changes) {
        return dataset.setMetadata(changes);
    }

    @Override
    public long countUnder(MediaField field, String prefix, Selection selection) {
        return dataset.countUnder(field, prefix, selection);
    }

    @Override
    public long countToRelink(MediaField field, String from, String to, Selection selection) {
        return dataset.countToRelink(field, from, to, selection);
    }

    @Override
    public Map<String, Long> countAt(MediaField field, List<String> paths, Selection selection) {
        return dataset.countAt(field, paths, selection);
    }

    @Override
    public ChangeCount relinkPrefix(MediaField field, String from, String to, Selection selection) {
        beforeRelink();
        return dataset.relinkPrefix(field, from, to, selection);
    }

    @Override
    public List<Map<MediaField, ChangeCount>> relink(
            List<LinkChange> changes, List<MediaField> fields, Selection selection) {
        beforeRelink();
        return dataset.relink(changes, fields, selection);
    }

    @Override
    public List<String> insert(List<NewSample> samples) {
        return dataset.insert(samples);
    }

    @Override
    public long delete(List<String> ids) {
        return dataset.delete(ids);
    }

    @Override
    public void record(List<SampleRecord> observations) {
        dataset.record(observations);
    }

    @Override
    public boolean owns(Location at) {
        return dataset.owns(at);
    }

    @Override
    public List<SampleRecord> samples() {
        return dataset.samples();
    }

    @Override
    public void close() {
        dataset.close();
    }
}
