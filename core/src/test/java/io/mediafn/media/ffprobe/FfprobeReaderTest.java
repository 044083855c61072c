package io.mediafn.media.ffprobe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.video.VideoStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that answer as ffprobe would, or as it should not. */
@Timeout(60)
class FfprobeReaderTest {
    private static final String VERSION =
            "case \"$1\" in -version) echo 'ffprobe version 8.1.2 Copyright'; exit 0;; esac\n";
    private static final String STREAM = """
            cat <<'END'
            streams.stream.0.codec_type="audio"
            streams.stream.0.codec_name="aac"
            streams.stream.0.channels=2
            streams.stream.0.sample_rate="48000"
            streams.stream.1.codec_type="video"
            streams.stream.1.codec_name="h264"
            streams.stream.1.profile="High 10"
            streams.stream.1.codec_tag_string="[27][0][0][0]"
            streams.stream.1.width=1280
            streams.stream.1.height=720
            streams.stream.1.pix_fmt="yuv420p10le"
            streams.stream.1.sample_aspect_ratio="4:3"
            streams.stream.1.color_range="pc"
            streams.stream.1.color_space="bt709"
            streams.stream.1.color_transfer="unknown"
            streams.stream.1.r_frame_rate="30/1"
            streams.stream.1.avg_frame_rate="30000/1001"
            streams.stream.1.time_base="1/90000"
            streams.stream.1.duration_ts=180180
            streams.stream.1.duration="2.002000"
            streams.stream.1.nb_frames="N/A"
            streams.stream.1.side_data_list.side_data.0.rotation=-90
            format.duration="2.100000"
            format.tags.creation_time="2020-01-02T03:04:05.000000Z"
            END
            """;

    @TempDir
    Path folder;

    private final HeldSource source = new HeldSource(new byte[1000]);

    @BeforeEach
    void needs_a_shell() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh here");
    }

    private FfprobeReader reader(String script, FfprobeReader.Limits limits) {
        try {
            Path program = Files.writeString(folder.resolve("ffprobe"), "#!/bin/sh\n" + script);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new FfprobeReader(program, limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FfprobeReader reader(String script) {
        return reader(VERSION + script, FfprobeReader.Limits.DEFAULT);
    }

    private VideoStream read(FfprobeReader reader) {
        return reader.read("folder/film.ts", source, 1000);
    }

    private void fails(FfprobeReader reader, Reason reason, String message) {
        assertThatThrownBy(() -> read(reader))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessage(message);
    }

    @Test
    void the_first_video_stream_counts_with_all_that_it_says() {
        VideoStream stream = read(reader(STREAM));

        assertThat(stream.width()).isEqualTo(1280);
        assertThat(stream.height()).isEqualTo(720);
        assertThat(stream.codecTag()).isEqualTo("[27][0][0][0]");
        assertThat(stream.averageFrameRate().numerator()).isEqualTo(30_000);
        assertThat(stream.realFrameRate().numerator()).isEqualTo(30);
        assertThat(stream.frames()).isEmpty();
        assertThat(stream.duration()).hasValue(2.002);
        assertThat(stream.durationTicks()).hasValue(180_180);
        assertThat(stream.containerDuration()).hasValue(2.1);
        assertThat(stream.rotation()).isEqualTo(90);
        assertThat(stream.details().toMap())
                .containsEntry("codec", "h264")
                .containsEntry("codec_profile", "High 10")
                .containsEntry("bit_depth", 10)
                .containsEntry("sample_aspect_ratio", "4:3")
                .containsEntry("captured_at", "2020-01-02T03:04:05.000000Z")
                .hasEntrySatisfying("color", color -> assertThat(color).hasToString("{matrix=bt709, full_range=true}"))
                .hasEntrySatisfying(
                        "audio", audio -> assertThat(audio).hasToString("{codec=aac, channels=2, sample_rate=48000}"));
    }

    @Test
    void it_is_asked_as_fiftyone_asks_for_nothing_but_our_url() {
        FfprobeReader reader = reader("echo \"$@\" >&2; exit 1\n");

        assertThatThrownBy(() -> read(reader))
                .hasMessageContaining("-loglevel error -protocol_whitelist http,tcp -format_whitelist mpegts,")
                .hasMessageEndingWith("-show_format -show_streams -print_format flat -i");
    }

    @Test
    void its_environment_has_no_secrets() {
        FfprobeReader reader = reader("env | sed 's/=.*//' | sort | tr '\\n' ' ' >&2; exit 1\n");

        assertThatThrownBy(() -> read(reader))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())
                                .replaceFirst("ffprobe refuses it: ", "")
                                .split(" "))
                        .isSubsetOf("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PWD", "SHLVL", "_", "OLDPWD"));
    }

    @Test
    void other_versions_are_refused_before_a_byte_is_read() {
        FfprobeReader old = reader("echo 'ffprobe version 5.1.9-0+deb12u1 Copyright'\n", FfprobeReader.Limits.DEFAULT);

        fails(
                old,
                Reason.UNSUPPORTED,
                "ffprobe must be of version 6, 7 or 8, whose values FiftyOne stores; it is ffprobe version 5.1.9-0+deb12u1");
        assertThat(source.requests).isZero();
        fails(
                reader("echo 'ffprobe version N-123-gabc Copyright'\n", FfprobeReader.Limits.DEFAULT),
                Reason.UNSUPPORTED,
                "ffprobe does not say that it is ffprobe 6, 7 or 8; it says 'ffprobe version N-123-gabc Copyright'");
        assertThatThrownBy(() -> read(new FfprobeReader(folder.resolve("absent"))))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void a_program_that_hangs_is_ended_with_what_it_started() {
        FfprobeReader.Limits short_ = new FfprobeReader.Limits(10, 1000, Duration.ofSeconds(1));
        long start = System.nanoTime();

        fails(
                reader(VERSION + "sleep 50 & wait\n", short_),
                Reason.UNSUPPORTED,
                "ffprobe takes more than 1 s for it (the limit)");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void a_program_that_talks_without_end_is_ended() {
        fails(
                reader("yes format.tags.comment=yes\n"),
                Reason.UNSUPPORTED,
                "ffprobe says more than 1048576 bytes about it (the limit)");
    }

    @Test
    void an_interrupt_ends_the_program_and_stays_with_the_thread() throws InterruptedException {
        FfprobeReader reader = reader(VERSION + "exec sleep 50\n", FfprobeReader.Limits.DEFAULT);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                read(reader);
            } catch (RuntimeException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        Thread.sleep(500);
        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
        assertThat(thrown.get()).isInstanceOf(UncheckedIOException.class).hasMessageContaining("interrupted");
        assertThat(interrupted.get()).isTrue();
    }

    @Test
    void files_without_video_or_without_its_size_are_refused() {
        fails(
                reader("echo 'streams.stream.0.codec_type=\"audio\"'\n"),
                Reason.UNSUPPORTED,
                "no video in it, so FiftyOne stores nothing for it");
        fails(
                reader("echo 'streams.stream.0.codec_type=\"video\"'\n"),
                Reason.CORRUPT,
                "ffprobe finds a video in it, but no size of its frames");
        fails(reader("exit 3\n"), Reason.CORRUPT, "ffprobe refuses it: it ended with 3");
    }
}
