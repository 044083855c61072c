package io.mediafn.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentEncodingTest {
    @ParameterizedTest
    @CsvSource({
        "identity,IDENTITY",
        "'',IDENTITY",
        "gzip,GZIP",
        "GZIP,GZIP",
        "x-gzip,GZIP",
        " X-GZip ,GZIP",
        "zstd,ZSTD",
        "Zstd,ZSTD",
        "br,BR",
        "BR,BR"
    })
    void a_header_is_understood_in_any_case(String header, ContentEncoding encoding) {
        assertThat(ContentEncoding.of(header)).contains(encoding);
        assertThat(ContentEncoding.of(encoding.text())).contains(encoding);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gzip, br", "gzip,gzip", "identity, gzip", "deflate", "compress", "aws-chunked", "gzi\u0307p"})
    void what_is_not_understood_is_absent(String header) {
        assertThat(ContentEncoding.of(header)).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void what_other_encoders_wrote_is_read(Encoded encoded) throws IOException {
        assertThat(Encoded.decode(encoded.encoding(), encoded.bytes())).isEqualTo(Encoded.text());
    }

    /** A byte at a time, with nothing ever available: as a slow network gives it. */
    @ParameterizedTest
    @EnumSource
    void a_source_may_trickle(Encoded encoded) throws IOException {
        try (InputStream content = encoded.encoding().decode(new Trickle(encoded.bytes()))) {
            assertThat(content.readAllBytes()).isEqualTo(Encoded.text());
            assertThat(content.read()).isEqualTo(-1);
            assertThat(content.read(new byte[1])).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IDENTITY", "GZIP", "ZSTD"})
    void any_bytes_come_back(ContentEncoding encoding) throws IOException {
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 2, 100, 32 << 10, (32 << 10) + 1, 128 << 10, (128 << 10) + 1, 9_000_000}) {
            byte[] noise = new byte[size];
            random.nextBytes(noise);
            assertThat(Encoded.decode(encoding, Encoded.encode(encoding, noise)))
                    .isEqualTo(noise);
            byte[] zeros = new byte[size];
            assertThat(Encoded.decode(encoding, Encoded.encode(encoding, zeros)))
                    .isEqualTo(zeros);
        }
        byte[] text = Encoded.text();
        try (InputStream content = encoding.decode(encoding.encode(new Trickle(text)))) {
            byte[] back = new byte[text.length];
            for (int i = 0; i < back.length; i++) {
                back[i] = (byte) content.read();
            }
            assertThat(back).isEqualTo(text);
            assertThat(content.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void the_same_content_is_encoded_the_same_and_smaller(ContentEncoding encoding) throws IOException {
        byte[] once = Encoded.encode(encoding, Encoded.text());
        assertThat(Encoded.encode(encoding, Encoded.text())).isEqualTo(once);
        assertThat(once.length).isLessThan(Encoded.text().length / 3);
        try (InputStream encoded = encoding.encode(new Trickle(Encoded.text()))) {
            assertThat(encoded.readAllBytes()).as("however it is read").isEqualTo(once);
        }
    }

    @Test
    void gzip_tells_no_time_and_no_system() throws IOException {
        byte[] header = Arrays.copyOf(Encoded.encode(ContentEncoding.GZIP, Encoded.text()), 10);
        assertThat(header).isEqualTo(HexFormat.of().parseHex("1f8b08000000000000ff"));
    }

    /** Where the tools are at hand, they read what we write. */
    @ParameterizedTest
    @CsvSource({"GZIP,gzip", "ZSTD,zstd"})
    void the_tools_read_what_we_write(ContentEncoding encoding, String tool, @TempDir Path folder) throws Exception {
        assumeTrue(
                Stream.of("/usr/bin", "/bin", "/usr/local/bin").anyMatch(bin -> Files.isExecutable(Path.of(bin, tool))),
                tool + " is not installed");
        byte[] content = new byte[5_000_000];
        new Random(2).nextBytes(content);
        Arrays.fill(content, 1_000_000, 4_000_000, (byte) 7);
        Path encoded = folder.resolve("encoded");
        Path decoded = folder.resolve("decoded");
        for (byte[] bytes : new byte[][] {content, Encoded.text(), new byte[0]}) {
            Files.write(encoded, Encoded.encode(encoding, bytes));
            int exit = new ProcessBuilder(tool, "-d", "-c")
                    .redirectInput(encoded.toFile())
                    .redirectOutput(decoded.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
            assertThat(exit).isZero();
            assertThat(Files.readAllBytes(decoded)).isEqualTo(bytes);
        }
    }

    /** More than the heap holds, through encoder and decoder at once. */
    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void memory_does_not_grow_with_the_content(ContentEncoding encoding) throws IOException {
        long size = Math.min(Runtime.getRuntime().maxMemory(), 1L << 30) + 1_000_000;
        try (InputStream content = encoding.decode(encoding.encode(new Zeros(size)))) {
            assertThat(content.transferTo(OutputStream.nullOutputStream())).isEqualTo(size);
        }
    }

    /** 54 bytes of br that become 64 MiB, 20 times over; so does what we encode. */
    @Test
    void a_bomb_is_a_stream() throws IOException {
        byte[] bomb = HexFormat.of()
                .parseHex("cfffff7ff82700e2b14020f7fe9ffffffff04f00c4610180eefd3fffffffe19f0088c32200ddfb7ffeffffc33f01"
                        + "10870500baf7ff03");
        for (int i = 0; i < 20; i++) {
            try (InputStream content = ContentEncoding.BR.decode(new ByteArrayInputStream(bomb))) {
                assertThat(content.transferTo(OutputStream.nullOutputStream())).isEqualTo(64L << 20);
            }
        }
    }

    @Test
    void br_is_not_encoded() {
        assertThatThrownBy(() -> ContentEncoding.BR.encode(InputStream.nullInputStream()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("br");
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_read_before_it_is_wanted_and_closing_closes_the_source(ContentEncoding encoding)
            throws IOException {
        AtomicInteger reads = new AtomicInteger();
        AtomicInteger closes = new AtomicInteger();
        InputStream watched = new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                reads.incrementAndGet();
                return super.read(buffer, offset, length);
            }

            @Override
            public void close() {
                closes.incrementAndGet();
            }
        };
        encoding.decode(watched).close();
        assertThat(closes).hasValueGreaterThanOrEqualTo(1);
        if (encoding != ContentEncoding.BR) {
            closes.set(0);
            encoding.encode(watched).close();
            assertThat(closes).hasValueGreaterThanOrEqualTo(1);
        }
        assertThat(reads).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void a_closed_stream_is_not_read(ContentEncoding encoding) throws IOException {
        byte[] encoded = Encoded.encode(encoding, Encoded.text());
        InputStream decoder = encoding.decode(new ByteArrayInputStream(encoded));
        assertThat(decoder.read()).isEqualTo('f');
        decoder.close();
        assertThatThrownBy(decoder::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
        InputStream encoder = encoding.encode(new ByteArrayInputStream(Encoded.text()));
        assertThat(encoder.read()).isEqualTo(encoded[0] & 0xFF);
        encoder.close();
        assertThatThrownBy(encoder::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
    }

    /** Gives a byte a read, and never says that there is more. */
    static final class Trickle extends InputStream {
        private final byte[] bytes;
        private int at;

        Trickle(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            int value = read();
            if (value < 0) {
                return -1;
            }
            buffer[offset] = (byte) value;
            return 1;
        }
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            Arrays.fill(buffer, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
