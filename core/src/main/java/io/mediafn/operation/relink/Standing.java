package io.mediafn.operation.relink;

/**
 * Where the samples of a line are.
 *
 * @param here documents that link to the old location, of the selected samples
 * @param there documents that link to the new one, of all
 * @param known whether it is in the undo map of an earlier run, or of this one
 * @param mayChange whether what is here can be relinked so that undoing restores exactly this
 */
record Standing(MapEntry entry, long here, long there, boolean known, boolean mayChange) {
    boolean isToChange() {
        return here > 0 && mayChange && !entry.isNothing();
    }
}
