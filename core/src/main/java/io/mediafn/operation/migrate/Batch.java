package io.mediafn.operation.migrate;

import io.mediafn.dataset.Sample;
import io.mediafn.location.Location;
import io.mediafn.operation.SampleReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Some samples whose media lie under the prefix, with those that share a location together.
 *
 * @param items in the order of their first samples
 * @param last the id of the last sample that was looked at
 */
record Batch(List<Item> items, Optional<String> last) {
    static final int MOST = 1000;
    /** After so many samples that are none of ours the run takes note of how far it is. */
    private static final int MOST_LOOKED_AT = 20_000;

    /**
     * One location.
     *
     * @param path as its samples have it
     * @param samples how many times samples have it
     * @param key the id behind which a later run goes on once this item is done; absent where the sample has more
     */
    record Item(String path, Location in, Location out, long samples, Optional<String> key) {}

    /** All ids in it, each once; {@code most} samples at the most. */
    static Batch take(SampleReader reader, Prefixes prefixes, int most, BooleanSupplier mayGoOn) {
        Map<String, Location> places = new LinkedHashMap<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        List<String> firsts = new ArrayList<>();
        int taken = 0;
        for (int i = 0; i < MOST_LOOKED_AT && taken < most && reader.hasNext() && mayGoOn.getAsBoolean(); i++) {
            Sample sample = reader.next();
            Optional<Location> place = prefixes.leaving(sample.path());
            if (place.isEmpty()) {
                continue;
            }
            taken++;
            reader.took(sample.id());
            if (places.putIfAbsent(sample.path(), place.get()) == null) {
                firsts.add(sample.id());
            }
            counts.merge(sample.path(), 1L, Long::sum);
        }
        List<Item> items = new ArrayList<>();
        int index = 0;
        for (Map.Entry<String, Location> place : places.entrySet()) {
            String id = firsts.get(index);
            boolean lastOfSample = index + 1 < firsts.size()
                    ? !firsts.get(index + 1).equals(id)
                    : reader.peekId().filter(id::equals).isEmpty();
            items.add(new Item(
                    place.getKey(),
                    place.getValue(),
                    prefixes.targetOf(place.getValue()),
                    counts.getOrDefault(place.getKey(), 0L),
                    lastOfSample ? Optional.of(id) : Optional.empty()));
            index++;
        }
        return new Batch(List.copyOf(items), reader.complete());
    }
}
