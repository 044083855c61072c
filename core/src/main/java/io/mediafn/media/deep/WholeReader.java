package io.mediafn.media.deep;

import io.mediafn.media.read.ByteSink;
import io.mediafn.media.read.Details;
import io.mediafn.media.read.Problem;
import java.util.List;

/** Takes a whole file as it passes by, and tells what it found. Belongs to one thread; is closed in any case. */
public interface WholeReader extends ByteSink, AutoCloseable {
    /**
     * What was found, once the whole file has passed.
     *
     * @param problems gets a row for what could not be found
     */
    Details finish(List<Problem> problems);

    @Override
    void close();
}
