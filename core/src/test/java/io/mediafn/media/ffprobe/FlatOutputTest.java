package io.mediafn.media.ffprobe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlatOutputTest {
    @Test
    void values_are_text_or_numbers_and_unknown_ones_are_absent() {
        FlatOutput output = new FlatOutput("""
                a.title="say \\"x=1\\" \\\\ \\`pwd\\` \\$HOME\\nbye"
                a.count=12
                a.text="12"
                a.real="2.5"
                a.unknown="N/A"
                a.empty=""
                no value
                """);

        assertThat(output.text("a.title")).hasValue("say \"x=1\" \\ `pwd` $HOME\nbye");
        assertThat(output.number("a.count")).hasValue(12);
        assertThat(output.number("a.text")).hasValue(12);
        assertThat(output.number("a.real")).isEmpty();
        assertThat(output.real("a.real")).hasValue(2.5);
        assertThat(output.real("a.title")).isEmpty();
        assertThat(output.text("a.unknown")).isEmpty();
        assertThat(output.text("a.empty")).hasValue("");
        assertThat(output.text("no value")).isEmpty();
    }
}
