package io.mediafn.azure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

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

    private static final JavaClasses ENTRY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mediafn.azure");

    @Test
    void the_entry_knows_no_sdk_and_no_store() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.azure..",
                        "software.amazon.awssdk..",
                        "io.mediafn.storage..",
                        "io.mediafn.dataset..",
                        "io.mediafn.media..")
                .check(ENTRY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HttpFunction", "EventFunctions"})
    void a_handler_is_short(String handler) throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/java/io/mediafn/azure/" + handler + ".java")))
                .hasSizeLessThanOrEqualTo(LONGEST_HANDLER);
    }
}
