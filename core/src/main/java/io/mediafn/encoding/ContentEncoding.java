package io.mediafn.encoding;

import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/** How an object's stored bytes hide its content: the values of {@code Content-Encoding} that are understood. */
public enum ContentEncoding {
    /** Not at all. */
    IDENTITY("identity"),
    /** RFC 1952, by any number of members. */
    GZIP("gzip"),
    /** RFC 8878, by any number of frames, with windows of up to 8 MiB, as RFC 9659 bounds them for this header. */
    ZSTD("zstd"),
    /** RFC 7932; decoded only. */
    BR("br");

    private final String text;

    ContentEncoding(String text) {
        this.text = text;
    }

    /**
     * What a header's value says, in any case, or absent if that is not understood: an unknown encoding, or several, one
     * over the other.
     *
     * @param headerValue of {@code Content-Encoding}; an empty one means that nothing is encoded
     */
    public static Optional<ContentEncoding> of(String headerValue) {
        return switch (headerValue.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Optional.of(IDENTITY);
            // RFC 9110, 8.4.1.3: "x-gzip" is equivalent to "gzip".
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "zstd" -> Optional.of(ZSTD);
            case "br" -> Optional.of(BR);
            default -> Optional.empty();
        };
    }

    /** The header's value. */
    public String text() {
        return text;
    }

    /**
     * The content of encoded bytes. Reading fails with a {@link CorruptEncodingException} where they are damaged or end
     * early, with an {@link EncodingRefusedException} where decoding them would take too much, and as the source does
     * where that fails. Memory does not depend on the bytes: some 50 KiB for gzip, up to 20 MiB for zstd and 24 MiB for
     * br, by the window that the encoder chose.
     *
     * <p>How long the content is, nobody knows before its end, and a few bytes may become terabytes: the caller bounds
     * what it reads. Only gzip and most zstd streams carry a checksum; without one a flipped bit can become other
     * content.
     *
     * @return a stream for one thread; closing it closes the source
     */
    public InputStream decode(InputStream encoded) {
        return switch (this) {
            case IDENTITY -> encoded;
            case GZIP -> new DecodingStream(this, encoded, GzipDecoder::new);
            case ZSTD -> new DecodingStream(this, encoded, ZstdDecoder::new);
            case BR -> new DecodingStream(this, encoded, org.brotli.dec.BrotliInputStream::new);
        };
    }

    /**
     * The encoded bytes of content. The same content gives the same bytes, as long as zlib (for gzip, which is that of
     * the Java runtime) and the encoder stay the same: no time, no name, no machine is in them. Takes some 300 KiB for
     * gzip and 14 MiB for zstd.
     *
     * @return a stream for one thread; closing it closes the source
     * @throws UnsupportedOperationException for {@link #BR}, which is only decoded
     */
    public InputStream encode(InputStream plain) {
        return switch (this) {
            case IDENTITY -> plain;
            case GZIP -> new GzipEncoder(plain);
            case ZSTD -> new ZstdEncoder(plain);
            case BR -> throw new UnsupportedOperationException("br is decoded, not encoded: use gzip or zstd");
        };
    }
}
