package io.mediafn.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage is told, and never taken for content. */
final class DamagedEncodingTest {
    @ParameterizedTest
    @EnumSource
    void an_end_at_any_byte_is_too_early(Encoded encoded) {
        byte[] bytes = encoded.bytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] start = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Encoded.decode(encoded.encoding(), start))
                    .as("%s of %s bytes", length, bytes.length)
                    .isInstanceOf(CorruptEncodingException.class)
                    .hasMessageContaining(encoded.encoding().text());
        }
    }

    /** Some bits mean nothing for the content: a time, a name. None may give other content where there is a checksum. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ALL,
            names = {"(GZIP|ZSTD_LEVEL|ZSTD_STREAMED).*"})
    void a_flipped_bit_gives_no_other_content(Encoded encoded) throws IOException {
        byte[] bytes = encoded.bytes();
        byte[] text = Encoded.text();
        int told = 0;
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(Encoded.decode(encoded.encoding(), bytes))
                        .as("bit %s", bit)
                        .isEqualTo(text);
            } catch (CorruptEncodingException | EncodingRefusedException e) {
                told++;
            }
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(told).isGreaterThan(8 * bytes.length * 8 / 10);
    }

    /** Without a checksum it may give other content, but nothing worse: not another exception, and not without end. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ALL,
            names = {"(BR|ZSTD_BARE).*"})
    void a_flipped_bit_without_a_checksum_does_no_harm(Encoded encoded) throws IOException {
        byte[] bytes = encoded.bytes();
        int told = 0;
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            try (InputStream content = encoded.encoding().decode(new ByteArrayInputStream(bytes))) {
                content.readNBytes(20 << 20);
            } catch (CorruptEncodingException | EncodingRefusedException e) {
                told++;
            }
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(told).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void a_decoder_that_failed_fails_again(Encoded encoded) {
        byte[] bytes = encoded.bytes();
        InputStream content =
                encoded.encoding().decode(new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length - 1)));
        assertThatThrownBy(content::readAllBytes).isInstanceOf(CorruptEncodingException.class);
        assertThatThrownBy(content::read).isInstanceOf(CorruptEncodingException.class);
        assertThatThrownBy(() -> content.read(new byte[10])).isInstanceOf(CorruptEncodingException.class);
    }

    /** A network that breaks is no damage: trying again helps. */
    @ParameterizedTest
    @EnumSource
    void a_source_that_fails_is_not_taken_for_damage(Encoded encoded) {
        for (int after : new int[] {0, 3, 20, 100}) {
            IOException broken = new IOException("connection reset");
            assertThatThrownBy(() -> encoded.encoding()
                            .decode(new Breaking(encoded.bytes(), after, broken))
                            .readAllBytes())
                    .isSameAs(broken);
            IllegalStateException unchecked = new IllegalStateException("gone");
            assertThatThrownBy(() -> encoded.encoding()
                            .decode(new Breaking(encoded.bytes(), after, unchecked))
                            .readAllBytes())
                    .isSameAs(unchecked);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void a_source_of_content_that_fails_fails_the_encoder(ContentEncoding encoding) {
        IOException broken = new IOException("connection reset");
        assertThatThrownBy(() -> encoding.encode(new Breaking(Encoded.text(), 100, broken))
                        .readAllBytes())
                .isSameAs(broken);
    }

    @ParameterizedTest
    @EnumSource
    void bytes_behind_the_end_are_told(Encoded encoded) {
        for (int count : new int[] {1, 3, 100, 100_000}) {
            byte[] garbage = new byte[count];
            Arrays.fill(garbage, (byte) 'x');
            assertThatThrownBy(() -> Encoded.decode(encoded.encoding(), join(encoded.bytes(), garbage)))
                    .isInstanceOf(CorruptEncodingException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP_TOOL", "GZIP_NAMED", "ZSTD_LEVEL_1", "ZSTD_BARE"})
    void members_one_behind_the_other_are_one_content(Encoded encoded) throws IOException {
        ContentEncoding encoding = encoded.encoding();
        byte[] empty = Encoded.encode(encoding, new byte[0]);
        byte[] three = join(encoded.bytes(), empty, encoded.bytes());
        byte[] twice = join(Encoded.text(), Encoded.text());
        assertThat(Encoded.decode(encoding, three)).isEqualTo(twice);
        try (InputStream content = encoding.decode(new ContentEncodingTest.Trickle(three))) {
            assertThat(content.readAllBytes())
                    .as("with nothing available in between")
                    .isEqualTo(twice);
        }
        int first = encoded.bytes().length;
        int second = first + empty.length;
        for (int length = first + 1; length < three.length; length++) {
            byte[] start = Arrays.copyOf(three, length);
            if (length != second) {
                assertThatThrownBy(() -> Encoded.decode(encoding, start))
                        .as("%s bytes", length)
                        .isInstanceOf(CorruptEncodingException.class);
            }
        }
    }

    @Test
    void zeros_behind_gzip_are_padding() throws IOException {
        byte[] gzip = Encoded.GZIP_TOOL.bytes();
        assertThat(Encoded.decode(ContentEncoding.GZIP, join(gzip, new byte[512])))
                .isEqualTo(Encoded.text());
        assertThat(Encoded.decode(ContentEncoding.GZIP, join(gzip, new byte[512], gzip)))
                .isEqualTo(join(Encoded.text(), Encoded.text()));
        assertThatThrownBy(() -> Encoded.decode(ContentEncoding.GZIP, join(gzip, new byte[5], new byte[] {1})))
                .isInstanceOf(CorruptEncodingException.class);
    }

    /** Extra field, name, comment and a checksum of the header itself: what few write and all must read. */
    @Test
    void a_full_gzip_header_is_read_and_checked() throws IOException {
        byte[] plain = Encoded.GZIP_TOOL.bytes();
        byte[] header =
                HexFormat.of().parseHex("1f8b081e0102030402ff" + "0500" + "aabbccddee" + "6e616d6500" + "796500");
        CRC32 crc = new CRC32();
        crc.update(header);
        byte[] sum = {(byte) crc.getValue(), (byte) (crc.getValue() >>> 8)};
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
        assertThat(Encoded.decode(ContentEncoding.GZIP, join(header, sum, rest)))
                .isEqualTo(Encoded.text());
        sum[0] ^= 1;
        assertThatThrownBy(() -> Encoded.decode(ContentEncoding.GZIP, join(header, sum, rest)))
                .isInstanceOf(CorruptEncodingException.class)
                .hasMessageContaining("header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1f8b09", "1f8b0820", "1f8c08", "504b0304", "00", "789c"})
    void what_is_no_gzip_is_told(String hex) {
        byte[] bytes = join(HexFormat.of().parseHex(hex), new byte[100]);
        assertThatThrownBy(() -> Encoded.decode(ContentEncoding.GZIP, bytes))
                .isInstanceOf(CorruptEncodingException.class)
                .hasMessageNotContaining("early");
    }

    @Test
    void skippable_frames_of_zstd_are_skipped() throws IOException {
        byte[] skippable = HexFormat.of().parseHex("5a2a4d18" + "05000000" + "68656c6c6f");
        byte[] zstd = Encoded.ZSTD_LEVEL_1.bytes();
        assertThat(Encoded.decode(ContentEncoding.ZSTD, join(skippable, zstd, skippable)))
                .isEqualTo(Encoded.text());
        assertThat(Encoded.decode(ContentEncoding.ZSTD, skippable)).isEmpty();
        for (int length = 1; length < skippable.length; length++) {
            byte[] start = join(zstd, Arrays.copyOf(skippable, length));
            assertThatThrownBy(() -> Encoded.decode(ContentEncoding.ZSTD, start))
                    .isInstanceOf(CorruptEncodingException.class);
        }
    }

    /** The header is changed; what follows is never reached. */
    @ParameterizedTest
    @CsvSource({
        // window descriptors: 8 MiB and one eighth, 128 MiB, the largest
        "28b52ffd0069,window of 9437184 bytes",
        "28b52ffd0088,window of 134217728 bytes",
        "28b52ffd00ff,window of 4123168604160 bytes",
        // single segments: the content is the window
        "28b52ffda001008000,window of 8388609 bytes",
        "28b52ffde0ffffffffffffff7f,window of 9223372036854775807 bytes",
        "28b52ffde0ffffffffffffffff,window of 18446744073709551615 bytes",
        "28b52ffd015801,dictionary"
    })
    void what_takes_too_much_is_refused_before_it_is_taken(String header, String reason) {
        byte[] bytes = join(HexFormat.of().parseHex(header), new byte[100]);
        assertThatThrownBy(() -> Encoded.decode(ContentEncoding.ZSTD, bytes))
                .isInstanceOf(EncodingRefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_window_of_8_mib_is_taken() throws IOException {
        // A frame without a size, a window of 8 MiB, and one last block: three bytes, raw.
        byte[] bytes = HexFormat.of().parseHex("28b52ffd0068" + "190000" + "616263");
        assertThat(Encoded.decode(ContentEncoding.ZSTD, bytes)).asString().isEqualTo("abc");
    }

    @Test
    void a_size_that_is_not_the_contents_is_told() {
        // The frame says four bytes, and three are in it.
        byte[] bytes = HexFormat.of().parseHex("28b52ffd2004" + "190000" + "616263");
        assertThatThrownBy(() -> Encoded.decode(ContentEncoding.ZSTD, bytes))
                .isInstanceOf(CorruptEncodingException.class)
                .hasMessageContaining("4 bytes");
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Fails after some bytes. */
    private static final class Breaking extends FilterInputStream {
        private final Exception failure;
        private int left;

        Breaking(byte[] bytes, int after, Exception failure) {
            super(new ByteArrayInputStream(bytes));
            this.left = after;
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0 && failure instanceof IOException checked) {
                throw checked;
            }
            if (left == 0 && failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            int got = super.read(buffer, offset, Math.min(length, left));
            left -= got;
            return got;
        }
    }
}
