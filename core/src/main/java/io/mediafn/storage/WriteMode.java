package io.mediafn.storage;

/** What a write does where an object stands. Stores enforce it with the write itself, never by looking first. */
public enum WriteMode {
    /** Write only where nothing is. */
    CREATE_ONLY,
    /** Write whatever is there. */
    REPLACE,
    /** Write only over the object with the given ETag. */
    IF_MATCH
}
