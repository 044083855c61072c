package io.mediafn.media.image;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.Pieces;
import io.mediafn.media.read.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What else the boxes of a HEIF file tell about an image. */
final class HeifDetails {
    private static final int IDENTITY_MATRIX = 0;
    private static final String APPLE_GAIN_MAP = "urn:com:apple:photo:2020:aux:hdrgainmap";

    private HeifDetails() {}

    /** The colours, by its own properties. */
    static void putColours(
            Window window, List<HeifProperty> properties, @Nullable HeifProperty config, Details details) {
        boolean rgb = false;
        for (HeifProperty property : properties) {
            if (property.isIcc()) {
                BoxReader content = property.content().copy();
                content.skip(4);
                Pieces profile = new Pieces(new FetchedOnly(window)).add(content.position(), content.remaining());
                FetchedOnly.search(() -> IccProfile.describe(profile, details));
            } else if (property.isNclx()) {
                BoxReader content = property.content().copy();
                content.skip(8);
                rgb = content.u16() == IDENTITY_MATRIX;
            }
        }
        if (config == null) {
            return;
        }
        details.put("color_space", config.isMonochrome() ? "grayscale" : rgb ? "rgb" : "ycbcr");
        if (!config.isMonochrome()) {
            details.put("chroma_subsampling", config.av1Subsampling());
        }
    }

    /** What items about the image tell: Exif, XMP, a gain map; and whether the file ends before its pixels. */
    static void putItems(Window window, HeifMeta meta, HeifItem image, Details details) {
        boolean exif = false;
        boolean xmp = false;
        for (HeifItem item : meta.items()) {
            // One of each counts: thousands of them would be made to cost time.
            if (!exif && item.describes == image.id && item.type.equals("Exif")) {
                exif = true;
                meta.fetched(item, window)
                        .flatMap(data -> HeifExif.block(data, item.size))
                        .ifPresent(block -> ExifDetails.ofBlock(block, details));
            } else if (!xmp && item.describes == image.id && item.contentType.equals("application/rdf+xml")) {
                xmp = true;
                meta.fetched(item, window).ifPresent(data -> XmpDetails.of(data.text(0, (int) data.length()), details));
            }
            HeifProperty kind = item.auxiliaryOf == image.id ? item.property("auxC") : null;
            if (item.type.equals("tmap") || (kind != null && kind.text().equals(APPLE_GAIN_MAP))) {
                details.put("gain_map", true);
            }
            boolean pixels = item.id == image.id || item.inputOf == image.id || item.auxiliaryOf == image.id;
            if (pixels && !item.inIdat && item.located && !window.contains(0, item.end)) {
                details.put("truncated", true);
            }
        }
    }
}
