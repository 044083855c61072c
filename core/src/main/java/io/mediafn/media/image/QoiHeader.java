package io.mediafn.media.image;

import io.mediafn.media.read.Window;

/** QOI: four fields behind the magic. */
final class QoiHeader {
    private QoiHeader() {}

    static ImageHeader read(Window window) {
        int channels = window.u8(12) == 3 ? 3 : 4; // Pillow takes whatever is not 3 for 4
        ImageHeader header = ImageHeader.of(window.u32be(4), window.u32be(8), channels, 8);
        header.details().put("color_space", "rgb").put("has_alpha", channels == 4);
        return header;
    }
}
