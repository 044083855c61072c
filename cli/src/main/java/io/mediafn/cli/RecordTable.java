package io.mediafn.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

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
        count(record);
        Map<?, ?> metadata = RecordText.object(record, "metadata");
        Map<?, ?> provenance = RecordText.object(record, "provenance");
        long cost = RecordText.number(provenance, "requests");
        long read = RecordText.number(provenance, "bytes_read");
        table.row(
                name,
                metadata.containsKey("size_bytes") ? Texts.size(RecordText.number(metadata, "size_bytes")) : "",
                String.valueOf(cost),
                Texts.size(read),
                RecordText.found(record));
        if (table.rows() == BLOCK) {
            printRows();
        }
    }

    /** Adds a record to the sums alone. */
    public void count(Map<String, ?> record) {
        Map<?, ?> provenance = RecordText.object(record, "provenance");
        objects++;
        requests += RecordText.number(provenance, "requests");
        bytesRead += RecordText.number(provenance, "bytes_read");
        failed += "failed".equals(record.get("outcome")) ? 1 : 0;
    }

    public long failed() {
        return failed;
    }

    /** For what somebody else prints between the rows. */
    public void makeRoom() {
        beforeRows.run();
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
        interrupt();
        out.println();
        out.println("  " + Texts.count(objects, "object") + ", " + failed + " failed; "
                + Texts.count(requests, "request") + ", " + Texts.size(bytesRead) + " read");
    }
}
