package io.mediafn.cli;

import io.mediafn.location.Location;
import io.mediafn.location.Scheme;
import io.mediafn.operation.Globs;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a LOCATION argument means: a place or, where it has a glob, what that matches below a folder.
 *
 * @param at the place, or the folder
 * @param glob over the keys behind that of the folder
 */
record Selection(Location at, Optional<String> glob) {
    /**
     * Reads an argument.
     *
     * @param raw whether a glob's characters mean themselves
     */
    static Selection of(String argument, boolean raw) {
        if (raw || !Globs.isGlob(argument) || isLiteral(argument)) {
            return new Selection(Locations.of(argument), Optional.empty());
        }
        int folderEnd = argument.lastIndexOf('/', Globs.firstSpecial(argument) - 1) + 1;
        String folder = Globs.literalPrefix(argument.substring(0, folderEnd));
        String glob = argument.substring(folderEnd);
        Location at = Locations.of(folder.isEmpty() ? "./" : folder);
        try {
            return new Selection(at, Optional.of(Globs.checked(glob)));
        } catch (IllegalArgumentException e) {
            throw new UsageException(argument + ": in the glob '" + glob + "', " + e.getMessage()
                    + "; with --raw such characters mean themselves");
        }
    }

    /**
     * Whether an argument with a glob's characters names one thing: a file, since shells have already replaced the globs
     * that match and hand over names as they are; or a URL, whose question mark begins its query.
     */
    private static boolean isLiteral(String argument) {
        if (!argument.contains("://")) {
            return Files.exists(Path.of(argument), LinkOption.NOFOLLOW_LINKS);
        }
        Location at = Location.of(argument);
        return at.scheme() == Scheme.HTTP
                || (at.scheme() == Scheme.FILE && Files.exists(Path.of("/" + at.key()), LinkOption.NOFOLLOW_LINKS));
    }

    /** Whether this names folders, by the slash at its end. */
    boolean isFolder() {
        return glob.map(text -> text.endsWith("/")).orElseGet(at::isPrefix);
    }

    /**
     * The globs over what is below {@link #at()}.
     *
     * @param recursive whether what is below a match is meant too
     * @param include used where this has no glob itself
     */
    Globs globs(boolean recursive, List<String> include, List<String> exclude) {
        return Globs.of(glob.map(own -> matches(own, recursive)).orElse(include), exclude);
    }

    private static List<String> matches(String glob, boolean recursive) {
        if (glob.endsWith("/")) {
            return List.of(glob + (recursive ? "**" : "*"));
        }
        return recursive ? List.of(glob, glob + "/**") : List.of(glob);
    }

    /** As a person wrote it, more or less. */
    @Override
    public String toString() {
        return glob.map(text -> at + text).orElseGet(at::toString);
    }
}
