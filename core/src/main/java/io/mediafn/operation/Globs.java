package io.mediafn.operation;

import java.util.List;

/**
 * Which keys are meant, by globs over the keys below a prefix, without that prefix. A glob matches the whole of a key:
 *
 * <ul>
 *   <li>{@code *} any number of characters but slashes, {@code ?} one character but a slash;
 *   <li>{@code **} any characters at all; {@code **}{@code /x} also matches {@code x}, and {@code a/**}{@code /b} also
 *       matches {@code a/b};
 *   <li>{@code [abc]}, {@code [a-z]} one of these, {@code [!a-z]} one of the others, none of them a slash;
 *   <li>{@code {a,b}} one or the other, which are globs again;
 *   <li>a backslash takes the meaning from one of {@code * ? [ ] { } , \} behind it, and is itself elsewhere;
 *   <li>everything else is itself, upper and lower case apart.
 * </ul>
 *
 * <p>A key is meant if it matches one of the globs to include, or there are none, and none of those to exclude. Time is
 * in proportion to the key's length times that of the globs. Immutable, hence thread-safe.
 */
public final class Globs {
    private static final String SPECIAL = "*?[{";
    private static final Globs EVERYTHING = new Globs(List.of(), List.of(), "", false, List.of());

    private final List<Glob> included;
    private final List<Glob> excluded;
    private final String commonPrefix;
    private final boolean shallow;
    private final List<String> excludedFolders;

    private Globs(
            List<Glob> included,
            List<Glob> excluded,
            String commonPrefix,
            boolean shallow,
            List<String> excludedFolders) {
        this.included = included;
        this.excluded = excluded;
        this.commonPrefix = commonPrefix;
        this.shallow = shallow;
        this.excludedFolders = excludedFolders;
    }

    public static Globs everything() {
        return EVERYTHING;
    }

    /**
     * Compiles globs.
     *
     * @param include empty for everything
     * @throws IllegalArgumentException naming a glob and the rule that it breaks
     */
    public static Globs of(List<String> include, List<String> exclude) {
        // What a request has by default, and costs nothing.
        boolean all = include.isEmpty() || include.contains("**");
        List<Glob> included = include.stream().map(Globs::compile).toList();
        List<Glob> excluded = exclude.stream().map(Globs::compile).toList();
        List<String> folders = exclude.stream()
                .filter(glob -> glob.substring(firstSpecial(glob)).equals("**"))
                .map(Globs::literalPrefix)
                .toList();
        return all
                ? new Globs(List.of(), excluded, "", false, folders)
                : new Globs(
                        included,
                        excluded,
                        commonPrefix(include),
                        include.stream().noneMatch(Globs::reachesBelow),
                        folders);
    }

    /**
     * Returns a glob that is one, for the fields of a request.
     *
     * @throws IllegalArgumentException with the rule that it breaks
     */
    public static String checked(String glob) {
        Glob.of(glob);
        return glob;
    }

    /** Whether a text has a character that means something else than itself, or an escape of one. */
    public static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    /** What every match of a glob starts with, as far as no character of it is special: all matches lie below it. */
    public static String literalPrefix(String glob) {
        StringBuilder prefix = new StringBuilder();
        int end = firstSpecial(glob);
        for (int i = 0; i < end; i++) {
            if (isEscape(glob, i)) {
                i++;
            }
            prefix.append(glob.charAt(i));
        }
        return prefix.toString();
    }

    /** The index of a glob's first special character that is not escaped; its length where there is none. */
    public static int firstSpecial(String glob) {
        int i = 0;
        while (i < glob.length() && SPECIAL.indexOf(glob.charAt(i)) < 0) {
            i += isEscape(glob, i) ? 2 : 1;
        }
        return i;
    }

    private static boolean isEscape(String glob, int index) {
        return glob.charAt(index) == '\\'
                && index + 1 < glob.length()
                && GlobCompiler.isEscapable(glob.charAt(index + 1));
    }

    public boolean matches(String relativeKey) {
        return (included.isEmpty() || matchesOne(included, relativeKey)) && !matchesOne(excluded, relativeKey);
    }

    /** What every key starts with that is meant: listing below it is enough. */
    public String commonPrefix() {
        return commonPrefix;
    }

    /** Whether nothing below a further slash can be meant, so that one level is enough to list. */
    public boolean isShallow() {
        return shallow;
    }

    /** Whether a glob may match a key that has a slash in it. */
    public static boolean reachesBelow(String glob) {
        return glob.contains("/") || glob.contains("**");
    }

    /** Whether a folder, named without its slash, is shown in a listing of one level. */
    public boolean matchesFolder(String relativeName) {
        String withSlash = relativeName + "/";
        return (included.isEmpty() || matchesOne(included, relativeName) || matchesOne(included, withSlash))
                && !matchesOne(excluded, relativeName)
                && !matchesOne(excluded, withSlash);
    }

    /**
     * Whether it is sure that nothing below a folder is meant. That some globs leave out all of it may go unnoticed.
     *
     * @param folder ends in a slash, or is empty for everything
     */
    public boolean leavesOut(String folder) {
        return excludedFolders.stream().anyMatch(folder::startsWith)
                || (shallow && !folder.isEmpty())
                || !(folder.startsWith(commonPrefix) || commonPrefix.startsWith(folder));
    }

    private static boolean matchesOne(List<Glob> globs, String key) {
        for (Glob glob : globs) {
            if (glob.matches(key)) {
                return true;
            }
        }
        return false;
    }

    private static Glob compile(String glob) {
        try {
            return Glob.of(glob);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the glob '" + glob + "': " + e.getMessage(), e);
        }
    }

    private static String commonPrefix(List<String> globs) {
        String common = literalPrefix(globs.get(0));
        for (String glob : globs) {
            String other = literalPrefix(glob);
            int length = 0;
            while (length < Math.min(common.length(), other.length())
                    && common.charAt(length) == other.charAt(length)) {
                length++;
            }
            // Half a character is no prefix that a store could be asked for.
            boolean split = length > 0 && Character.isHighSurrogate(common.charAt(length - 1));
            common = common.substring(0, split ? length - 1 : length);
        }
        return common;
    }
}
