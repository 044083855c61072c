package io.mediafn.media;

import io.mediafn.media.format.Format;
import io.mediafn.media.image.ImageHeader;
import io.mediafn.media.image.ImageHeader.Animation;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What FiftyOne makes of what Pillow tells of an image. */
final class ImageRules {
    /** Above it Pillow takes an image for a decompression bomb and does not open it. */
    private static final long MAX_PIXELS = 178_956_970;

    private static final int FIRST_SIDEWAYS = 5;

    private ImageRules() {}

    /** @throws MediaException for sizes that cannot be, and where the profile has nothing for such an image */
    static ProbeResult result(
            Format format, ImageHeader header, OptionalLong size, String mimeType, Details details, Profile profile) {
        long width = header.width();
        long height = header.height();
        if (width <= 0 || height <= 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new MediaException(
                    Reason.CORRUPT, format.mimeType() + " of " + width + " x " + height + " pixels cannot be");
        }
        List<Problem> problems = new ArrayList<>();
        boolean bomb = width > MAX_PIXELS / height;
        header.refusal().ifPresent(why -> refuse(why, profile, problems));
        if (bomb) {
            refuse(
                    "more than " + MAX_PIXELS + " pixels, which Pillow takes for a decompression bomb",
                    profile,
                    problems);
        }
        if (header.channels() == 0) {
            problems.add(new Problem("num_channels", "the header does not tell it"));
        }
        boolean sideways = header.orientation() >= FIRST_SIDEWAYS;
        if (header.orientation() > 0) {
            details.put("orientation", header.orientation());
        }
        if (header.orientation() > 1) {
            details.put("display_width", sideways ? height : width);
            details.put("display_height", sideways ? width : height);
        }
        if (header.bitDepth() > 0) {
            details.put("bit_depth", header.bitDepth());
        }
        if (header.animation() != Animation.UNKNOWN) {
            details.put("animated", header.animation() == Animation.YES);
        }
        if (bomb) {
            details.put("pixel_bomb", true);
        }
        details.putAll(header.details());
        boolean turned = sideways && (header.turned() || profile == Profile.DISPLAY);
        MediaMetadata.Image metadata = new MediaMetadata.Image(
                size, mimeType, (int) (turned ? height : width), (int) (turned ? width : height), header.channels());
        return new ProbeResult("image", metadata, details.toMap(), problems, true);
    }

    private static void refuse(String why, Profile profile, List<Problem> problems) {
        if (profile == Profile.FIFTYONE_STRICT) {
            throw new MediaException(Reason.UNSUPPORTED, "FiftyOne stores nothing for it: " + why);
        }
        problems.add(new Problem("metadata", "FiftyOne stores nothing for it: " + why));
    }
}
