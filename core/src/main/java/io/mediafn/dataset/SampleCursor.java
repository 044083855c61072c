package io.mediafn.dataset;

import java.util.Iterator;

/** Samples, one after the other, of which only a batch is held in memory. For one thread; is closed in any case. */
public interface SampleCursor extends Iterator<Sample>, AutoCloseable {
    @Override
    void close();
}
