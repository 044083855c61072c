package io.mediafn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
    private static final String WIPE = "\r\u001B[K";
    private static final int MORE_THAN_A_REDRAW_MILLIS = 120;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void is_redrawn_in_place_and_taken_away() throws InterruptedException {
        try (ProgressLine progress = new ProgressLine(Terminal.interactive(out, err), false, "events", 4)) {
            progress.step();
            assertThat(shown()).isEmpty();
            Thread.sleep(MORE_THAN_A_REDRAW_MILLIS);
            progress.step();
            assertThat(shown()).matches("\r\u001B\\[K  2 of 4 events, \\d+/s");
        }
        assertThat(shown()).endsWith(WIPE).doesNotContain("\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void makes_room_and_comes_back() throws InterruptedException {
        try (ProgressLine progress = new ProgressLine(Terminal.interactive(out, err), false, "objects", 0)) {
            Thread.sleep(MORE_THAN_A_REDRAW_MILLIS);
            progress.step();
            progress.hide();
            assertThat(shown()).matches("\r\u001B\\[K  1 objects, \\d+/s\r\u001B\\[K");
            progress.hide();
            Thread.sleep(MORE_THAN_A_REDRAW_MILLIS);
            progress.step();
            assertThat(shown()).contains("  2 objects");
        }
    }

    @Test
    void a_line_that_was_never_drawn_is_not_wiped() {
        new ProgressLine(Terminal.interactive(out, err), false, "events", 1).close();
        assertThat(shown()).isEmpty();
    }

    @Test
    void nobody_else_sees_it() throws InterruptedException {
        try (ProgressLine elsewhere = new ProgressLine(Terminal.of(out, err), false, "events", 2);
                ProgressLine quiet = new ProgressLine(Terminal.interactive(out, err), true, "events", 2)) {
            Thread.sleep(MORE_THAN_A_REDRAW_MILLIS);
            elsewhere.step();
            quiet.step();
        }
        assertThat(shown()).isEmpty();
        assertThat(out.size()).isZero();
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
