package io.mediafn.operation.relink;

import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.location.Location;
import io.mediafn.operation.copy.UnsizedWrite;
import io.mediafn.storage.Content;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The map that undoes a map. It is written as a whole before anything is changed. */
final class UndoFile {
    private static final String SUFFIX = ".undo.ndjson";
    private static final String USUAL = ".ndjson";
    private static final int PART = 8 << 20;

    private final ObjectStore store;
    private final Location at;

    UndoFile(ObjectStore store, Location at) {
        this.store = store;
        this.at = at;
    }

    /** Beside the map: {@code map.ndjson} is undone by {@code map.undo.ndjson}. */
    static Location beside(Location map) {
        String text = map.toString();
        String stem = text.endsWith(USUAL) ? text.substring(0, text.length() - USUAL.length()) : text;
        return Location.of(stem + SUFFIX);
    }

    Location at() {
        return at;
    }

    /**
     * The ETag of the undo map that is there, from a run of the same map that may have been cut off.
     *
     * @throws InvalidFieldsException if something else is there
     */
    Optional<ObjectStat> existing(UndoHeader expected) {
        Optional<ObjectStat> found = store.find(at);
        if (found.isPresent()) {
            Optional<UndoHeader> header = header();
            if (header.filter(expected::undoesTheSameAs).isEmpty()) {
                throw new InvalidFieldsException(List.of(new FieldError(
                        "undo_location",
                        "where nothing is, or what undoes this map in this dataset and of these fields",
                        header.map(other -> at.display() + ", which undoes " + other.map() + " as it was then, in "
                                        + other.dataset() + ", of " + String.join(", ", other.mediaFields()))
                                .orElse(at.display() + ", which is no undo map"))));
            }
        }
        return found;
    }

    private Optional<UndoHeader> header() {
        try (MapReader reader = MapReader.open(store, at, Optional.empty())) {
            return reader.header();
        } catch (InvalidFieldsException e) {
            return Optional.empty();
        }
    }

    /** Whether the run that wrote it came to its end: everything is changed that it undoes. */
    boolean isComplete() {
        return store.find(mark()).isPresent();
    }

    /** Takes note that everything is changed. */
    void complete() {
        ObjectStat unused = store.write(mark(), Content.of(new byte[0]), WriteOptions.replace());
    }

    /** To be called before something is changed again. */
    void begin() {
        store.delete(mark());
    }

    private Location mark() {
        return Location.of(at + ".complete");
    }

    UndoCursor cursor(boolean isThere) {
        return new UndoCursor(isThere ? Optional.of(MapReader.open(store, at, Optional.empty())) : Optional.empty());
    }

    /**
     * Writes it, in place of the one that is there.
     *
     * @param lines in the order of the map
     * @throws StorageException ALREADY_EXISTS, or PRECONDITION_FAILED, if somebody else writes it at the same time
     */
    void write(UndoHeader header, Iterator<Map<String, Object>> lines, Optional<ObjectStat> existing) {
        WriteOptions options = existing.map(
                        stat -> stat.etag().map(WriteOptions::ifMatch).orElseGet(WriteOptions::replace))
                .orElseGet(WriteOptions::createOnly)
                .withContentType("application/x-ndjson");
        int part = Math.toIntExact(Math.max(PART, store.capabilities().smallestPart()));
        try {
            ObjectStat unused = new UnsizedWrite(store, at, options, part)
                    .run(new Lines(header.toJson(), lines), new byte[part], written -> {});
        } catch (IOException e) {
            throw new StorageException(Kind.UNAVAILABLE, at, "the undo map could not be written: " + e.getMessage(), e);
        }
    }

    /** Lines as bytes, made when they are asked for. */
    private static final class Lines extends InputStream {
        private final Iterator<Map<String, Object>> rest;
        private byte[] line;
        private int next;

        Lines(Map<String, Object> first, Iterator<Map<String, Object>> rest) {
            this.rest = rest;
            this.line = bytes(first);
        }

        private static byte[] bytes(Map<String, Object> json) {
            return (Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (next == line.length) {
                if (!rest.hasNext()) {
                    return -1;
                }
                line = bytes(rest.next());
                next = 0;
            }
            int some = Math.min(length, line.length - next);
            System.arraycopy(line, next, bytes, offset, some);
            next += some;
            return some;
        }
    }
}
