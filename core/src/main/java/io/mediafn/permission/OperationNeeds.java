package io.mediafn.permission;

import static io.mediafn.permission.Need.CLEAN_UPLOADS;
import static io.mediafn.permission.Need.DELETE;
import static io.mediafn.permission.Need.LIST;
import static io.mediafn.permission.Need.READ;
import static io.mediafn.permission.Need.READ_TAGS;
import static io.mediafn.permission.Need.RECORD;
import static io.mediafn.permission.Need.WRITE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The table of what each operation does, and where: at the media, where media go, and in a manifest. The templates grant
 * this and no more. Two names are of events and not of requests: {@code events} is what a function does without a
 * pipeline, {@code unregister} a step of one.
 */
public enum OperationNeeds {
    COMPACT("compact", Set.of(), Set.of(), Set.of(LIST, READ, RECORD, DELETE)),
    COPY("copy", Set.of(LIST, READ, READ_TAGS), Set.of(LIST, READ, WRITE), Set.of()),
    DELETING("delete", Set.of(LIST, DELETE), Set.of(), Set.of()),
    EVENTS("events", Set.of(READ), Set.of(), Set.of(RECORD)),
    LISTING("list", Set.of(LIST), Set.of(), Set.of()),
    METADATA("metadata", Set.of(LIST, READ), Set.of(), Set.of(LIST, READ, RECORD)),
    MIGRATE("migrate", Set.of(LIST, READ, READ_TAGS, DELETE), Set.of(LIST, READ, WRITE), Set.of(LIST, READ, RECORD)),
    MOVE("move", Set.of(LIST, READ, READ_TAGS, DELETE), Set.of(LIST, READ, WRITE), Set.of()),
    RELINK("relink", Set.of(LIST, READ), Set.of(LIST, READ), Set.of(LIST, READ, RECORD)),
    STAT("stat", Set.of(LIST, READ), Set.of(), Set.of()),
    UNREGISTER("unregister", Set.of(LIST, READ), Set.of(), Set.of(RECORD)),
    UPLOAD_MEDIA("upload-media", Set.of(LIST, READ, READ_TAGS), Set.of(LIST, READ, WRITE), Set.of(LIST, READ, RECORD)),
    UPLOADS("uploads", Set.of(CLEAN_UPLOADS), Set.of(), Set.of());

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot be changed
    private final Set<Need> media;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Need> target;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Need> manifest;

    OperationNeeds(String text, Set<Need> media, Set<Need> target, Set<Need> manifest) {
        this.text = text;
        this.media = media;
        this.target = target;
        this.manifest = manifest;
    }

    /** The operation's name, as requests have it. */
    public String text() {
        return text;
    }

    /** What is done where the media lie. */
    public Set<Need> media() {
        return media;
    }

    /** What is done where media go; empty where none go anywhere. */
    public Set<Need> target() {
        return target;
    }

    /** What is done in the segments of a manifest; empty where none is touched. */
    public Set<Need> manifest() {
        return manifest;
    }

    public static Optional<OperationNeeds> named(String name) {
        return Arrays.stream(values())
                .filter(operation -> operation.text.equals(name))
                .findFirst();
    }

    /** All names, in the order of the alphabet. */
    public static List<String> names() {
        return Arrays.stream(values()).map(OperationNeeds::text).toList();
    }
}
