package io.mediafn.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;

/** What the tests of all formats ask. */
public final class Probing {
    private Probing() {}

    public static ProbeResult probe(String path, byte[] bytes) {
        return new MediaProbe().probe(path, CountedSource.of(bytes));
    }

    /** {@code width x height x channels}, as FiftyOne stores them. */
    public static String image(byte[] bytes) {
        ProbeResult result = probe("file", bytes);
        assertThat(result.mediaType()).isEqualTo("image");
        MediaMetadata.Image image = (MediaMetadata.Image) result.metadata();
        return image.width() + "x" + image.height() + "x" + image.numChannels();
    }

    public static void refuses(byte[] bytes, Reason reason, String part) {
        refuses("file", bytes, reason, part);
    }

    public static void refuses(String path, byte[] bytes, Reason reason, String part) {
        MediaException e = catchThrowableOfType(MediaException.class, () -> probe(path, bytes));
        assertThat(e).as(path).isNotNull();
        assertThat(e).hasMessageContaining(part);
        assertThat(e.reason()).isEqualTo(reason);
    }
}
