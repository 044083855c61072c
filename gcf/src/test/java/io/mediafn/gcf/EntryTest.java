package io.mediafn.gcf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The entry points stay thin: they know the app, not what the app is made of. */
final class EntryTest {
    private static final int LONGEST_HANDLER = 60;

    private static final JavaClasses ENTRIES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mediafn.gcf");

    @Test
    void the_entries_know_no_sdk_and_no_store() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.google.cloud.storage..",
                        "com.google.auth..",
                        "io.mediafn.storage..",
                        "io.mediafn.dataset..",
                        "io.mediafn.media..")
                .check(ENTRIES);
    }

    @Test
    void the_environment_is_read_where_the_platform_starts_and_nowhere_else() {
        noClasses()
                .that()
                .doNotHaveSimpleName("MediaHttp")
                .and()
                .doNotHaveSimpleName("MediaEvents")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(ENTRIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MediaHttp", "MediaEvents"})
    void a_handler_is_short(String name) throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/java/io/mediafn/gcf/" + name + ".java")))
                .hasSizeLessThanOrEqualTo(LONGEST_HANDLER);
    }

    @Test
    void the_entries_have_the_names_that_are_deployed_and_what_the_platform_asks_of_them() throws Exception {
        assertThat(MediaHttp.class.getName()).isEqualTo("io.mediafn.gcf.MediaHttp");
        assertThat(MediaEvents.class.getName()).isEqualTo("io.mediafn.gcf.MediaEvents");
        assertThat(HttpFunction.class).isAssignableFrom(MediaHttp.class);
        assertThat(CloudEventsFunction.class).isAssignableFrom(MediaEvents.class);
        assertThat(MediaHttp.class.getConstructor().getParameterCount()).isZero();
        assertThat(MediaEvents.class.getConstructor().getParameterCount()).isZero();
    }
}
