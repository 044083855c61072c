package io.mediafn.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobsTest {
    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '`', textBlock = """
            a.jpg a.jpg yes
            a.jpg A.jpg no
            a.jpg axjpg no
            a.jpg b/a.jpg no
            *.jpg a.jpg yes
            *.jpg .jpg yes
            *.jpg b/a.jpg no
            *.jpg a.jpg.png no
            * a/ no
            * `` yes
            a*c*e abcde yes
            a*c*e abcdf no
            ** a/b/c yes
            ** `` yes
            *** a/b yes
            **.jpg a/b.jpg yes
            **/x x yes
            **/x a/x yes
            **/x a/b/x yes
            **/x ax no
            **/x a/xx no
            a/**/b a/b yes
            a/**/b a/x/y/b yes
            a/**/b ab no
            a/**/b a/xb no
            a**/b a/b yes
            a**/b axy/z/b yes
            a**/b ab no
            a/** a/ yes
            a/** a/b/c yes
            a/** a no
            a/** ab no
            **/.* .a yes
            **/.* b/.a yes
            **/.* b/a.c no
            {**/,}x a/x yes
            y{**/,}x yx yes
            y{**/,z}x yx no
            ? a yes
            ? / no
            ? `` no
            ? ab no
            ? 🦊 yes
            [abc] b yes
            [abc] d no
            [a-cx] x yes
            [a-cx] c yes
            [a-cx] w no
            [!a-c] d yes
            [!a-c] b no
            [!a-c] / no
            [^a-c] d yes
            [^a-c] b no
            `[ -~]` / no
            []a] ] yes
            [!]a] ] no
            [!]a] b yes
            [a-] - yes
            [-a] - yes
            [a\\-c] b no
            [a\\-c] - yes
            [\\]] ] yes
            [🦊-🦎] 🦋 yes
            [*] * yes
            [*] a no
            {a,b} b yes
            {a,b} , no
            x{a,b}y xay yes
            x{a,b}y xaby no
            {a,{b,c}d} cd yes
            {a,{b,c}d} c no
            *.{jpg,png} a.png yes
            *.{jpg,png} a.gif no
            a{,.bak} a yes
            a{,.bak} a.bak yes
            {a} a yes
            {*,[b]}/c b/c yes
            {,} `` yes
            a,b}] a,b}] yes
            \\* * yes
            \\* a no
            \\[a] [a] yes
            {\\,,\\}} , yes
            {\\,,\\}} } yes
            \\\\ \\ yes
            a\\b a\\b yes
            a\\b ab no
            a\\ a\\ yes
            (a|b)+.$^ (a|b)+.$^ yes
            %2F#?x %2F#+x yes
            """)
    void a_glob_matches_whole_keys(String glob, String key, String expected) {
        assertThat(Globs.of(List.of(glob), List.of()).matches(key)).isEqualTo(expected.equals("yes"));
    }

    @Test
    void line_breaks_are_characters_like_others() {
        assertThat(Globs.of(List.of("a*b?c"), List.of()).matches("a\n\u2028b\rc"))
                .isTrue();
    }

    @Test
    void what_is_included_and_not_excluded_is_meant() {
        Globs globs = Globs.of(List.of("*.jpg", "raw/**"), List.of("**/x*", "raw/old/**"));

        assertThat(List.of("a.jpg", "x.jpg", "a.png", "raw/a.png", "raw/xa.png", "raw/old/a.png", "raw/older/a"))
                .filteredOn(globs::matches)
                .containsExactly("a.jpg", "raw/a.png", "raw/older/a");
    }

    @Test
    void without_globs_to_include_everything_is_meant_that_is_not_excluded() {
        assertThat(Globs.everything().matches("a/b")).isTrue();
        assertThat(Globs.of(List.of(), List.of("*.tmp")).matches("a/b.tmp")).isTrue();
        assertThat(Globs.of(List.of(), List.of("*.tmp")).matches("b.tmp")).isFalse();
        assertThat(Globs.of(List.of("**"), List.of("*.tmp")).matches("b.tmp")).isFalse();
        assertThat(Globs.of(List.of("a", "**"), List.of()).matches("b")).isTrue();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void no_glob_takes_forever() {
        String key = "a".repeat(1000);
        for (String glob : List.of(
                "a*".repeat(400) + "b",
                "**a".repeat(300) + "b",
                "**/".repeat(300) + "b",
                "{a,aa}".repeat(160) + "b",
                "{a*,a*}".repeat(140) + "b",
                "{".repeat(300) + "a*" + "}".repeat(300) + "b")) {
            assertThat(Globs.of(List.of(glob), List.of()).matches(key)).as(glob).isFalse();
            assertThat(Globs.of(List.of(glob), List.of()).matches(key.replace('a', '/')))
                    .as(glob)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '`', textBlock = """
            a[bc `the [ at character 2 has no ] behind it`
            [ `the [ at character 1 has no ] behind it`
            [] `the [ at character 1 has no ] behind it`
            [!] `the [ at character 1 has no ] behind it`
            [a- `the [ at character 1 has no ] behind it`
            [a/b] `the [ at character 1 has a slash in it, or no ] behind it`
            x[z-a] `the range z-a in the [ at character 2 goes backwards`
            a{b,c `the { at character 2 has no } behind it`
            {a,{b} `the { at character 1 has no } behind it`
            {a\\} `the { at character 1 has no } behind it`
            `` `a glob has 1 to 1024 characters`
            """)
    void what_is_no_glob_is_told_with_the_rule(String glob, String rule) {
        assertThatThrownBy(() -> Globs.checked(glob))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(rule);
    }

    @Test
    void an_error_names_the_glob() {
        assertThatThrownBy(() -> Globs.of(List.of("a"), List.of("b", "c[")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the glob 'c[': the [ at character 2 has no ] behind it");
        assertThatThrownBy(() -> Globs.of(List.of("**", "{"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'{'");
        assertThatThrownBy(() -> Globs.checked("a".repeat(1025))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '`', textBlock = """
            a/b*.jpg a/b
            * ``
            a/b.jpg a/b.jpg
            a? a
            a[b] a
            a{b,c} a
            a/**/b a/
            a\\*b* a*b
            a\\\\b* a\\b
            a\\b* a\\b
            a],} a],}
            """)
    void the_literal_prefix_ends_before_the_first_special_character(String glob, String prefix) {
        assertThat(Globs.literalPrefix(glob)).isEqualTo(prefix);
    }

    @Test
    void what_several_globs_have_in_common_is_enough_to_list() {
        assertThat(Globs.of(List.of("a/bc*", "a/bd"), List.of("a/bc/**")).commonPrefix())
                .isEqualTo("a/b");
        assertThat(Globs.of(List.of("a/b", "**"), List.of()).commonPrefix()).isEmpty();
        assertThat(Globs.of(List.of(), List.of("a")).commonPrefix()).isEmpty();
        assertThat(Globs.of(List.of("x\uD83E\uDD8A*", "x\uD83E\uDD8B*"), List.of())
                        .commonPrefix())
                .isEqualTo("x");
    }

    @Test
    void a_glob_is_told_from_a_plain_key() {
        assertThat(List.of("a*", "a?", "a[b]", "{a,b}", "a\\*")).allMatch(Globs::isGlob);
        assertThat(List.of("", "a", "a/b.jpg", "a\\b", "a]", "a}", "a,b", "!a")).noneMatch(Globs::isGlob);
    }
}
