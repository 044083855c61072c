package io.mediafn.media;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whose values are wanted where programs differ. */
public enum Profile {
    /** What FiftyOne stores with ffprobe 6 to 8 and Pillow 12; values that cannot be are left out, with the reason. */
    FIFTYONE,
    /** The same to the letter: impossible values too, and nothing for a file for which FiftyOne stores nothing. */
    FIFTYONE_STRICT,
    /** As with ffprobe 4: the frame size of a turned video is that of its display. */
    FIFTYONE_FFMPEG4,
    /** What a viewer sees: sizes after every rotation. */
    DISPLAY;

    /** As users write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Profile> of(String text) {
        return Arrays.stream(values())
                .filter(profile -> profile.text().equals(text))
                .findFirst();
    }

    /** All names, for a message. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Profile::text).toList();
    }
}
