package io.mediafn.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mediafn.media.MediaException.Reason;

/** What the tests of all formats ask. */
final class Probing {
    private Probing() {}

    static ProbeResult probe(String path, byte[] bytes) {
        return new MediaProbe().probe(path, CountedSource.of(bytes));
    }

    /** {@code width x height x channels}, as FiftyOne stores them. */
    static String image(byte[] bytes) {
        ProbeResult result = probe("file", bytes);
        assertThat(result.mediaType()).isEqualTo("image");
        MediaMetadata.Image image = (MediaMetadata.Image) result.metadata();
        return image.width() + "x" + image.height() + "x" + image.numChannels();
    }

    static void refuses(byte[] bytes, Reason reason, String part) {
        refuses("file", bytes, reason, part);
    }

    static void refuses(String path, byte[] bytes, Reason reason, String part) {
        MediaException e = catchThrowableOfType(MediaException.class, () -> probe(path, bytes));
        assertThat(e).as(path).isNotNull();
        assertThat(e).hasMessageContaining(part);
        assertThat(e.reason()).isEqualTo(reason);
    }
}
