package io.mediafn.export;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The labelling tools that can be told of moved media. Each takes up to 1000 media a request. */
public enum PayloadFormat {
    /** {@code images.update.links} and {@code videos.update.links}, by the numbers of the entities. */
    SUPERVISELY,
    /** {@code POST /storage/items/migrate-storage}, by the items' UUIDs where they are given, else by their old URLs. */
    ENCORD,
    /** Upserts of data rows, by their ids or global keys. */
    LABELBOX;

    /** The most media of one request; all three tools, or their own clients, go by it. */
    public static final int MOST = 1000;

    /** Of an entity of Supervisely; a whole number. */
    public static final String SUPERVISELY_ID = "supervisely_id";
    /** Of a storage item of Encord. */
    public static final String ENCORD_UUID = "encord_uuid";
    /** Of a data row of Labelbox. */
    public static final String LABELBOX_ID = "labelbox_id";
    /** Of a data row of Labelbox, as its owner named it. */
    public static final String GLOBAL_KEY = "global_key";
    /** Of a data row of Labelbox: the https URL of the new place, where it can't be told from the location. */
    public static final String ROW_DATA = "row_data";

    /** Everything that names a medium for one of them. */
    public static final List<String> IDS = List.of(SUPERVISELY_ID, ENCORD_UUID, LABELBOX_ID, GLOBAL_KEY, ROW_DATA);

    /** As requests spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The tool of a name.
     *
     * @throws IllegalArgumentException naming the ones that there are
     */
    public static PayloadFormat of(String text) {
        for (PayloadFormat format : values()) {
            if (format.text().equals(text)) {
                return format;
            }
        }
        throw new IllegalArgumentException("one of supervisely, encord, labelbox");
    }

    /** The folders that payloads may be in; see {@link Payload#folder}. */
    public List<String> folders() {
        return this == SUPERVISELY ? List.of("images/", "videos/") : List.of("");
    }

    /** Why a medium can't be told of; empty where it can. */
    public Optional<String> problem(MovedMedium medium, PayloadOptions options) {
        return switch (this) {
            case SUPERVISELY -> SuperviselyLinks.problem(medium);
            case ENCORD -> Optional.empty();
            case LABELBOX -> LabelboxRows.problem(medium, options);
        };
    }

    /**
     * The requests that tell of some media.
     *
     * @param media at most {@link #MOST}, none with a {@link #problem}
     */
    public List<Payload> render(List<MovedMedium> media, PayloadOptions options) {
        if (media.size() > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " media a request, not " + media.size());
        }
        if (media.isEmpty()) {
            return List.of();
        }
        return switch (this) {
            case SUPERVISELY -> SuperviselyLinks.render(media);
            case ENCORD -> List.of(EncordMigration.render(media, options));
            case LABELBOX -> List.of(LabelboxRows.render(media, options));
        };
    }
}
