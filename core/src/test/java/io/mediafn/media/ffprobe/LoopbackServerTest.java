package io.mediafn.media.ffprobe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopbackServerTest {
    private static final int SIZE = 3 << 20;

    private final byte[] bytes = new byte[SIZE];
    private final HeldSource source = new HeldSource(bytes);
    private final BlockSource object = new BlockSource(source, SIZE, FfprobeReader.Limits.DEFAULT);

    LoopbackServerTest() {
        for (int i = 0; i < SIZE; i++) {
            bytes[i] = (byte) ((i * 31) >> 8);
        }
    }

    private static HttpURLConnection open(String url, String range) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setReadTimeout(20_000);
        connection.setConnectTimeout(5_000);
        if (!range.isEmpty()) {
            connection.setRequestProperty("Range", range);
        }
        return connection;
    }

    @Test
    void a_range_is_answered_with_its_bytes_and_the_size() throws IOException {
        try (LoopbackServer server = new LoopbackServer(object, "video.ts")) {
            HttpURLConnection answer = open(server.url(), "bytes=1000000-1000999");

            assertThat(answer.getResponseCode()).isEqualTo(206);
            assertThat(answer.getHeaderField("Content-Range")).isEqualTo("bytes 1000000-1000999/" + SIZE);
            assertThat(answer.getInputStream().readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(bytes, 1_000_000, 1_001_000));
            assertThat(server.url()).startsWith("http://127.0.0.1:").endsWith("/video.ts");
        }
    }

    @Test
    void without_a_range_everything_comes_and_behind_the_end_nothing() throws IOException {
        try (LoopbackServer server = new LoopbackServer(object, "video")) {
            HttpURLConnection whole = open(server.url(), "");
            assertThat(whole.getResponseCode()).isEqualTo(200);
            assertThat(whole.getInputStream().readAllBytes()).isEqualTo(bytes);
            assertThat(source.largest).isEqualTo(256 << 10);

            assertThat(open(server.url(), "bytes=" + SIZE + "-").getResponseCode())
                    .isEqualTo(416);
            HttpURLConnection rest = open(server.url(), "bytes=" + (SIZE - 5) + "-");
            assertThat(rest.getInputStream().readAllBytes()).hasSize(5);
        }
    }

    @Test
    void nobody_gets_anything_without_the_token() throws IOException {
        try (LoopbackServer server = new LoopbackServer(object, "video.ts")) {
            String root = server.url().replaceFirst("(//[^/]*/).*", "$1");
            assertThat(open(root, "").getResponseCode()).isEqualTo(404);
            assertThat(open(root + "00112233445566778899aabbccddeeff/video.ts", "")
                            .getResponseCode())
                    .isEqualTo(404);
            HttpURLConnection head = open(server.url(), "");
            head.setRequestMethod("HEAD");
            assertThat(head.getResponseCode()).isEqualTo(404);
        }
        assertThat(source.requests).isZero();
    }

    @Test
    void no_more_is_read_than_the_client_takes_but_for_buffers() throws Exception {
        byte[] large = new byte[32 << 20];
        HeldSource huge = new HeldSource(large);
        BlockSource blocks = new BlockSource(huge, large.length, FfprobeReader.Limits.DEFAULT);
        try (LoopbackServer server = new LoopbackServer(blocks, "video.ts");
                InputStream in = open(server.url(), "bytes=0-").getInputStream()) {
            assertThat(in.readNBytes(1000)).hasSize(1000);
            Thread.sleep(500);
            // Buffers of sockets grow, but not to half of it.
            assertThat(huge.received).isLessThan(large.length / 2);
        }
    }

    @Test
    void blocks_are_kept_for_a_while_and_the_budget_holds() throws Exception {
        BlockSource frugal =
                new BlockSource(source, SIZE, new FfprobeReader.Limits(100, 600 << 10, Duration.ofSeconds(1)));
        frugal.read(0);
        frugal.read(300_000);
        frugal.read(10);
        assertThat(source.requests).isEqualTo(2);
        assertThat(frugal.read(5).length()).isEqualTo((256 << 10) - 5);

        assertThatThrownBy(() -> frugal.read(600_000)).isInstanceOf(BlockSource.StoppedException.class);
        assertThat(frugal.overBudget()).hasValue("ffprobe wants more than 614400 bytes of it (the limit)");
        assertThat(source.requests).isEqualTo(2);
    }

    @Test
    void closing_ends_everything() throws IOException {
        LoopbackServer server = new LoopbackServer(object, "video.ts");
        String url = server.url();
        server.close();

        assertThatThrownBy(() -> open(url, "").getResponseCode()).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> object.read(0)).isInstanceOf(BlockSource.StoppedException.class);
    }
}
