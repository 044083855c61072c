package io.mediafn.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java process of its own, with what it printed and the log of the classes that it loaded.
 *
 * @param classes a line each
 */
record ColdProcess(String output, List<String> classes) {
    private static final int LONGEST_SECONDS = 60;

    /** Runs a main class of the tests to its end, its files in {@code folder}. */
    static ColdProcess run(Path folder, Class<?> main, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        Path classes = folder.resolve("classes.log");
        Path output = folder.resolve("output.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + classes,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process = builder.redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new ColdProcess(Files.readString(output), Files.readAllLines(classes));
    }
}
