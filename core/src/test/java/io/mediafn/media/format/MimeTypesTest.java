package io.mediafn.media.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected values are what Python 3.12 answers on Debian. */
class MimeTypesTest {
    @ParameterizedTest
    @CsvSource({
        "a.jpg,image/jpeg",
        "a.JPG,image/jpeg",
        "a/b.c/d.png,image/png",
        "a.TIFF,image/tiff",
        "a.webp,image/webp",
        "a.mkv,video/x-matroska",
        "a.m4v,video/mp4",
        "a.wmv,video/x-ms-wmv",
        "a.3gp,audio/3gpp",
        "a.ts,text/vnd.trolltech.linguist",
        "a.dcm,application/dicom",
        "a.glb,model/gltf-binary",
        "a.exr,image/aces",
        "a.jpg.gz,image/jpeg",
        "a.png.Z,image/png",
        "a.svgz,image/svg+xml",
        "a.tgz,application/x-tar",
        "a.TGZ,application/x-tar",
        "s3://b/k.jpg,image/jpeg",
        "a#b.jpg,image/jpeg",
        "a?b%20.jpg,image/jpeg",
        "..jpg.png,image/png",
        "a.jpg.gz.gz,application/gzip",
        "a.jpg.GZ,application/gzip"
    })
    void guessesAsPythonDoes(String path, String mimeType) {
        assertThat(MimeTypes.guess(path)).isEqualTo(mimeType);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jpg",
                ".jpg",
                "a/.jpg",
                "a/..jpg",
                "a.jpg/b",
                "a.",
                "a.jpg?x=1",
                "a.jpg#t",
                "a.jpg ",
                "a.pcd",
                "a.ply",
                "a.fo3d",
                "a.mcap",
                "a.gz",
                "a.jpe jpeg",
                "a.image/jpeg"
            })
    void knowsNothingElse(String path) {
        assertThat(MimeTypes.guess(path)).isEqualTo("application/octet-stream");
    }

    @Test
    void mindsTheDotlessI() {
        assertThat(MimeTypes.guess("A.TIF")).isEqualTo("image/tiff");
        assertThat(MimeTypes.guess("A.GIF")).isEqualTo("image/gif");
        assertThat(MimeTypes.guess("A.G\u0130F")).isEqualTo("application/octet-stream");
    }
}
