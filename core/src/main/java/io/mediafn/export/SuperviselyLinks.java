package io.mediafn.export;

import io.mediafn.json.Json;
import io.mediafn.media.MediaProbe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Supervisely's {@code images.update.links} and {@code videos.update.links}. Its own copies of the data are let go with
 * {@code clearLocalDataSource}, as its client does.
 */
final class SuperviselyLinks {
    private static final Map<String, String> KINDS = Map.of("image", "images", "video", "videos");
    /** What fits into a long, and is no more than any number that it gives out. */
    private static final int MOST_DIGITS = 18;

    private SuperviselyLinks() {}

    static Optional<String> problem(MovedMedium medium) {
        String id = medium.ids().getOrDefault(PayloadFormat.SUPERVISELY_ID, "");
        if (id.isEmpty()) {
            return Optional.of("Supervisely knows an entity by its number alone, and " + PayloadFormat.SUPERVISELY_ID
                    + " is absent");
        }
        boolean number = id.length() <= MOST_DIGITS && id.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            return Optional.of(PayloadFormat.SUPERVISELY_ID + ": a whole number (is " + id + ")");
        }
        return KINDS.containsKey(kind(medium))
                ? Optional.empty()
                : Optional.of("Supervisely relinks images and videos, and this is neither by the end of its name");
    }

    private static String kind(MovedMedium medium) {
        return MediaProbe.mediaTypeOf(medium.to());
    }

    static List<Payload> render(List<MovedMedium> media) {
        List<Payload> payloads = new ArrayList<>();
        for (String kind : List.of("image", "video")) {
            List<Map<String, Object>> entities = media.stream()
                    .filter(medium -> kind(medium).equals(kind))
                    .map(SuperviselyLinks::entity)
                    .toList();
            String name = KINDS.getOrDefault(kind, "");
            if (!entities.isEmpty()) {
                Map<String, Object> body = new LinkedHashMap<>();
                body.put(name, entities);
                body.put("clearLocalDataSource", true);
                payloads.add(new Payload(name + "/", Json.write(body)));
            }
        }
        return payloads;
    }

    private static Map<String, Object> entity(MovedMedium medium) {
        Map<String, Object> entity = new LinkedHashMap<>();
        entity.put("id", Long.valueOf(medium.ids().getOrDefault(PayloadFormat.SUPERVISELY_ID, "")));
        entity.put("link", medium.to());
        return entity;
    }
}
