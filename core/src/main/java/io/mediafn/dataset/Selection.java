package io.mediafn.dataset;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which samples of a dataset are meant; each list that is not empty narrows it.
 *
 * @param ids of samples
 * @param tags any of which a sample has
 * @param groupSlices in group datasets, by their names
 * @param limit the most samples, 1 or more
 * @param after the id behind which they begin
 */
public record Selection(
        List<String> ids, List<String> tags, List<String> groupSlices, OptionalLong limit, Optional<String> after) {
    private static final Selection ALL =
            new Selection(List.of(), List.of(), List.of(), OptionalLong.empty(), Optional.empty());

    public Selection {
        ids = List.copyOf(ids);
        tags = List.copyOf(tags);
        groupSlices = List.copyOf(groupSlices);
        if (limit.isPresent() && limit.getAsLong() < 1) {
            throw new IllegalArgumentException("a limit starts at 1, not " + limit.getAsLong());
        }
    }

    /** From the beginning. */
    public Selection(List<String> ids, List<String> tags, List<String> groupSlices, OptionalLong limit) {
        this(ids, tags, groupSlices, limit, Optional.empty());
    }

    public static Selection all() {
        return ALL;
    }

    public Selection withAfter(Optional<String> id) {
        return new Selection(ids, tags, groupSlices, limit, id);
    }

    public boolean isAll() {
        return equals(ALL);
    }
}
