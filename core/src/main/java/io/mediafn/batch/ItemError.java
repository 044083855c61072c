package io.mediafn.batch;

import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why an item failed, in the words of reports. */
public record ItemError(Kind kind, String message) {
    /** The error of a store; any other exception is a defect of ours and is UNKNOWN. */
    public static ItemError of(RuntimeException e) {
        return e instanceof StorageException storage
                ? new ItemError(storage.kind(), String.valueOf(storage.getMessage()))
                : new ItemError(Kind.UNKNOWN, e.toString());
    }

    /** Whether the same attempt, later, may succeed. */
    public boolean retryable() {
        return kind.retryable();
    }

    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind.name());
        json.put("retryable", retryable());
        json.put("message", message);
        return json;
    }
}
