package io.mediafn.operation.relink;

/** Where results go. */
interface Results {
    /** Whether it takes no more: a reply has its limits. */
    boolean isFull();

    /** Whether it took it; if not, it takes none that come later either. */
    boolean add(RelinkResult result);

    /** Whether it wants to hear of what was not attempted, however much that is. */
    boolean wantsAll();
}
