package io.mediafn.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.location.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/credentials.md shows can be used as it stands. */
final class DocumentedExamplesTest {
    @TempDir
    private Path folder;

    private static String example(String language) throws IOException {
        Path page = Path.of(System.getProperty("mediafn.root", "..")).resolve("docs/credentials.md");
        String text = Files.readString(page);
        String fence = "```" + language + "\n";
        int start = text.indexOf(fence) + fence.length();
        assertThat(start).isGreaterThan(fence.length());
        return text.substring(start, text.indexOf("```", start));
    }

    private Services services(Map<String, String> environment) {
        Settings settings = Settings.from(environment);
        assertThat(settings.warnings()).isEmpty();
        return settings.services();
    }

    @Test
    void remote_links() throws IOException {
        Planted.file(folder, "google.json", "{\"type\":\"service_account\"}");
        Services services = services(Map.of(
                "MEDIAFN_REMOTE_LINKS",
                Planted.file(folder, "links.yml", example("yaml")).toString()));
        assertThat(services.buckets()).hasSize(8);
        assertThat(services.forLocation(Location.of("az://raw/k")))
                .get()
                .isInstanceOfSatisfying(
                        AzureService.class,
                        azure -> assertThat(azure.identity()).isInstanceOf(AzureService.Identity.Sas.class));
    }

    @Test
    void ini_file() throws IOException {
        Path ini = Planted.file(folder, "azure.ini", example("ini"));
        AzureService service =
                services(Map.of("AZURE_CREDENTIALS_FILE", ini.toString())).azure();
        assertThat(service.identity())
                .isEqualTo(new AzureService.Identity.Sas(new Secret("?sv=2024-11-04&sp=rl&sig=abc%2Fdef%3D")));
        assertThat(services(Map.of("AZURE_CREDENTIALS_FILE", ini.toString(), "AZURE_PROFILE", "lab"))
                        .aliasNames())
                .containsExactly("lab");
    }
}
