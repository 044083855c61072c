package io.mediafn.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls of the core. A rule that no class could break would prove nothing, so each is also seen to bite. */
final class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mediafn");

    private static final ArchRule AWS_STAYS_IN_ITS_STORE = noClasses()
            .that()
            .resideOutsideOfPackage("io.mediafn.storage.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    private static final ArchRule GOOGLE_STAYS_IN_ITS_STORE = noClasses()
            .that()
            .resideOutsideOfPackage("io.mediafn.storage.gcs..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.cloud..", "com.google.auth..", "com.google.api..");

    private static final ArchRule AZURE_STAYS_IN_ITS_STORE = noClasses()
            .that()
            .resideOutsideOfPackage("io.mediafn.storage.azure..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.azure..", "com.microsoft..");

    private static final ArchRule HTTP_CLIENT_STAYS_IN_ITS_STORE = noClasses()
            .that()
            .resideOutsideOfPackage("io.mediafn.storage.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hc..");

    private static final ArchRule MONGO_STAYS_IN_ITS_DATASETS = noClasses()
            .that()
            .resideOutsideOfPackage("io.mediafn.dataset.fiftyone..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.mongodb..", "org.bson..");

    private static final ArchRule NO_FUNCTION_PLATFORM = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.amazonaws..", "com.google.cloud.functions..", "com.microsoft.azure.functions..");

    private static final ArchRule ONLY_APP_KNOWS_STORES_AND_DATASETS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.mediafn.app..",
                    "io.mediafn.storage.s3..",
                    "io.mediafn.storage.gcs..",
                    "io.mediafn.storage.azure..",
                    "io.mediafn.storage.http..",
                    "io.mediafn.storage.local..",
                    "io.mediafn.storage.memory..",
                    "io.mediafn.dataset.fiftyone..",
                    "io.mediafn.dataset.manifest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mediafn.storage.s3..",
                    "io.mediafn.storage.gcs..",
                    "io.mediafn.storage.azure..",
                    "io.mediafn.storage.http..",
                    "io.mediafn.storage.local..",
                    "io.mediafn.storage.memory..",
                    "io.mediafn.dataset.fiftyone..",
                    "io.mediafn.dataset.manifest..");

    private static final ArchRule JSON_LIBRARY_STAYS_IN_JSON = noClasses()
            .that()
            .resideOutsideOfPackage("io.mediafn.json..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..");

    private static final ArchRule MEDIA_KNOWS_NO_STORE = noClasses()
            .that()
            .resideInAPackage("io.mediafn.media..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.mediafn..")
                    .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAPackage("io.mediafn.media.."))));

    private static final ArchRule ENVIRONMENT_BELONGS_TO_ENTRIES = noClasses()
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    private static final ArchRule NO_MUTABLE_STATICS =
            fields().that().areStatic().should().beFinal().allowEmptyShould(true);

    private static final ArchRule NO_CYCLES =
            slices().matching("io.mediafn.(*)..").should().beFreeOfCycles();

    private static final ArchRule NO_CYCLES_IN_MEDIA =
            slices().matching("io.mediafn.media.(**)").should().beFreeOfCycles();

    private static final List<ArchRule> WALLS = List.of(
            AWS_STAYS_IN_ITS_STORE,
            GOOGLE_STAYS_IN_ITS_STORE,
            AZURE_STAYS_IN_ITS_STORE,
            HTTP_CLIENT_STAYS_IN_ITS_STORE,
            MONGO_STAYS_IN_ITS_DATASETS,
            NO_FUNCTION_PLATFORM,
            ONLY_APP_KNOWS_STORES_AND_DATASETS,
            JSON_LIBRARY_STAYS_IN_JSON,
            MEDIA_KNOWS_NO_STORE,
            ENVIRONMENT_BELONGS_TO_ENTRIES,
            NO_MUTABLE_STATICS,
            NO_CYCLES,
            NO_CYCLES_IN_MEDIA);

    @Test
    void the_walls_stand() {
        assertThat(CORE.size()).isGreaterThan(80);
        for (ArchRule wall : WALLS) {
            wall.check(CORE);
        }
    }

    @Test
    void classes_of_stores_are_hidden_behind_their_opener() {
        List<String> open = CORE.stream()
                .filter(type -> type.getPackageName()
                        .matches("io\\.mediafn\\.storage\\.(s3|gcs|azure|http|local|memory)(\\..*)?"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> type.getEnclosingClass().isEmpty())
                .map(type -> type.getSimpleName())
                .filter(name -> !name.equals("package-info"))
                .sorted()
                .toList();
        assertThat(open)
                .isSubsetOf(
                        "AzureCredentials",
                        "AzureSettings",
                        "AzureStores",
                        "GcsCredentials",
                        "GcsSettings",
                        "GcsStores",
                        "HttpCredentials",
                        "HttpSettings",
                        "HttpStores",
                        "LocalStores",
                        "MemoryStores",
                        "S3Credentials",
                        "S3Settings",
                        "S3Stores");
    }

    @Test
    void a_breach_is_seen() {
        JavaClasses breach = new ClassFileImporter().importClasses(Breach.class);
        assertThatThrownBy(() -> AWS_STAYS_IN_ITS_STORE.check(breach)).hasMessageContaining("Breach");
        assertThatThrownBy(() -> MONGO_STAYS_IN_ITS_DATASETS.check(breach)).hasMessageContaining("Breach");
        assertThatThrownBy(() -> ENVIRONMENT_BELONGS_TO_ENTRIES.check(breach)).hasMessageContaining("Breach");
        assertThatThrownBy(() -> NO_MUTABLE_STATICS.check(breach)).hasMessageContaining("mutable");
        assertThatThrownBy(() -> ONLY_APP_KNOWS_STORES_AND_DATASETS.check(breach))
                .hasMessageContaining("Breach");
    }

    @Test
    void every_package_says_what_it_is() throws IOException {
        Path sources = Path.of("src", "main", "java");
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> silent = files.filter(path -> path.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(folder -> folder != null && !Files.exists(folder.resolve("package-info.java")))
                    .toList();
            assertThat(silent).isEmpty();
        }
    }

    /** Does what no class may do. */
    static final class Breach {
        static int mutable = System.getenv().size();

        private Breach() {}

        static Object open() {
            return List.of(
                    io.mediafn.storage.memory.MemoryStores.open(),
                    software.amazon.awssdk.regions.Region.US_EAST_1,
                    new org.bson.types.ObjectId());
        }
    }
}
