package io.mediafn.media;

import io.mediafn.media.format.Format;
import java.util.Optional;

/** Which images the Java runtime decodes to the very values that stand in them. */
final class DecodedFormats {
    private static final int EIGHT_BITS = 8;
    private static final int MOST_OF_JPEG = 3;

    private DecodedFormats() {}

    /** Why the pixels of an image are not decoded, if it is so: no numbers are better than wrong ones. */
    static Optional<String> refusal(Optional<Format> format, ProbeResult image) {
        boolean known = format.filter(DecodedFormats::isKnown).isPresent();
        if (!known) {
            return Optional.of("the pixels of no such format are decoded");
        }
        if (image.details().get("bit_depth") instanceof Integer bits && bits > EIGHT_BITS) {
            return Optional.of("pixels of more than 8 bits a channel are not decoded");
        }
        boolean inks = image.metadata() instanceof MediaMetadata.Image header
                && format.get() == Format.JPEG
                && header.numChannels() > MOST_OF_JPEG;
        if (inks) {
            return Optional.of("pixels of CMYK are not decoded");
        }
        Object profile = image.details().get("icc_profile");
        return profile == null || String.valueOf(profile).contains("sRGB")
                ? Optional.empty()
                : Optional.of("the decoder would convert the pixels by their colour profile");
    }

    /** There are decoders for TIFF and BMP too: one takes whatever memory a broken file asks for, one mistakes gaps. */
    private static boolean isKnown(Format format) {
        return switch (format) {
            case JPEG, PNG, GIF -> true;
            default -> false;
        };
    }
}
