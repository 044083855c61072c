package io.mediafn.operation;

import io.mediafn.dataset.MediaField;

/** Media fields as requests name them. */
public final class MediaFieldNames {
    private static final String FRAMES = "frames.";

    private MediaFieldNames() {}

    /** What {@link MediaField#text} gave. */
    public static MediaField of(String name) {
        return name.startsWith(FRAMES)
                ? new MediaField(name.substring(FRAMES.length()), true)
                : new MediaField(name, false);
    }
}
