package io.mediafn.media.ffprobe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mediafn.media.Build;
import io.mediafn.media.Corpus;
import io.mediafn.media.MediaMetadata;
import io.mediafn.media.MediaProbe;
import io.mediafn.media.ProbeResult;
import io.mediafn.media.Profile;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.ProbeLimits;
import io.mediafn.media.read.RangeSource;
import io.mediafn.media.video.VideoStream;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.NeedsServer.Server;
import io.mediafn.testing.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real program, on what it alone reads. */
@NeedsServer(Server.FFPROBE)
@Timeout(300)
class FfprobeIT {
    private static final Set<String> CONTAINERS =
            Set.of("asf", "flv", "ivf", "mpeg", "mpegts", "mpegvideo", "mxf", "ogg");

    private final FfprobeReader reader = new FfprobeReader(TestServers.ffprobe());

    /** VP8 in IVF: a header, and the starts of five key frames. */
    private static byte[] ivf() {
        Build frames = new Build();
        for (int i = 0; i < 5; i++) {
            frames.le32(10).le32(i, 0).u8(0x10, 2, 0, 0x9d, 1, 0x2a).le16(176, 144);
        }
        return Build.of("DKIF")
                .le16(0, 32)
                .text("VP80")
                .le16(176, 144)
                .le32(25, 1, 5, 0)
                .bytes(frames.done())
                .done();
    }

    @Test
    void what_ffprobe_says_of_a_file_is_the_stream() {
        VideoStream stream = reader.read("a/b.ivf", new HeldSource(ivf()), ivf().length);

        assertThat(stream.width()).isEqualTo(176);
        assertThat(stream.height()).isEqualTo(144);
        assertThat(stream.codecTag()).isEqualTo("VP80");
        assertThat(stream.realFrameRate().value()).isEqualTo(25.0);
        assertThat(stream.details().toMap()).containsEntry("codec", "vp8");
    }

    @Test
    void a_file_that_it_refuses_is_refused_with_its_reason_and_without_our_url() {
        byte[] noise = new byte[100_000];
        new Random(5).nextBytes(noise);

        assertThatThrownBy(() -> reader.read("x.ts", new HeldSource(noise), noise.length))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.reason()).isEqualTo(MediaException.Reason.CORRUPT))
                .hasMessageStartingWith("ffprobe refuses it: ")
                .hasMessageContaining("Invalid data")
                .hasMessageNotContainingAny("127.0.0.1", "http");
    }

    @Test
    void a_playlist_makes_it_ask_nobody() {
        byte[] playlist = Build.of("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/secret.ts\n")
                .done();

        assertThatThrownBy(() -> reader.read("x.ts", new HeldSource(playlist), playlist.length))
                .hasMessageStartingWith("ffprobe refuses it: ");
    }

    @Test
    void a_budget_that_is_too_small_ends_it_with_a_clear_reason() {
        byte[] file = new byte[4 << 20];
        for (int i = 0; i < file.length; i += 188) {
            file[i] = 'G';
        }
        HeldSource source = new HeldSource(file);
        FfprobeReader frugal =
                new FfprobeReader(TestServers.ffprobe(), new FfprobeReader.Limits(2, 64 << 20, Duration.ofSeconds(30)));

        assertThatThrownBy(() -> frugal.read("x.ts", source, file.length))
                .hasMessage("ffprobe wants more than 2 requests of it (the limit)");
        assertThat(source.requests).isEqualTo(2);
        assertThat(source.largest).isLessThanOrEqualTo(256 << 10);
    }

    @Test
    void what_the_store_throws_passes() {
        RangeSource broken = new RangeSource() {
            @Override
            public Range read(long offset, int length, String why) {
                throw new IllegalStateException("the store is gone");
            }

            @Override
            public InputStream stream(long offset, long length, String why) {
                throw new IllegalStateException("nobody streams");
            }
        };

        assertThatThrownBy(() -> reader.read("a.ts", broken, 1000))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the store is gone");
    }

    @Test
    void every_file_of_the_corpus_that_it_alone_reads_agrees() throws IOException {
        Optional<Path> corpus = Corpus.folder();
        assumeTrue(corpus.isPresent(), Corpus.WHY_ABSENT);
        MediaProbe probe = new MediaProbe(ProbeLimits.DEFAULT, Optional.of(reader));
        List<String> differing = new ArrayList<>();
        int files = 0;
        for (Map.Entry<String, Map<String, Object>> entry :
                Corpus.truth(corpus.get()).entrySet()) {
            Object container = entry.getValue().get("container");
            if (entry.getValue().get("fiftyone") == null || !CONTAINERS.contains(String.valueOf(container))) {
                continue;
            }
            files++;
            Map<String, Object> expected =
                    new TreeMap<>(Corpus.map(entry.getValue().get("fiftyone")));
            byte[] bytes = Files.readAllBytes(corpus.get().resolve(entry.getKey()));
            String found = found(probe, entry.getKey(), new HeldSource(bytes));
            if (!found.equals(expected.toString())) {
                differing.add(entry.getKey() + "\n    expected " + expected + "\n    found " + found);
            }
        }
        assertThat(files).isEqualTo(22);
        assertThat(differing).isEmpty();
    }

    private static String found(MediaProbe probe, String name, HeldSource source) {
        try {
            ProbeResult result = probe.probe(name, source, Profile.FIFTYONE_STRICT);
            assertThat(result.metadata()).isInstanceOf(MediaMetadata.Video.class);
            Map<String, Object> json = new TreeMap<>(result.metadata().toJson());
            json.remove("_cls");
            json.remove("mime_type");
            return json.toString();
        } catch (MediaException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
