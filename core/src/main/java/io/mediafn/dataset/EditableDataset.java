package io.mediafn.dataset;

import java.util.List;
import java.util.Map;

/**
 * A dataset whose samples operations read and change. Implementations are thread-safe, and safe beside other writers of
 * the same dataset: every change says what it expects to find, and is done again without harm.
 *
 * <p>All methods throw {@link DatasetException} where the dataset can't be reached, is not what it should be, or refuses.
 */
public interface EditableDataset extends Dataset, AutoCloseable {
    /** Every field that may hold where a medium lies; {@link MediaField#FILEPATH} first. */
    List<MediaField> mediaFields();

    /**
     * Reads samples, in the order of their ids.
     *
     * @param field whose locations are wanted; samples without one are left out
     * @param onlyWithoutMetadata whether those that have metadata are left out
     */
    SampleCursor samples(Selection selection, MediaField field, boolean onlyWithoutMetadata);

    /** How many {@link #samples} there are. */
    long count(Selection selection, MediaField field, boolean onlyWithoutMetadata);

    /** Writes metadata; a result for each change, in their order. Nothing that is there is ever erased. */
    List<ChangeCount> setMetadata(List<MetadataChange> changes);

    /** How many documents have a location under a prefix in this field, on path boundaries. */
    long countUnder(MediaField field, String prefix);

    /**
     * Gives every location under one prefix the other one instead, in one step at the server where there is one. Done
     * again it changes nothing.
     *
     * @param from ends where a path segment ends: {@code s3://b/data} does not mean {@code s3://b/database}
     */
    ChangeCount relinkPrefix(MediaField field, String from, String to);

    /** Compares and sets, in each of the fields; a result for each change and field that has any, in their order. */
    List<Map<MediaField, ChangeCount>> relink(List<LinkChange> changes, List<MediaField> fields);

    /**
     * Adds samples that are not there; one whose location is there already is left as it is.
     *
     * @return the id of each, in their order
     */
    List<String> insert(List<NewSample> samples);

    /** Deletes samples, and what belongs to them; media stay. */
    long delete(List<String> ids);

    @Override
    void close();
}
