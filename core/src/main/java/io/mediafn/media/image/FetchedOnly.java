package io.mediafn.media.image;

import io.mediafn.media.read.Bytes;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;

/** What was read of a file so far: details are found here, and never cost a request. */
final class FetchedOnly extends Bytes {
    private final Window window;

    FetchedOnly(Window window) {
        this.window = window;
    }

    @Override
    public boolean contains(long offset, long length) {
        return window.contains(offset, length) && window.fetched(offset, length);
    }

    /** @throws MediaException for a byte that was not read; whoever looks for details does without it */
    @Override
    public int u8(long offset) {
        if (!contains(offset, 1)) {
            throw new MediaException(Reason.UNSUPPORTED, "byte " + offset + " was not read");
        }
        return window.u8(offset);
    }

    /** Runs a search for details, which tells less where bytes are broken or were not read: no reason to fail. */
    static void search(Runnable search) {
        try {
            search.run();
        } catch (MediaException e) {
            // The details that were found before it stay.
        }
    }

    @Override
    public void prefetch(long offset, long length) {}
}
