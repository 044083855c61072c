package io.mediafn.operation.list;

import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import io.mediafn.storage.ListOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a listing goes on.
 *
 * @param after the last key that was looked at; empty for none
 * @param page the token of the page that it is on, for a listing of one level, whose pages only their tokens find
 */
record Continuation(String after, Optional<String> page) {
    static final Continuation START = new Continuation("", Optional.empty());

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static Continuation parse(String text) {
        try {
            Map<String, Object> json = Json.readObject(text);
            Object page = json.get("page");
            if (json.get("after") instanceof String after && (page == null || page instanceof String)) {
                return new Continuation(after, Optional.ofNullable(page).map(Object::toString));
            }
        } catch (JsonException e) {
            // Told below: where the text is wrong helps nobody who did not write it.
        }
        throw new IllegalArgumentException("what the call before returned");
    }

    String text() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("after", after);
        page.ifPresent(token -> json.put("page", token));
        return Json.write(json);
    }

    ListOptions options(boolean recursive) {
        if (!recursive) {
            return page.map(ListOptions.oneLevel()::withPageToken).orElse(ListOptions.oneLevel());
        }
        return after.isEmpty()
                ? ListOptions.everything()
                : ListOptions.everything().withStartAfter(after);
    }
}
