package io.mediafn.gcf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The zip that is deployed. */
final class PackageIT {
    /** A function's source may have 500 MB unpacked; much less starts sooner. */
    private static final long LARGEST_UNPACKED = 40L << 20;

    private static final LocalDateTime OF_EVERY_BUILD = LocalDateTime.of(2026, 1, 1, 0, 0);

    @Test
    void one_jar_lies_at_the_root_and_its_manifest_names_exactly_what_is_under_lib() throws IOException {
        try (ZipFile zip = new ZipFile(DeployedFunction.ZIP.toFile())) {
            List<String> files = zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
            assertThat(files).doesNotHaveDuplicates();
            assertThat(files.stream().filter(name -> !name.contains("/"))).containsExactly(DeployedFunction.JAR);
            Set<String> libraries = files.stream()
                    .filter(name -> name.startsWith("lib/"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(libraries).hasSize(files.size() - 1);
            try (JarInputStream jar = new JarInputStream(
                    zip.getInputStream(Objects.requireNonNull(zip.getEntry(DeployedFunction.JAR))))) {
                String classPath = String.valueOf(Objects.requireNonNull(jar.getManifest())
                        .getMainAttributes()
                        .get(Attributes.Name.CLASS_PATH));
                assertThat(List.of(classPath.split(" ", -1))).containsExactlyInAnyOrderElementsOf(libraries);
            }
        }
    }

    @Test
    void it_is_small_and_holds_nothing_that_the_platform_brings() throws IOException {
        try (ZipFile zip = new ZipFile(DeployedFunction.ZIP.toFile())) {
            long unpacked = zip.stream().mapToLong(ZipEntry::getSize).sum();
            System.out.println("mediafn-gcf.zip unpacked: " + unpacked + " bytes, " + zip.size() + " entries");
            assertThat(unpacked).isBetween(1L << 20, LARGEST_UNPACKED);
            assertThat(zip.stream().map(ZipEntry::getName))
                    .noneMatch(name -> name.contains("functions-framework")
                            || name.contains("cloudevents")
                            || name.contains("slf4j-simple")
                            || name.contains("java-function-invoker"));
        }
    }

    /** Two builds of one commit give the same bytes: no entry has a time of its own. */
    @Test
    void no_entry_tells_when_it_was_built() throws IOException {
        try (ZipFile zip = new ZipFile(DeployedFunction.ZIP.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getTimeLocal).collect(Collectors.toSet()))
                    .allSatisfy(time ->
                            assertThat(time).isBetween(OF_EVERY_BUILD.minusDays(1), OF_EVERY_BUILD.plusDays(1)));
        }
    }
}
