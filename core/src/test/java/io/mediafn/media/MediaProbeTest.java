package io.mediafn.media;

import static io.mediafn.media.Build.jpeg;
import static io.mediafn.media.Build.png;
import static io.mediafn.media.Probing.probe;
import static io.mediafn.media.Probing.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.mediafn.media.format.Format;
import io.mediafn.media.format.MimeTypes;
import io.mediafn.media.format.Sniffer;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.ProbeLimits;
import io.mediafn.media.read.RangeSource;
import io.mediafn.media.read.Window;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaProbeTest {
    private static final byte[] JPEG = jpeg().frame(64, 48, 3).scan().done();

    @Test
    void believesTheContentForTheSizeAndTheNameForTheType() {
        ProbeResult result = probe("a.png", JPEG);

        assertThat(result.metadata())
                .isEqualTo(new MediaMetadata.Image(OptionalLong.of(JPEG.length), "image/png", 64, 48, 3));
        assertThat(result.details()).contains(entry("mime_type_sniffed", "image/jpeg"));
        assertThat(probe("a.mp4", JPEG).mediaType()).isEqualTo("image");
        assertThat(probe("a", JPEG).mediaType()).isEqualTo("image");
    }

    @ParameterizedTest
    @CsvSource({
        "a.png,8192",
        "a.GIF,8192",
        "a.webp,8192",
        "a.bmp,8192",
        "a.avif,8192",
        "a.heic,8192",
        "a.psd,8192",
        "a.jp2,8192",
        "a.dcm,8192",
        "a.ppm,8192",
        "a.jpg,65536",
        "a.tif,65536",
        "a,65536"
    })
    void readsAsMuchFirstAsTheNameCallsFor(String path, int bytes) {
        CountedSource source =
                CountedSource.of(png().ihdr(1, 1, 8, 2).idat().zeros(100_000).done());

        new MediaProbe().probe(path, source);

        assertThat(source.requests).isEqualTo(1);
        assertThat(source.received).isEqualTo(bytes);
    }

    @Test
    void saysWhatAFileOfTheWrongNameIs() {
        refuses("a.jpg", Build.of("<html><body>403</body></html>").done(), Reason.CORRUPT, "content is text/html");
        refuses("a.jpg", Build.of("<?xml version='1.0'?><Error/>").done(), Reason.CORRUPT, "application/xml");
        refuses("a.png", Build.of("\n {\"error\":1}").done(), Reason.CORRUPT, "application/json");
        refuses("a.jpg", Build.of("%PDF-1.4").done(), Reason.CORRUPT, "application/pdf");
        refuses("a.jpg", Build.of("version https://git-lfs.github.com").done(), Reason.CORRUPT, "git-lfs-pointer");
        refuses("a.jpg", Build.of("anything at all").done(), Reason.CORRUPT, "named as image/jpeg");
        refuses("a.jpg", new byte[0], Reason.CORRUPT, "empty object");
        refuses("a.mp4", new byte[0], Reason.CORRUPT, "empty object");
    }

    @ParameterizedTest
    @CsvSource({
        "a.avif,....ftypavif,image/avif",
        "a.heic,....ftypheic,image/heic",
        "a,....ftypmif1....mif1heic,image/heic",
        "a.jpg,....ftypmif1....miafavif,image/avif",
        "a,....ftypmif1....aavifheic,image/heif",
        "a.psd,8BPS,image/vnd.adobe.photoshop",
        "a.ppm,P6 1 1 255 ,image/x-portable-anymap",
        "a.tga,any content,image/x-tga",
        "a,'qoif        3 ',image/qoi"
    })
    void recognisesImagesByTheirContent(String path, String content, String mimeType) {
        byte[] bytes = Build.of(content.replace("....ftyp", "\0\0\0\u0018ftyp")).done();
        Window window = new Window(CountedSource.of(bytes), ProbeLimits.DEFAULT, 1_000, "test");

        assertThat(Sniffer.sniff(path, window)).map(Format::mimeType).contains(mimeType);
    }

    @ParameterizedTest
    @CsvSource({"a.svg,<svg xmlns='x'/>,image/svg+xml", "a.xcf,gimp xcf,image/x-xcf"})
    void namesImagesThatAreNotRead(String path, String content, String mimeType) {
        refuses(path, Build.of(content).done(), Reason.UNSUPPORTED, mimeType + " is not read by this version");
    }

    @ParameterizedTest
    @CsvSource({"a.flv,'FLV\u0001\u0005',video/x-flv", "a.mxf,'\u0006\u000e+4\u0002\u0005\u0001\u0001',application/mxf"
    })
    void namesWhatOnlyAnotherProgramReads(String path, String content, String mimeType) {
        refuses(
                path,
                Build.of(content).done(),
                Reason.UNSUPPORTED,
                mimeType + " is read by ffprobe alone, and none is configured");
    }

    @Test
    void refusesVideosThatAreNone() {
        refuses(
                "a.webm",
                Build.of("something else").done(),
                Reason.CORRUPT,
                "named as video/webm, but its content is not");
        refuses("a.mp4", Build.of("%PDF-1.4").done(), Reason.CORRUPT, "but its content is application/pdf");
    }

    @ParameterizedTest
    @CsvSource({"a.pcd,point-cloud", "a.PCD,point-cloud", "a.fo3d,3d", "a.txt,unknown", "a,unknown"})
    void givesOtherFilesTheirSizeAndType(String path, String mediaType) {
        ProbeResult result = probe(path, Build.of("whatever").done());

        assertThat(result.mediaType()).isEqualTo(mediaType);
        assertThat(result.metadata()).isEqualTo(new MediaMetadata.Other(OptionalLong.of(8), MimeTypes.guess(path)));
        assertThat(result.details()).isEmpty();
        assertThat(probe(path, new byte[0]).metadata().toJson()).containsEntry("size_bytes", 0L);
    }

    @Test
    void tellsWhatItSawOfOtherFiles() {
        assertThat(probe("a.bin", Build.of("%PDF-1.4").done()).details())
                .containsOnly(entry("mime_type_sniffed", "application/pdf"));
    }

    @Test
    void letsTheExceptionsOfTheStorePass() {
        RangeSource broken = new RangeSource() {
            @Override
            public Range read(long offset, int length, String why) {
                throw new UncheckedIOException(new IOException("the wire"));
            }

            @Override
            public InputStream stream(long offset, long length, String why) {
                throw new UncheckedIOException(new IOException("the wire"));
            }
        };
        assertThatThrownBy(() -> new MediaProbe().probe("a.jpg", broken)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void refusesLimitsBelowOne() {
        assertThatThrownBy(() -> new ProbeLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ProbeLimits(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
