package io.mediafn.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The results can't be written. */
final class OutputLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputLostException(@Nullable IOException cause) {
        super("the output could not be written: " + (cause == null ? "" : cause.getMessage()), cause);
    }

    /** Whether whoever read the results has enough of them, as {@code head} has; there is nothing to tell then. */
    boolean isReaderGone() {
        return getCause() != null && "Broken pipe".equals(getCause().getMessage());
    }
}
