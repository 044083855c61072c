package io.mediafn.media.ffprobe;

import io.mediafn.media.read.RangeSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;

/** An object in memory, whose reads are counted. */
final class HeldSource implements RangeSource {
    private final byte[] bytes;
    int requests;
    long received;
    int largest;

    HeldSource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public Range read(long offset, int length, String why) {
        int start = (int) Math.min(offset, bytes.length);
        byte[] part = Arrays.copyOfRange(bytes, start, (int) Math.min(offset + length, bytes.length));
        requests++;
        received += part.length;
        largest = Math.max(largest, part.length);
        return new Range(part, OptionalLong.of(bytes.length));
    }

    @Override
    public InputStream stream(long offset, long length, String why) {
        return new ByteArrayInputStream(
                read(offset, Math.toIntExact(length), why).bytes());
    }
}
