package io.mediafn.media.video;

/** Finds the frames of a video while its file passes by. Memory is bounded, whatever the file says. For one thread. */
public interface FrameIndexer {
    /**
     * Takes the next bytes of the file, which come in order and without gaps.
     *
     * @param bytes not kept
     * @param offset of the first one in {@code bytes}
     * @param length 0 or more
     */
    void accept(byte[] bytes, int offset, int length);

    /**
     * What was found, once the whole file has passed.
     *
     * @throws io.mediafn.media.read.MediaException if there is no video in it, or its index is broken
     */
    FrameIndex finish();
}
