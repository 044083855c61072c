package io.mediafn.operation.relink;

import io.mediafn.json.FieldError;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectRead;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.ReadOptions;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The entries of a map, one after the other, of which only one line is held in memory. Blank lines are passed over. For
 * one thread, which closes it.
 */
final class MapReader implements Iterator<MapEntry>, AutoCloseable {
    /** Two locations, each of which may be a URL of 8192 characters, and what else a line may say. */
    private static final int LONGEST_LINE = 64 << 10;

    private static final int BUFFER = 64 << 10;

    private final ObjectRead read;
    private final InputStream in;
    private Optional<UndoHeader> header = Optional.empty();
    private Optional<MapEntry> upcoming = Optional.empty();
    private boolean over;
    private int line;
    private int entries;

    private MapReader(ObjectRead read, UnaryOperator<InputStream> filter) {
        this.read = read;
        this.in = new BufferedInputStream(filter.apply(read.body()), BUFFER);
    }

    /**
     * Opens a map.
     *
     * @param etag that it must still have: the steps of a relink all go by one content
     */
    static MapReader open(ObjectStore store, Location at, Optional<String> etag) {
        return open(store, at, etag, UnaryOperator.identity());
    }

    /** The same, with every byte seen by somebody else, too. */
    static MapReader open(ObjectStore store, Location at, Optional<String> etag, UnaryOperator<InputStream> filter) {
        return new MapReader(store.read(at, ReadOptions.all().withIfMatch(etag)), filter);
    }

    Optional<String> etag() {
        return read.stat().etag();
    }

    /** What makes this an undo map. */
    Optional<UndoHeader> header() {
        boolean unused = hasNext();
        return header;
    }

    @Override
    public boolean hasNext() {
        while (upcoming.isEmpty() && !over) {
            advance();
        }
        return upcoming.isPresent();
    }

    @Override
    public MapEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more lines");
        }
        MapEntry next = upcoming.orElseThrow();
        upcoming = Optional.empty();
        return next;
    }

    private void advance() {
        byte[] bytes = lineBytes();
        if (isBlank(bytes)) {
            return;
        }
        try {
            Map<String, Object> json = Json.readObject(bytes);
            if (header.isEmpty() && entries == 0 && UndoHeader.isOne(json)) {
                header = Optional.of(UndoHeader.of(json));
            } else {
                upcoming = Optional.of(MapEntry.of(entries, line, json));
                entries++;
            }
        } catch (JsonException e) {
            throw bad(line, "a JSON object, and nothing else", String.valueOf(e.getMessage()));
        } catch (InvalidFieldsException e) {
            FieldError first = e.errors().getFirst();
            throw bad(line, first.field() + ": " + first.rule(), first.value());
        }
    }

    /** What is wrong with one line. */
    static InvalidFieldsException bad(int line, String rule, String value) {
        return new InvalidFieldsException(List.of(error(line, rule, value)));
    }

    static FieldError error(int line, String rule, String value) {
        return new FieldError("map_location", "line " + line + ": " + rule, value);
    }

    private byte[] lineBytes() {
        line++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            int next = in.read();
            while (next >= 0 && next != '\n') {
                if (bytes.size() == LONGEST_LINE) {
                    throw bad(line, "at most " + LONGEST_LINE + " bytes", "more");
                }
                bytes.write(next);
                next = in.read();
            }
            over = next < 0;
        } catch (IOException e) {
            throw new StorageException(
                    Kind.UNAVAILABLE,
                    read.stat().location(),
                    "the map could not be read to its end: " + e.getMessage(),
                    e);
        }
        return bytes.toByteArray();
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        read.close();
    }
}
