package io.mediafn.permission;

import io.mediafn.location.Location;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has to be allowed at one place.
 *
 * @param place an object, or a prefix that stands for everything below it
 */
public record Grant(Location place, Set<Need> needs) {
    public Grant {
        needs = Set.copyOf(needs);
    }

    /**
     * What operations need; a place that several of them need is there once.
     *
     * @param media where media lie
     * @param targets where media go
     * @param manifests manifests that are read or written
     */
    public static List<Grant> of(
            List<OperationNeeds> operations, List<Location> media, List<Location> targets, List<Location> manifests) {
        Map<Location, Set<Need>> places = new LinkedHashMap<>();
        for (OperationNeeds operation : operations) {
            media.forEach(at -> add(places, at, operation.media()));
            targets.forEach(at -> add(places, at, operation.target()));
            manifests.forEach(at -> add(places, at.asPrefix().child("segments/"), operation.manifest()));
        }
        List<Grant> grants = new ArrayList<>();
        places.forEach((at, needs) -> grants.add(new Grant(at, needs)));
        return List.copyOf(grants);
    }

    private static void add(Map<Location, Set<Need>> places, Location at, Set<Need> needs) {
        if (!needs.isEmpty()) {
            places.computeIfAbsent(at, none -> EnumSet.noneOf(Need.class)).addAll(needs);
        }
    }

    boolean has(Need need) {
        return needs.contains(need);
    }

    /** What is behind the bucket: a key, or what keys begin with. */
    String key() {
        return place.key();
    }
}
