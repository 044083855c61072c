package io.mediafn.dataset.manifest;

/** Paths under one prefix, which ends where a path segment ends. */
final class PathPrefix {
    private final String text;
    private final boolean itself;

    /** @param prefix without a slash at its end also the path that it is itself */
    PathPrefix(String prefix) {
        this(prefix, !prefix.endsWith("/"));
    }

    private PathPrefix(String prefix, boolean itself) {
        this.text = withoutSlash(prefix);
        this.itself = itself;
    }

    static String withoutSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    boolean covers(String path) {
        boolean under = path.startsWith(text) && path.startsWith("/", text.length());
        return under || (itself && path.equals(text));
    }

    /** A change from one prefix to another. */
    static final class Change {
        private final PathPrefix from;
        private final PathPrefix to;
        private final boolean inside;

        Change(String from, String to) {
            boolean itself = !from.endsWith("/") && !to.endsWith("/");
            this.from = new PathPrefix(from, itself);
            this.to = new PathPrefix(to, itself);
            this.inside = (this.to.text + "/").startsWith(this.from.text + "/");
        }

        /** Whether both are one. */
        boolean isNothing() {
            return from.text.equals(to.text);
        }

        /** Whether a path that is the prefix itself is meant. */
        boolean changesItself() {
            return from.itself;
        }

        /** What is under the new prefix already is left, where that lies inside of the old one. */
        boolean appliesTo(String path) {
            return from.covers(path) && !(inside && to.covers(path));
        }

        String apply(String path) {
            return to.text + path.substring(from.text.length());
        }
    }
}
