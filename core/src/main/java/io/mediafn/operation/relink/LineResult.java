package io.mediafn.operation.relink;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.dataset.StoredPath;
import io.mediafn.operation.relink.TargetCheck.Found;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one line of a map.
 *
 * @param index among the lines, from 0
 * @param from the old location
 * @param to the new one
 * @param samples documents that link to the new location now, or would
 * @param verified what shows that the new location has what it should: a checksum algorithm, {@code etag} or {@code size}
 * @param bytes that were read to verify it
 * @param reason why nothing was done
 * @param notRendered why there is no payload for it, where there should be
 */
public record LineResult(
        int index,
        String from,
        String to,
        Outcome outcome,
        long samples,
        Optional<String> verified,
        long bytes,
        Optional<String> reason,
        Optional<ItemError> error,
        Optional<String> notRendered)
        implements RelinkResult {
    static LineResult of(MapEntry entry, Outcome outcome) {
        return new LineResult(
                entry.index(),
                entry.from(),
                entry.to(),
                outcome,
                0,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static LineResult skipped(MapEntry entry, String reason) {
        return of(entry, Outcome.SKIPPED).because(reason);
    }

    static LineResult failed(MapEntry entry, ItemError error) {
        return of(entry, Outcome.FAILED).with(new Found(Optional.empty(), Optional.of(error), 0));
    }

    static LineResult notAttempted(MapEntry entry, String reason) {
        return of(entry, Outcome.NOT_ATTEMPTED).because(reason);
    }

    LineResult because(String why) {
        return new LineResult(index, from, to, outcome, samples, verified, bytes, Optional.of(why), error, notRendered);
    }

    LineResult with(Found found) {
        return new LineResult(
                index, from, to, outcome, samples, found.by(), found.bytes(), reason, found.error(), notRendered);
    }

    LineResult withSamples(long count) {
        return new LineResult(index, from, to, outcome, count, verified, bytes, reason, error, notRendered);
    }

    LineResult notRendered(String why) {
        return new LineResult(index, from, to, outcome, samples, verified, bytes, reason, error, Optional.of(why));
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("index", index);
        json.put("inpath", shown(from));
        json.put("outpath", shown(to));
        json.put("outcome", outcome.text());
        reason.ifPresent(text -> json.put("reason", text));
        json.put("samples", samples);
        verified.ifPresent(by -> {
            boolean checksum = Arrays.stream(ChecksumAlgorithm.values())
                    .anyMatch(algorithm -> algorithm.text().equals(by));
            json.put("verdict", by.equals("size") ? "size_only" : "verified");
            if (checksum) {
                json.put("checksum_algorithm", by);
            }
        });
        notRendered.ifPresent(text -> json.put("not_rendered", text));
        error.ifPresent(found -> json.put("error", found.toJson()));
        return json;
    }

    /** Without signatures. */
    private static String shown(String path) {
        return StoredPath.of(StoredPath.locationOf(path)).equals(path) && path.startsWith("/")
                ? path
                : StoredPath.locationOf(path).display();
    }
}
