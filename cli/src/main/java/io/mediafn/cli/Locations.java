package io.mediafn.cli;

import io.mediafn.location.Location;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the LOCATION arguments of a person, who may also name a path of this machine. */
public final class Locations {
    private Locations() {}

    /**
     * A location of any store, or a path.
     *
     * @throws UsageException for an empty one: a variable of a script that is not set would mean the current folder
     */
    public static Location of(String argument) {
        if (argument.isBlank()) {
            throw new UsageException("a LOCATION is empty; the current folder is a dot");
        }
        return argument.contains("://") ? Location.of(argument) : ofPath(Path.of(argument), argument.endsWith("/"));
    }

    /** A folder becomes a prefix. */
    public static Location ofPath(Path path) {
        return ofPath(path, false);
    }

    private static Location ofPath(Path path, boolean folder) {
        String absolute = path.toAbsolutePath().normalize().toString();
        boolean prefix = (folder || Files.isDirectory(path)) && !absolute.endsWith("/");
        return Location.of("file://" + absolute + (prefix ? "/" : ""));
    }
}
