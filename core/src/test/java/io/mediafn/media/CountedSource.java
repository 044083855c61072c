package io.mediafn.media;

import io.mediafn.media.read.RangeSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;

/** Counts requests and bytes, and fails when a byte is asked for twice or past the end. */
public final class CountedSource implements RangeSource {
    private final byte[] bytes;
    private final Path file;
    private final long size;
    private final boolean saysSize;
    private final BitSet read = new BitSet();
    public int requests;
    public long received;

    private CountedSource(byte[] bytes, Path file, long size, boolean saysSize) {
        this.bytes = bytes;
        this.file = file;
        this.size = size;
        this.saysSize = saysSize;
    }

    public static CountedSource of(byte[] bytes) {
        return new CountedSource(bytes, Path.of(""), bytes.length, true);
    }

    /** A store that never tells the size. */
    public static CountedSource silent(byte[] bytes) {
        return new CountedSource(bytes, Path.of(""), bytes.length, false);
    }

    public static CountedSource of(Path file) {
        return new CountedSource(new byte[0], file, file.toFile().length(), true);
    }

    @Override
    public Range read(long offset, int length, String why) {
        if (length < 1) {
            throw new AssertionError("a read of " + length + " bytes");
        }
        if (requests > 0 && offset >= size && saysSize) {
            throw new AssertionError("a read at " + offset + " of " + size);
        }
        requests++;
        int count = (int) Math.max(0, Math.min(length, size - offset));
        received += count;
        if (count > 0) {
            int first = Math.toIntExact(offset);
            if (read.get(first, first + count).cardinality() > 0) {
                throw new AssertionError("bytes read twice at " + offset);
            }
            read.set(first, first + count);
        }
        return new Range(bytes(offset, count), saysSize ? OptionalLong.of(size) : OptionalLong.empty());
    }

    @Override
    public InputStream stream(long offset, long length, String why) {
        return new ByteArrayInputStream(
                read(offset, Math.toIntExact(length), why).bytes());
    }

    private byte[] bytes(long offset, int count) {
        if (count == 0) {
            return new byte[0];
        }
        if (bytes.length > 0) {
            return Arrays.copyOfRange(bytes, (int) offset, (int) offset + count);
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] part = new byte[count];
            in.seek(offset);
            in.readFully(part);
            return part;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
