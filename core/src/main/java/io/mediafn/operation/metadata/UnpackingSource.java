package io.mediafn.operation.metadata;

import io.mediafn.encoding.ContentEncoding;
import io.mediafn.media.read.RangeSource;
import io.mediafn.storage.ObjectStat;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads an object as it is, or unpacked where the first answer says that it is stored packed and its first bytes do not
 * contradict: not every object is what its Content-Encoding says. Belongs to one thread.
 */
final class UnpackingSource implements RangeSource {
    private final ObjectRangeSource source;
    private Optional<DecodedSource> decoded = Optional.empty();
    private boolean begun;

    UnpackingSource(ObjectRangeSource source) {
        this.source = source;
    }

    @Override
    public Range read(long offset, int length, String why) {
        if (decoded.isPresent()) {
            return decoded.get().read(offset, length, why);
        }
        Range range = source.read(offset, length, why);
        if (begun || offset > 0) {
            return range;
        }
        begun = true;
        Optional<ContentEncoding> encoding = encoding().filter(said -> mayBe(said, range.bytes()));
        if (encoding.isEmpty()) {
            return range;
        }
        decoded = Optional.of(new DecodedSource(source, range, encoding.get()));
        return decoded.get().read(offset, length, why);
    }

    @Override
    public InputStream stream(long offset, long length, String why) {
        return decoded.isPresent() ? decoded.get().stream(offset, length, why) : source.stream(offset, length, why);
    }

    /** How the object is packed, if it was read as what it holds. */
    Optional<String> unpacked() {
        return decoded.flatMap(unused -> encoding()).map(ContentEncoding::text);
    }

    private Optional<ContentEncoding> encoding() {
        return source.stat()
                .map(ObjectStat::properties)
                .flatMap(properties -> properties.contentEncoding())
                .flatMap(ContentEncoding::of)
                .filter(encoding -> encoding != ContentEncoding.IDENTITY);
    }

    private static boolean mayBe(ContentEncoding encoding, byte[] start) {
        return switch (encoding) {
            case GZIP -> begins(start, 0x1f, 0x8b);
            case ZSTD -> begins(start, 0x28, 0xb5, 0x2f, 0xfd);
            case BR -> true; // has no mark
            case IDENTITY -> false;
        };
    }

    private static boolean begins(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
