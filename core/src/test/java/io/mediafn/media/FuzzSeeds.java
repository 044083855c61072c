package io.mediafn.media;

import static io.mediafn.media.Build.jpeg;
import static io.mediafn.media.Build.orientation;
import static io.mediafn.media.Build.png;
import static io.mediafn.media.Build.tiff;
import static io.mediafn.media.Build.webp;

import io.mediafn.media.video.avi.AviFiles;
import io.mediafn.media.video.matroska.Mkv;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small whole files, so that breaking files needs no other ones. */
final class FuzzSeeds {
    private FuzzSeeds() {}

    static Map<String, byte[]> built() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        seeds.put(
                "a.jpg",
                jpeg().exif(orientation(6))
                        .multiPicture(2, 2)
                        .xmp("tiff:Orientation=\"6\"")
                        .frame(64, 48, 3)
                        .scan()
                        .done());
        seeds.put(
                "a.png",
                png().ihdr(5, 7, 8, 6)
                        .chunk("acTL", new byte[8])
                        .chunk("eXIf", orientation(3))
                        .idat()
                        .done());
        seeds.put(
                "a.gif",
                Build.of("GIF89a\5\0\5\0\0\0\0!\u00ff\u000bNETSCAPE2.0\3\1\0\0\0,\0\0\0\0\5\0\5\0\0\2\2aa\0;")
                        .done());
        seeds.put("a.webp", webp(new Build().vp8x(0, 30, 20).vp8(30, 20).riff("EXIF", orientation(6))));
        seeds.put("b.webp", webp(new Build().vp8l(30, 20, true)));
        seeds.put(
                "a.bmp",
                Build.of("BM")
                        .le32(0, 0, 54, 56, 3, 4)
                        .le16(1, 32)
                        .le32(3, 0, 0, 0, 0, 0, 255, 255, 255, 0)
                        .done());
        seeds.put(
                "a.tif",
                tiff().longs(256, 30)
                        .longs(257, 20)
                        .shorts(258, 8, 8, 8, 8)
                        .shorts(262, 2)
                        .longs(273, 8)
                        .shorts(277, 4)
                        .shorts(338, 0)
                        .shorts(339, 1, 1, 1, 1)
                        .done());
        seeds.put("a.mkv", Mkv.sample());
        seeds.put("a.avi", AviFiles.sample());
        return seeds;
    }
}
