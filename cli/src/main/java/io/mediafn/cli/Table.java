package io.mediafn.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows in aligned columns. The last column may be of any width. Belongs to one thread. */
public final class Table {
    /** Wider cells are cut in the middle, where file names differ least. */
    private static final int WIDEST = 48;

    private final List<String> header;
    private final List<Integer> rightAligned;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean headerPrinted;

    /** @param rightAligned the indices of columns of numbers */
    public Table(List<String> header, List<Integer> rightAligned) {
        this.header = List.copyOf(header);
        this.rightAligned = List.copyOf(rightAligned);
    }

    public void row(String... cells) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            String printable = printable(cells[i]);
            shown.add(i == header.size() - 1 ? printable : cut(printable));
        }
        rows.add(List.copyOf(shown));
    }

    public int rows() {
        return rows.size();
    }

    /** Prints the rows and forgets them; the header comes with the first ones. */
    public void print(PrintWriter out) {
        List<List<String>> all = new ArrayList<>();
        if (!headerPrinted) {
            all.add(header);
            headerPrinted = true;
        }
        all.addAll(rows);
        rows.clear();
        int[] widths = IntStream.range(0, header.size())
                .map(column -> all.stream()
                        .mapToInt(row -> width(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String space = " ".repeat(widths[column] - width(row.get(column)));
                boolean right = rightAligned.contains(column);
                line.append("  ")
                        .append(right ? space : "")
                        .append(row.get(column))
                        .append(right ? "" : space);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static String cut(String cell) {
        if (width(cell) <= WIDEST) {
            return cell;
        }
        int[] points = cell.codePoints().toArray();
        int head = WIDEST / 2 - 1;
        int tail = WIDEST - head - 1;
        return new String(points, 0, head) + "…" + new String(points, points.length - tail, tail);
    }

    /** A key may hold line breaks and the escapes that steer terminals. */
    public static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(point -> shown.appendCodePoint(Character.isISOControl(point) ? '\uFFFD' : point));
        return shown.toString();
    }
}
