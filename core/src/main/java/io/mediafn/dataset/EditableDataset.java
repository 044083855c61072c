package io.mediafn.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
     * Declares a field of texts that hold locations, unless it is declared already: nothing may be written to a field
     * that is not.
     *
     * @param name of letters, digits and underscores, with a letter in front
     */
    void declareField(String name);

    /**
     * Reads samples, in the order of their ids. A field in a list, or of frames, may have several locations of one sample,
     * each of which comes by itself.
     *
     * @param selection whose limit counts samples, however many locations each has
     * @param field whose locations are wanted; samples without one are left out
     * @param onlyWithoutMetadata whether those that have metadata are left out
     */
    SampleCursor samples(Selection selection, MediaField field, boolean onlyWithoutMetadata);

    /** How many locations {@link #samples} comes to. */
    long count(Selection selection, MediaField field, boolean onlyWithoutMetadata);

    /**
     * Writes metadata; a result for each change, in their order. Nothing that is there is ever erased.
     *
     * @throws DatasetException INVALID before anything is written, if a class of metadata is not the one of a sample's
     *     media type
     */
    List<ChangeCount> setMetadata(List<MetadataChange> changes);

    /**
     * How many documents have a location under a prefix in this field, on path boundaries as for relinking.
     *
     * @param selection of samples, without a limit, as for {@link #relinkPrefix}
     */
    long countUnder(MediaField field, String prefix, Selection selection);

    /** The same, of all samples. */
    default long countUnder(MediaField field, String prefix) {
        return countUnder(field, prefix, Selection.all());
    }

    /**
     * Gives every location under one prefix the other one instead, in one step at the server where there is one. Done
     * again it changes nothing: where the new prefix lies inside of the old one, what is under the new one is left alone.
     *
     * @param from ends where a path segment ends: {@code s3://b/data} does not mean {@code s3://b/database}; without a
     *     slash behind it, it also means the location that it is itself
     * @param to a slash behind it, or none, makes no difference to what is under it
     * @param selection of samples, whose frames are meant with them
     * @throws DatasetException INVALID if the selection has a limit or a beginning: which samples would be the first is no
     *     property of a sample; REFUSED before anything is changed, if {@link #countLeftUnderOld} tells of any
     */
    ChangeCount relinkPrefix(MediaField field, String from, String to, Selection selection);

    /** The same, of all samples. */
    default ChangeCount relinkPrefix(MediaField field, String from, String to) {
        return relinkPrefix(field, from, to, Selection.all());
    }

    /**
     * How many documents {@link #relinkPrefix} would change: those that are under the old prefix, and, where the new one
     * lies inside of it, not under the new one.
     */
    default long countToRelink(MediaField field, String from, String to, Selection selection) {
        String inner = to.endsWith("/") ? to : to + "/";
        boolean inside = inner.startsWith(from.endsWith("/") ? from : from + "/");
        return countUnder(field, from, selection) - (inside ? countUnder(field, to, selection) : 0);
    }

    /** How many documents {@link #relinkPrefix} would leave under the old prefix, where the new one lies above it. */
    default long countLeftUnderOld(MediaField field, String from, String to, Selection selection) {
        return Prefixes.leftUnderOld(from, to)
                .map(prefix -> countUnder(field, prefix, selection))
                .orElse(0L);
    }

    /**
     * How many documents have each of some locations in this field; those that none has are left out. At most 1000 are
     * asked for at once.
     *
     * @param paths as they are written in the dataset
     * @param selection of samples, without a limit, as for {@link #relinkPrefix}
     */
    default Map<String, Long> countAt(MediaField field, List<String> paths, Selection selection) {
        Set<String> wanted = Set.copyOf(paths);
        Map<String, Long> counts = new HashMap<>();
        try (SampleCursor samples = samples(selection, field, false)) {
            while (samples.hasNext()) {
                String path = samples.next().path();
                if (wanted.contains(path)) {
                    counts.merge(path, 1L, Long::sum);
                }
            }
        }
        return counts;
    }

    /**
     * Compares and sets, in each of the fields; a result for each change and field that has any, in their order. At most
     * 1000 changes happen at once, so that they may form a chain or a circle; more may not.
     *
     * @param selection of samples, without a limit, as for {@link #relinkPrefix}
     * @throws DatasetException INVALID before anything is changed, if a location would get two others, or a sample's medium
     *     another type; see {@link LinkChange#keepsMediaType}
     */
    List<Map<MediaField, ChangeCount>> relink(List<LinkChange> changes, List<MediaField> fields, Selection selection);

    /** The same, of all samples. */
    default List<Map<MediaField, ChangeCount>> relink(List<LinkChange> changes, List<MediaField> fields) {
        return relink(changes, fields, Selection.all());
    }

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
