package io.mediafn.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Files of settings. They hold secrets, so no message has a word of them. */
final class SmallFile {
    /** Far more than any key file or list of credentials has. */
    private static final int LONGEST = 1 << 20;

    private SmallFile() {}

    /**
     * The text of a file, without a byte order mark.
     *
     * @throws IllegalArgumentException with the rule that the file breaks
     */
    static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IllegalArgumentException(file + " has more than " + LONGEST + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + " is not there", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not in UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " can't be read: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        boolean named = e instanceof FileSystemException f && f.getReason() == null;
        return named ? e.getClass().getSimpleName() : String.valueOf(e.getMessage());
    }

    /**
     * Whether anybody on this machine can read the file and somebody could change that: what lies on a read-only
     * file system, as the package of a function does, is not worth a warning.
     */
    static boolean isOpenToOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)
                    && !Files.getFileStore(file).isReadOnly();
        } catch (UnsupportedOperationException | IOException e) {
            // No such permissions here, or no file; whoever reads it says so.
            return false;
        }
    }

    static void warnIfOpen(Path file, String source, Problems problems) {
        if (isOpenToOthers(file)) {
            problems.warn(source, file + " holds secrets, and every user of this machine can read it (chmod 600)");
        }
    }
}
