package io.mediafn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Python's configparser makes of a file, or a refusal. */
final class IniFileTest {
    @TempDir
    private Path folder;

    private final Problems problems = new Problems();

    private Map<String, String> section(String name, String text) {
        return IniFile.section(Planted.file(folder, "x.ini", text), name, Set.of("key", "other", "id"), problems);
    }

    @Test
    void values_are_what_python_reads() {
        assertThat(section("lab", """
                                \uFEFF# a comment
                                ; another
                                [DEFAULT]
                                other = for all
                                id = for all
                                [lab]
                                KEY : a=b:c # no comment; as it is
                                id=50%%25
                                [elsewhere]
                                key = %(id)s
                                """))
                .isEqualTo(Map.of("key", "a=b:c # no comment; as it is", "id", "50%25", "other", "for all"));
        assertThat(section("lab", "[profile lab]\r\nkey = 1\r\n")).isEqualTo(Map.of("key", "1"));
        assertThat(section("lab", "[lab]\n  key = 1\n  id = 2\n")).isEqualTo(Map.of("key", "1", "id", "2"));
        assertThat(section("lab", "[lab]\nkey =\n")).isEqualTo(Map.of("key", ""));
        assertThat(problems.warnings()).isEmpty();
    }

    @Test
    void a_name_that_nobody_knows_is_told_by_its_line() {
        assertThat(section("lab", "[lab]\nkey = 1\nc2VjcmV0==\n")).isEqualTo(Map.of("key", "1"));
        assertThat(problems.warnings())
                .singleElement()
                .asString()
                .contains("line 3")
                .doesNotContain("c2VjcmV0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[lab]\nkey = %(id)s| line 2 has a '%' in key that must be written '%%'",
                "[lab]\nkey = 50%| line 2 has a '%' in key",
                "[lab]\nkey = 50%25| line 2 has a '%' in key",
                "[lab]\nkey = a\n  b| line 3 goes on with the value of a line before it",
                "[lab]\nkey = a\nkey = b| line 3 gives a value to a name that has one",
                "[lab]\n[lab]| line 2 starts a section that is there already",
                "key = a| line 1 stands before the first [SECTION]",
                "[lab]\nc2VjcmV0| line 2 is neither [SECTION] nor NAME = VALUE",
                "[lab]\n= c2VjcmV0| line 2 is neither [SECTION] nor NAME = VALUE",
                "[lab\nkey = a| line 1 is no [SECTION]",
                "[Lab]\nkey = a| has no section [lab]",
            })
    void a_file_that_breaks_a_rule(String example) {
        int bar = example.lastIndexOf('|');
        assertThatThrownBy(() -> section("lab", example.substring(0, bar)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(example.substring(bar + 1).strip())
                .hasMessageNotContaining("c2VjcmV0");
    }
}
