package io.mediafn.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Files of settings for tests, for their owner's eyes only unless a test says otherwise. */
final class Planted {
    private Planted() {}

    static Path file(Path folder, String name, String content) {
        return file(folder, name, content, "rw-------");
    }

    static Path file(Path folder, String name, String content, String permissions) {
        try {
            Path file = folder.resolve(name);
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
