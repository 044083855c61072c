package io.mediafn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A function that is given a variable which it doesn't know does not start, and no template's own checks could tell. */
final class DeployedVariablesTest {
    private static final Pattern VARIABLE = Pattern.compile("\\bMEDIAFN_[A-Z0-9_]+\\b");
    private static final Path ROOT = Path.of("..");

    static List<String> variables() throws IOException {
        try (Stream<Path> modules = Files.walk(ROOT.resolve("terraform"))) {
            List<Path> files = Stream.concat(
                            Stream.of(ROOT.resolve("template.yaml"), ROOT.resolve("docs/azure.md")),
                            modules.filter(file -> file.toString().endsWith(".tf")))
                    .toList();
            assertThat(files).hasSizeGreaterThan(20);
            List<String> variables = files.stream()
                    .flatMap(file -> VARIABLE.matcher(read(file)).results().map(MatchResult::group))
                    .distinct()
                    .sorted()
                    .toList();
            assertThat(variables).contains("MEDIAFN_DATASET", "MEDIAFN_SCHEDULE_CRON", "MEDIAFN_BLOBS");
            return variables;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("variables")
    void what_templates_set_is_known(String variable) {
        String problems = "";
        try {
            assertThat(Settings.from(Map.of(variable, "-"))).isNotNull();
        } catch (SettingsException e) {
            problems = e.getMessage();
        }
        assertThat(problems).doesNotContain("is no setting of this version");
    }
}
