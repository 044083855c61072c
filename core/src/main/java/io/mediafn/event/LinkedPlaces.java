package io.mediafn.event;

import io.mediafn.dataset.SampleIds;
import io.mediafn.location.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Between which places the rules of a pipeline relink the samples of a dataset. Both places have events, in any order, and
 * all of them are about one sample: that of the place where its object came first. Immutable.
 */
final class LinkedPlaces {
    private record Way(Predicate<String> names, Location from, Location to) {}

    private final List<Way> ways;

    private LinkedPlaces(List<Way> ways) {
        this.ways = List.copyOf(ways);
    }

    /** @param dataset as steps name it */
    static LinkedPlaces of(Pipeline pipeline, Optional<String> dataset) {
        List<Way> ways = new ArrayList<>();
        for (Rule rule : pipeline.rules()) {
            for (Step step : rule.steps()) {
                if (step instanceof Step.Relink relink && relink.dataset().equals(dataset)) {
                    ways.add(new Way(rule.globs()::matches, relink.from(), relink.to()));
                }
            }
        }
        return new LinkedPlaces(ways);
    }

    /** The id of the sample that an object is the medium of: of the place where it came first, however often it moved. */
    String sampleId(Location at) {
        Location first = at;
        // No longer than there are ways: rules may lead round in a circle.
        for (int i = 0; i < ways.size(); i++) {
            Optional<Location> before = before(first);
            if (before.isEmpty()) {
                break;
            }
            first = before.get();
        }
        return SampleIds.of(first);
    }

    /** The other place where the sample of an object may be linked to: where the object goes, else where it came from. */
    Optional<Location> other(Location at) {
        return ways.stream()
                .flatMap(way -> moved(at, way.names(), way.from(), way.to()).stream())
                .findFirst()
                .or(() -> before(at));
    }

    private Optional<Location> before(Location at) {
        return ways.stream()
                .flatMap(way -> moved(at, way.names(), way.to(), way.from()).stream())
                .findFirst();
    }

    private static Optional<Location> moved(Location at, Predicate<String> names, Location from, Location to) {
        boolean isMeant = from.contains(at)
                && !at.equals(from)
                && names.test(at.key().substring(from.key().length()));
        return isMeant ? Optional.of(EventSteps.moved(at, from, to)) : Optional.empty();
    }
}
