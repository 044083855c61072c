package io.mediafn.config;

import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The folders of {@code fs://ID/...}. */
final class FolderVariables {
    static final String FOLDERS = "MEDIAFN_FS";

    private final Variables variables;

    FolderVariables(Variables variables) {
        this.variables = variables;
    }

    Map<String, Path> read() {
        return variables.parsed(FOLDERS, FolderVariables::folders).orElse(Map.of());
    }

    private static Map<String, Path> folders(String text) {
        Map<String, Path> folders = new LinkedHashMap<>();
        for (String part : Arrays.stream(text.split(",", -1)).map(String::strip).toList()) {
            int equals = part.indexOf('=');
            Path folder = Path.of(part.substring(equals + 1).strip());
            if (equals < 1 || !folder.isAbsolute()) {
                throw new IllegalArgumentException(
                        "must be ID=/absolute/folder, separated by commas; one is '" + part + "'");
            }
            String id = part.substring(0, equals).strip();
            try {
                Location.of(Scheme.FS, id, "");
            } catch (IllegalLocationException e) {
                throw new IllegalArgumentException("'" + id + "' is no ID: " + e.rule(), e);
            }
            if (folders.putIfAbsent(id, folder.normalize()) != null) {
                throw new IllegalArgumentException("has the ID '" + id + "' twice");
            }
        }
        return folders;
    }
}
