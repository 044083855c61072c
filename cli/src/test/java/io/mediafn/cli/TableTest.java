package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text);

    @Test
    void columns_are_as_wide_as_their_widest_cell_and_numbers_end_together() {
        Table table = new Table(List.of("NAME", "SIZE", "WHAT"), List.of(1));
        table.row("a", "1", "x");
        table.row("longer", "12345", "");
        table.row("", "", "y");
        table.print(out);

        assertThat(lines())
                .containsExactly(
                        "  NAME     SIZE  WHAT", //
                        "  a           1  x",
                        "  longer  12345",
                        "                 y");
    }

    @Test
    void a_character_outside_the_basic_plane_is_one_wide() {
        Table table = new Table(List.of("N", "W"), List.of());
        table.row("🦊🦊", "x");
        table.row("abc", "y");
        table.print(out);

        assertThat(lines()).containsExactly("  N    W", "  🦊🦊   x", "  abc  y");
    }

    @Test
    void wide_cells_are_cut_in_the_middle_but_for_the_last_column() {
        String wide = "s3://bucket/" + "🦊".repeat(50) + "/end.png";
        Table table = new Table(List.of("NAME", "WHAT"), List.of());
        table.row(wide, wide);
        table.row("x".repeat(48), "kept");
        table.row("x".repeat(49), "cut");
        table.print(out);

        List<String> lines = lines();
        assertThat(lines.get(1))
                .isEqualTo("  s3://bucket/" + "🦊".repeat(11) + "…" + "🦊".repeat(16) + "/end.png  " + wide);
        assertThat(lines.get(2)).isEqualTo("  " + "x".repeat(48) + "  kept");
        assertThat(lines.get(3)).isEqualTo("  " + "x".repeat(23) + "…" + "x".repeat(24) + "  cut");
    }

    @Test
    void the_header_comes_once_and_printed_rows_are_forgotten() {
        Table table = new Table(List.of("A"), List.of());
        table.row("1");
        assertThat(table.rows()).isEqualTo(1);
        table.print(out);
        assertThat(table.rows()).isZero();
        table.row("2");
        table.print(out);

        assertThat(lines()).containsExactly("  A", "  1", "  2");
    }

    @Test
    void what_steers_a_terminal_is_shown_as_unknown() {
        assertThat(Table.printable("a\u001B[31m\r\n\t\u0000\u007F\u009Bé雪🦊"))
                .isEqualTo("a\uFFFD[31m\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDé雪🦊");
    }

    private List<String> lines() {
        out.flush();
        return text.toString().lines().toList();
    }
}
