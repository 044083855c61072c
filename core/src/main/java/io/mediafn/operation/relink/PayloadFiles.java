package io.mediafn.operation.relink;

import io.mediafn.export.MovedMedium;
import io.mediafn.export.Payload;
import io.mediafn.location.Location;
import io.mediafn.operation.relink.RelinkRequest.Rendering;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Writes payloads: one for each thousand lines of a map, of which it has those that verify. So a file's number tells its
 * lines, and a run that is continued or done again writes the same files.
 */
final class PayloadFiles {
    private final ObjectStore store;
    private final Rendering rendering;
    private int written;

    PayloadFiles(ObjectStore store, Rendering rendering) {
        this.store = store;
        this.rendering = rendering;
    }

    /** @param number of the thousand, from 1 */
    void write(int number, List<MovedMedium> media) {
        String name = String.format(Locale.ROOT, "payload-%06d.json", number);
        List<Payload> payloads = rendering.format().render(media, rendering.options());
        removeStale(name, payloads);
        for (Payload payload : payloads) {
            Location at = rendering.folder().child(payload.folder() + name);
            store.write(
                    at,
                    Content.of(payload.json().getBytes(StandardCharsets.UTF_8)),
                    WriteOptions.replace().withContentType("application/json"));
            written++;
        }
    }

    /** What an earlier run wrote of media that no longer verify must not be sent. */
    private void removeStale(String name, List<Payload> payloads) {
        List<String> now = payloads.stream().map(Payload::folder).toList();
        for (String folder : rendering.format().folders()) {
            Location at = rendering.folder().child(folder + name);
            if (!now.contains(folder) && store.find(at).isPresent()) {
                store.delete(at);
            }
        }
    }

    int written() {
        return written;
    }
}
