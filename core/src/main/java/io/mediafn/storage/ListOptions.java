package io.mediafn.storage;

import java.util.Optional;

/**
 * How to list.
 *
 * @param recursive whether to list every key below the prefix; otherwise keys with a further slash are folded into
 *     {@link ObjectPage#prefixes()}
 * @param limit the most entries of a page, 1 to 1000; a store may return fewer
 * @param startAfter a key; only keys behind it are listed (for a recursive listing)
 * @param pageToken {@link ObjectPage#nextPageToken()} of the page before, with otherwise equal options
 */
public record ListOptions(boolean recursive, int limit, Optional<String> startAfter, Optional<String> pageToken) {
    public static final int LARGEST_PAGE = 1000;

    public ListOptions {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("limit is not between 1 and " + LARGEST_PAGE + ": " + limit);
        }
    }

    public static ListOptions everything() {
        return new ListOptions(true, LARGEST_PAGE, Optional.empty(), Optional.empty());
    }

    public static ListOptions oneLevel() {
        return new ListOptions(false, LARGEST_PAGE, Optional.empty(), Optional.empty());
    }

    public ListOptions withLimit(int most) {
        return new ListOptions(recursive, most, startAfter, pageToken);
    }

    public ListOptions withStartAfter(String key) {
        return new ListOptions(recursive, limit, Optional.of(key), pageToken);
    }

    public ListOptions withPageToken(String token) {
        return new ListOptions(recursive, limit, startAfter, Optional.of(token));
    }
}
