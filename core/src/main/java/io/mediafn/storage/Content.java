package io.mediafn.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of a write. They can be opened again, so that a retry sends the same ones.
 *
 * @param length in bytes; a write that finds more or fewer fails
 */
public record Content(long length, Opener opener) {
    public Content {
        if (length < 0) {
            throw new IllegalArgumentException("length is negative: " + length);
        }
    }

    /** The array must not change until the write is over. */
    public static Content of(byte[] bytes) {
        return new Content(bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    public static Content of(Path file) throws IOException {
        return new Content(Files.size(file), () -> Files.newInputStream(file));
    }

    public InputStream open() throws IOException {
        return opener.open();
    }

    /** Opens the bytes from their start; may be called more than once. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }
}
