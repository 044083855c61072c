package io.mediafn.export;

import io.mediafn.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Encord's {@code POST /storage/items/migrate-storage}: compare-and-set on its side, by the integration's hash. */
final class EncordMigration {
    private EncordMigration() {}

    static Payload render(List<MovedMedium> media, PayloadOptions options) {
        Map<String, Object> urls = new LinkedHashMap<>();
        Map<String, Object> items = new LinkedHashMap<>();
        for (MovedMedium medium : media) {
            String uuid = medium.ids().getOrDefault(PayloadFormat.ENCORD_UUID, "");
            if (uuid.isEmpty()) {
                urls.put(medium.from(), medium.to());
            } else {
                items.put(uuid, medium.to());
            }
        }
        Map<String, Object> body = new LinkedHashMap<>();
        if (!urls.isEmpty()) {
            body.put("urlsMap", urls);
        }
        if (!items.isEmpty()) {
            body.put("itemsMap", items);
        }
        options.fromIntegrationHash().ifPresent(hash -> body.put("fromIntegrationHash", hash));
        options.toIntegrationHash().ifPresent(hash -> body.put("toIntegrationHash", hash));
        body.put("validateAccess", options.validateAccess());
        body.put("skipMissing", options.skipMissing());
        return new Payload("", Json.write(body));
    }
}
