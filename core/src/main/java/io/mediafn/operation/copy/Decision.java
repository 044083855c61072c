package io.mediafn.operation.copy;

import io.mediafn.storage.WriteMode;
import java.util.Optional;

/** What the overwrite rule says of one object. */
sealed interface Decision {
    /** Leave what is there; {@code reason} is a word for the report. */
    record Skip(String reason) implements Decision {}

    /** Write on this condition. */
    record Write(WriteMode mode, Optional<String> etag) implements Decision {}
}
