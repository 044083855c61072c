package io.mediafn.media.read;

/** Gets every byte of an object, in order and without gaps. */
@FunctionalInterface
public interface ByteSink {
    /** Takes the next bytes, which are its own only until it returns. */
    void accept(byte[] bytes, int offset, int length);
}
