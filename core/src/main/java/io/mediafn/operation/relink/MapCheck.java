package io.mediafn.operation.relink;

import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Hasher;
import io.mediafn.dataset.StoredPath;
import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.IllegalLocationException;
import io.mediafn.location.Location;
import io.mediafn.location.LocationPolicy;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.storage.ObjectStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a map to its end before anything is changed and names the lines that break a rule. Every old location stands in
 * one line, every new one in one, and none is both: that is what lets a map that was cut off be run again, and undone.
 * Memory is 16 bytes a line.
 */
final class MapCheck {
    /** 80 MB of memory. */
    static final int MOST = 5_000_000;

    private static final int MOST_ERRORS = 20;

    private final LocationPolicy policy;
    private final boolean ofSamples;
    private final List<FieldError> errors = new ArrayList<>();

    /**
     * What was found.
     *
     * @param etag of the map
     * @param sha256 of its bytes, in hex digits
     * @param header of an undo map
     */
    record Found(int entries, Optional<String> etag, String sha256, Optional<UndoHeader> header) {}

    /** @param ofSamples whether the locations are those of samples, whose media type must not change */
    MapCheck(LocationPolicy policy, boolean ofSamples) {
        this.policy = policy;
        this.ofSamples = ofSamples;
    }

    /** @throws InvalidFieldsException naming the lines that break a rule */
    Found check(ObjectStore store, Location at) {
        Hasher sha256 = ChecksumAlgorithm.SHA256.newHasher();
        TextHashes hashes = new TextHashes();
        Found found;
        try (MapReader map = MapReader.open(store, at, Optional.empty(), in -> new Hashed(in, sha256))) {
            Optional<UndoHeader> header = map.header();
            int entries = 0;
            while (map.hasNext() && errors.size() < MOST_ERRORS) {
                if (entries == MOST) {
                    throw new InvalidFieldsException(
                            List.of(new FieldError("map_location", "at most " + MOST + " lines; split it", "more")));
                }
                MapEntry entry = map.next();
                check(entry);
                if (!entry.isNothing()) {
                    hashes.add(entry.from(), entries);
                    hashes.add(entry.to(), entries);
                }
                entries++;
            }
            rejectIfAny();
            found = new Found(entries, map.etag(), sha256.finish().hex(), header);
        }
        Set<Integer> suspects = hashes.repeated();
        if (!suspects.isEmpty()) {
            compare(store, at, found.etag(), suspects);
        }
        return found;
    }

    private void rejectIfAny() {
        if (!errors.isEmpty()) {
            throw new InvalidFieldsException(errors);
        }
    }

    private void check(MapEntry entry) {
        try {
            Location unused = policy.check(StoredPath.locationOf(entry.to()));
        } catch (IllegalLocationException e) {
            reject(entry, "a location that " + e.rule(), entry.to());
        } catch (LocationRefusedException e) {
            reject(entry, String.valueOf(e.getMessage()), entry.to());
        }
        try {
            Location unused = StoredPath.locationOf(entry.from());
        } catch (IllegalLocationException e) {
            reject(entry, "a location that " + e.rule(), entry.from());
        }
        if (ofSamples && !entry.change().keepsMediaType()) {
            reject(
                    entry,
                    "FiftyOne goes by the end of a path, and a sample can't change its media type",
                    entry.from() + " to " + entry.to());
        }
    }

    private void reject(MapEntry entry, String rule, String value) {
        errors.add(MapReader.error(entry.line(), rule, value));
    }

    /** Hashes that are equal are no proof, so these few lines are read again. */
    private void compare(ObjectStore store, Location at, Optional<String> etag, Set<Integer> suspects) {
        Map<String, MapEntry> byFrom = new HashMap<>();
        Map<String, MapEntry> byTo = new HashMap<>();
        try (MapReader map = MapReader.open(store, at, etag)) {
            while (map.hasNext() && errors.size() < MOST_ERRORS) {
                MapEntry entry = map.next();
                if (suspects.contains(entry.index())) {
                    once(byFrom, entry.from(), entry, "the old location");
                    once(byTo, entry.to(), entry, "the new location");
                }
            }
        }
        for (MapEntry entry : byFrom.values()) {
            MapEntry goesOn = byFrom.get(entry.to());
            if (goesOn != null && errors.size() < MOST_ERRORS) {
                reject(
                        entry,
                        "its new location is the old one of line " + goesOn.line()
                                + ", so that running the map again would move samples twice; use two maps",
                        entry.to());
            }
        }
        rejectIfAny();
    }

    private void once(Map<String, MapEntry> seen, String text, MapEntry entry, String what) {
        MapEntry other = seen.putIfAbsent(text, entry);
        if (other != null && !other.change().equals(entry.change())) {
            reject(entry, what + " is also that of line " + other.line() + ", whose other one differs", text);
        }
    }

    /** Shows every byte to a hasher. */
    private static final class Hashed extends FilterInputStream {
        private final Hasher hasher;

        Hashed(InputStream in, Hasher hasher) {
            super(in);
            this.hasher = hasher;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int got = in.read(bytes, offset, length);
            if (got > 0) {
                hasher.update(bytes, offset, got);
            }
            return got;
        }
    }
}
