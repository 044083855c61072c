package io.mediafn.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A metadata record with each read that it took, and why: for whoever wonders what an object costs. */
final class ExplainedRecord {
    private ExplainedRecord() {}

    /**
     * Prints it.
     *
     * @param reads as the JSON of the record has them
     */
    static void print(PrintWriter out, String name, Map<String, ?> record, List<Map<String, Object>> reads) {
        out.println("  " + Table.printable(name));
        out.println("      " + Table.printable(RecordText.found(record)));
        for (Map<String, Object> read : reads) {
            out.printf(
                    Locale.ROOT,
                    "      from byte %,d: %s, %s%n",
                    RecordText.number(read, "offset"),
                    Texts.size(RecordText.number(read, "length")),
                    Table.printable(String.valueOf(read.get("why"))));
        }
        if (record.get("problems") instanceof List<?> problems) {
            for (Object problem : problems) {
                if (problem instanceof Map<?, ?> row) {
                    out.println(
                            "      " + row.get("field") + ": " + Table.printable(String.valueOf(row.get("reason"))));
                }
            }
        }
    }
}
