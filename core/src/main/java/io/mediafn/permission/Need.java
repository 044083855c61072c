package io.mediafn.permission;

/** Something that is done at a place, and has to be allowed there. */
public enum Need {
    /** Lists names; without it S3 doesn't tell an object that is absent from one that may not be read. */
    LIST,
    /** Reads objects and what is known of them. */
    READ,
    /** Reads the tags that a copy takes along. */
    READ_TAGS,
    /** Writes small objects, each in one request. */
    RECORD,
    /** Writes objects of any size with their tags, and goes on with uploads that were cut off. */
    WRITE,
    /** Deletes objects. */
    DELETE,
    /** Finds uploads in parts that nobody finished, and throws them away. */
    CLEAN_UPLOADS
}
