package io.mediafn.storage.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out by trying whether a disk takes two names for one. */
final class NameFolding {
    private NameFolding() {}

    /** Whether it does at the nearest folder that exists; a disk that can't be written to folds nothing. */
    static boolean at(Path folder) {
        Optional<Path> there = existing(folder);
        return there.isPresent() && (folds(there.get(), "a", "A") || folds(there.get(), "\u00e9", "e\u0301"));
    }

    private static Optional<Path> existing(Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.isDirectory(at)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private static boolean folds(Path folder, String one, String other) {
        try {
            Path probe = Files.createTempFile(folder, LocalNames.TEMPORARY_PREFIX + "probe-", one);
            try {
                String name = probe.getFileName().toString();
                return Files.exists(folder.resolve(name.substring(0, name.length() - one.length()) + other));
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            return false;
        }
    }
}
