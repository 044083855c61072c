package io.mediafn.media.deep;

import io.mediafn.media.read.Details;
import io.mediafn.media.read.Problem;
import java.util.List;

/** For files of which every byte tells no more than the first ones. */
public final class NothingMore implements WholeReader {
    private final List<Problem> why;

    /** @param why that is so, if it is worth a word */
    public NothingMore(List<Problem> why) {
        this.why = List.copyOf(why);
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        // Whoever else reads them gets them as well.
    }

    @Override
    public Details finish(List<Problem> problems) {
        problems.addAll(why);
        return new Details();
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
