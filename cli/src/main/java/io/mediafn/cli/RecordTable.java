package io.mediafn.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Metadata records as a table for people: what was found, and what it cost. Belongs to one thread. */
public final class RecordTable {
    /** Rows are aligned in blocks of this many, so that memory does not grow with their number. */
    private static final int BLOCK = 500;

    private final PrintWriter out;
    private final Runnable beforeRows;
    private final Table table = new Table(List.of("OBJECT", "SIZE", "REQUESTS", "READ", "FOUND"), List.of(1, 2, 3));
    private long objects;
    private long failed;
    private long requests;
    private long bytesRead;

    /** @param beforeRows makes room for rows on the terminal */
    public RecordTable(PrintWriter out, Runnable beforeRows) {
        this.out = out;
        this.beforeRows = beforeRows;
    }

    /**
     * Adds a record.
     *
     * @param record as its JSON
     */
    public void add(String name, Map<String, ?> record) {
        Map<?, ?> metadata = object(record, "metadata");
        Map<?, ?> provenance = object(record, "provenance");
        long cost = number(provenance, "requests");
        long read = number(provenance, "bytes_read");
        objects++;
        requests += cost;
        bytesRead += read;
        failed += "failed".equals(record.get("outcome")) ? 1 : 0;
        table.row(
                name,
                metadata.containsKey("size_bytes") ? Texts.size(number(metadata, "size_bytes")) : "",
                String.valueOf(cost),
                Texts.size(read),
                found(record, metadata));
        if (table.rows() == BLOCK) {
            printRows();
        }
    }

    private static String found(Map<String, ?> record, Map<?, ?> metadata) {
        Map<?, ?> error = object(record, "error");
        if (!error.isEmpty()) {
            return error.get("kind") + ": " + error.get("message");
        }
        if (metadata.isEmpty()) {
            return record.get("outcome") + reason(record);
        }
        String size = metadata.containsKey("width") ? metadata.get("width") + " x " + metadata.get("height") : "";
        String channels =
                metadata.containsKey("num_channels") ? Texts.count(number(metadata, "num_channels"), "channel") : "";
        Object orientation = object(record, "details").get("orientation");
        String turned = orientation == null || orientation.equals(1) ? "" : "orientation " + orientation;
        return List.of(String.valueOf(metadata.get("mime_type")), size, channels, turned).stream()
                .filter(part -> !part.isEmpty())
                .reduce((left, right) -> left + ", " + right)
                .orElse("");
    }

    private static String reason(Map<String, ?> record) {
        return Optional.ofNullable(record.get("reason"))
                .map(text -> ": " + text)
                .orElse("");
    }

    private static Map<?, ?> object(Map<String, ?> record, String field) {
        return record.get(field) instanceof Map<?, ?> value ? value : Map.of();
    }

    private static long number(Map<?, ?> object, String field) {
        return object.get(field) instanceof Number value ? value.longValue() : 0;
    }

    public long failed() {
        return failed;
    }

    /** Prints the rows that are not printed yet. */
    private void printRows() {
        beforeRows.run();
        table.print(out);
    }

    /** Prints the rest of the rows, if there are any: for a run that ends early. */
    public void interrupt() {
        if (table.rows() > 0) {
            printRows();
        }
    }

    /** Prints the rest of the rows, and the sums. */
    public void finish() {
        printRows();
        out.println();
        out.println("  " + Texts.count(objects, "object") + ", " + failed + " failed; "
                + Texts.count(requests, "request") + ", " + Texts.size(bytesRead) + " read");
    }
}
