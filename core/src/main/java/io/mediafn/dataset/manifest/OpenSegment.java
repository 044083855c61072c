package io.mediafn.dataset.manifest;

import io.mediafn.dataset.SampleRecord;
import io.mediafn.location.Location;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The records of one segment in the order of their ids. Only the bytes are held: a line is read when its turn comes. For
 * one thread.
 */
final class OpenSegment {
    /** How every line of ours begins. */
    private static final byte[] START = "{\"id\":\"".getBytes(StandardCharsets.UTF_8);

    private static final int ID_LENGTH = 24;

    private final Location at;
    private final byte[] bytes;
    private final Iterator<Line> lines;
    private Optional<Line> head = Optional.empty();

    private record Line(String id, int number, int from, int to) {}

    /** @param sorted whether the lines must be in the order of their ids, as those of our writers are */
    OpenSegment(Location at, byte[] bytes, boolean sorted) {
        this.at = at;
        this.bytes = bytes;
        this.lines = sorted ? new Lines() : sorted();
        advance();
    }

    private Iterator<Line> sorted() {
        List<Line> all = new ArrayList<>();
        new Lines().forEachRemaining(all::add);
        all.sort(Comparator.comparing(Line::id));
        return all.iterator();
    }

    boolean isOver() {
        return head.isEmpty();
    }

    /** The id of the next record. */
    String id() {
        return line().id();
    }

    private Line line() {
        return head.orElseThrow(() -> new NoSuchElementException("the segment " + at + " is over"));
    }

    SampleRecord take() {
        Line line = line();
        SampleRecord record = parsed(line.number(), line.from(), line.to());
        advance();
        return record;
    }

    /** Leaves out what has one of the ids up to this one. */
    void skipThrough(String id) {
        while (!isOver() && id().compareTo(id) <= 0) {
            advance();
        }
    }

    private void advance() {
        Optional<Line> before = head;
        head = lines.hasNext() ? Optional.of(lines.next()) : Optional.empty();
        if (before.isPresent()
                && head.isPresent()
                && head.get().id().compareTo(before.get().id()) < 0) {
            throw new StorageException(
                    Kind.CORRUPT, at, "line " + head.get().number() + " is not in the order of the ids");
        }
    }

    private SampleRecord parsed(int number, int from, int to) {
        try {
            return ManifestRecords.ofLine(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            throw new StorageException(
                    Kind.CORRUPT, at, "line " + number + " is no manifest record: " + e.getMessage(), e);
        }
    }

    /** The lines as they stand, without blank ones. */
    private final class Lines implements Iterator<Line> {
        private int from;
        private int number;

        @Override
        public boolean hasNext() {
            while (from < bytes.length && isBlank(from, end())) {
                from = end() + 1;
                number++;
            }
            return from < bytes.length;
        }

        @Override
        public Line next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the segment is over");
            }
            int start = from;
            int end = end();
            from = end + 1;
            number++;
            return new Line(idOf(number, start, end), number, start, end);
        }

        private int end() {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            return end;
        }
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private String idOf(int number, int from, int to) {
        int idEnd = from + START.length + ID_LENGTH;
        boolean ours = idEnd < to && bytes[idEnd] == '"';
        for (int i = 0; ours && i < START.length; i++) {
            ours = bytes[from + i] == START[i];
        }
        for (int i = from + START.length; ours && i < idEnd; i++) {
            ours = (bytes[i] >= '0' && bytes[i] <= '9') || (bytes[i] >= 'a' && bytes[i] <= 'f');
        }
        return ours
                ? new String(bytes, idEnd - ID_LENGTH, ID_LENGTH, StandardCharsets.ISO_8859_1)
                : parsed(number, from, to).id();
    }
}
