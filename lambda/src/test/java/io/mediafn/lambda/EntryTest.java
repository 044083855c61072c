package io.mediafn.lambda;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An entry point stays thin: it knows the app, not what the app is made of. */
final class EntryTest {
    private static final int LONGEST_HANDLER = 60;

    private static final JavaClasses ENTRY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mediafn.lambda");

    @Test
    void the_entry_knows_no_sdk_and_no_store() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon.awssdk..",
                        "io.mediafn.storage..",
                        "io.mediafn.dataset..",
                        "io.mediafn.media..")
                .check(ENTRY);
    }

    @Test
    void the_handler_is_short_and_has_the_name_that_is_deployed() throws IOException {
        Path source = Path.of("src/main/java/io/mediafn/lambda/MediaHandler.java");
        List<String> lines = Files.readAllLines(source);

        assertThat(lines).hasSizeLessThanOrEqualTo(LONGEST_HANDLER);
        assertThat(DeployedFunction.HANDLER).isEqualTo("io.mediafn.lambda.MediaHandler::handleRequest");
    }
}
