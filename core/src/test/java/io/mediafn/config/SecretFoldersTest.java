package io.mediafn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.config.S3Service.Identity;
import io.mediafn.location.Location;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretFoldersTest {
    @TempDir
    private Path root;

    private Path secrets = Path.of("");
    private Path home = Path.of("");
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void place() {
        secrets = root.resolve("secrets");
        home = root.resolve("home");
    }

    private static String aws(String id) {
        return "{\"AWS_ACCESS_KEY_ID\":\"" + id + "\",\"AWS_SECRET_ACCESS_KEY\":\"hush\"}";
    }

    private void useSecrets() {
        environment.put("MEDIAFN_SECRETS_DIR", secrets.toString());
    }

    /** Whose key a bucket of S3 is asked with. */
    private String keyOf(String location) {
        S3Service service = (S3Service) service(location);
        return service.resolved().identity() instanceof Identity.Keys keys ? keys.id() : "nobody's";
    }

    private Service service(String location) {
        return Settings.from(environment, home)
                .services()
                .forLocation(Location.of(location))
                .orElseThrow();
    }

    @Test
    void a_bucket_has_its_file_and_the_others_have_theirs() {
        useSecrets();
        Planted.file(secrets, "my-bucket-aws-secret.json", aws("ONE"));
        Planted.file(secrets, "aws-secret.json", aws("ALL"));
        Planted.file(secrets, "data-google-secret.json", "{\"type\":\"authorized_user\"}");
        environment.put("AWS_ACCESS_KEY_ID", "AKIA");
        environment.put("AWS_SECRET_ACCESS_KEY", "hush");
        environment.put("AWS_ENDPOINT_URL_S3", "http://localhost:1");
        environment.put("AWS_REGION", "eu-west-1");

        assertThat(keyOf("s3://my-bucket/k")).isEqualTo("ONE");
        assertThat(keyOf("s3://other/k")).isEqualTo("ALL");
        assertThat(((S3Service) service("s3://my-bucket/k")).resolved())
                .isEqualTo(new S3Service(
                        Optional.of(URI.create("http://localhost:1")),
                        Optional.of("eu-west-1"),
                        new Identity.Keys("ONE", new Secret("hush"), Optional.empty())));
        assertThat(((GcsService) service("gs://data/k")).identity())
                .isEqualTo(new GcsService.Identity.KeyFile(secrets.resolve("data-google-secret.json")));
        assertThat(((GcsService) service("gs://other/k")).identity()).isEqualTo(new GcsService.Identity.Default());
    }

    @Test
    void a_file_may_name_session_endpoint_and_region() {
        useSecrets();
        Planted.file(secrets, "b-aws-secret.json", """
                {"AWS_ACCESS_KEY_ID":"ONE","AWS_SECRET_ACCESS_KEY":"hush","AWS_SESSION_TOKEN":"token",
                 "endpoint":"storage.example.com","region":"lab"}""");
        assertThat(((S3Service) service("s3://b/k")).resolved())
                .isEqualTo(new S3Service(
                        Optional.of(URI.create("https://storage.example.com")),
                        Optional.of("lab"),
                        new Identity.Keys("ONE", new Secret("hush"), Optional.of(new Secret("token")))));
    }

    @Test
    void the_home_of_a_person_is_searched_and_that_of_a_function_is_not() {
        Planted.file(home, ".cloudvolume/secrets/aws-secret.json", aws("VOLUME"));
        Planted.file(home, ".cloudfiles/secrets/aws-secret.json", aws("FILES"));
        Planted.file(home, ".cloudfiles/secrets/b-aws-secret.json", aws("BUCKET"));

        assertThat(keyOf("s3://other/k")).isEqualTo("VOLUME");
        assertThat(keyOf("s3://b/k")).isEqualTo("BUCKET");
        assertThat(Settings.from(environment).services().aws().identity())
                .isEqualTo(new Identity.Chain(Optional.empty()));
    }

    @Test
    void variables_say_more_than_a_file_in_a_home_and_less_than_a_folder_that_one_names() {
        environment.put("AWS_PROFILE", "lab");
        Planted.file(home, ".cloudfiles/secrets/aws-secret.json", aws("HOME"));
        assertThat(keyOf("s3://b/k")).isEqualTo("nobody's");

        Planted.file(root, "cf/secrets/aws-secret.json", aws("FILES"));
        environment.put("CLOUD_FILES_DIR", root.resolve("cf").toString());
        assertThat(keyOf("s3://b/k")).isEqualTo("FILES");

        Planted.file(root, "cv/secrets/aws-secret.json", aws("VOLUME"));
        environment.put("CLOUD_VOLUME_DIR", root.resolve("cv").toString());
        assertThat(keyOf("s3://b/k")).isEqualTo("VOLUME");

        Planted.file(secrets, "aws-secret.json", aws("OURS"));
        useSecrets();
        assertThat(keyOf("s3://b/k")).isEqualTo("OURS");
    }

    @Test
    void a_file_makes_a_service_with_its_name() {
        useSecrets();
        Planted.file(
                secrets,
                "matrix-secret.json",
                "{\"AWS_ACCESS_KEY_ID\":\"M\",\"AWS_SECRET_ACCESS_KEY\":\"hush\",\"endpoint\":\"https://s3.lab.example\"}");
        Planted.file(secrets, "cave-secret.json", "{\"token\":\"x\"}");
        Planted.file(secrets, "aws-secret.json", aws("ALL"));
        Planted.file(secrets, "b-google-secret.json", "{}");

        assertThat(keyOf("matrix://b/k")).isEqualTo("M");
        assertThat(((S3Service) service("matrix://b/k")).resolved().endpoint())
                .contains(URI.create("https://s3.lab.example"));
        assertThat(Settings.from(environment).services().aliasNames()).containsExactly("matrix");
    }

    @Test
    void a_service_must_be_somewhere() {
        useSecrets();
        Planted.file(secrets, "matrix-secret.json", aws("M"));
        assertThatThrownBy(() -> keyOf("matrix://b/k")).hasMessageContaining("matrix-secret.json has no \"endpoint\"");

        environment.put("MINIO_ENDPOINT_URL", "http://localhost:9000");
        environment.put("MINIO_ALIAS", "matrix");
        assertThat(keyOf("matrix://b/k")).isEqualTo("M");
        assertThat(((S3Service) service("matrix://b/k")).endpoint()).contains(URI.create("http://localhost:9000"));
    }

    @Test
    void a_web_server_is_told_only_what_is_for_it() {
        useSecrets();
        Planted.file(secrets, "data.example.com-http-secret.json", "{\"token\":\"t\"}");
        Planted.file(secrets, "localhost:8080-http-secret.json", "{\"user\":\"u\",\"password\":\"p\"}");
        Planted.file(secrets, "http-secret.json", "{\"token\":\"everybody's\"}");

        Settings settings = Settings.from(environment);
        assertThat(settings.services().http().logins())
                .isEqualTo(Map.of(
                        "data.example.com", new HttpService.Login.Bearer(new Secret("t")),
                        "localhost:8080", new HttpService.Login.Basic("u", new Secret("p"))));
        assertThat(settings.warnings()).singleElement().asString().contains("http-secret.json: is not used");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {                                                        | is not one JSON object
            []                                                       | is not one JSON object
            {"AWS_SECRET_ACCESS_KEY":"hush"}                         | has no "AWS_ACCESS_KEY_ID"
            {"AWS_ACCESS_KEY_ID":"a","AWS_SECRET_ACCESS_KEY":" "}    | has no "AWS_SECRET_ACCESS_KEY"
            {"AWS_ACCESS_KEY_ID":"a","AWS_SECRET_ACCESS_KEY":1}      | "AWS_SECRET_ACCESS_KEY" is not a text
            {"AWS_ACCESS_KEY_ID":"a","AWS_SECRET_ACCESS_KEY":"b","endpoint":"ftp://c"} | "endpoint" must be http
            """)
    void a_broken_file_is_an_error_of_its_bucket_only(String content, String rule) {
        useSecrets();
        Path file = Planted.file(secrets, "b-aws-secret.json", content);
        assertThat(keyOf("s3://other/k")).isEqualTo("nobody's");
        assertThatThrownBy(() -> keyOf("s3://b/k"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(file + " " + rule)
                .hasMessageNotContaining("hush");
    }

    @Test
    void a_login_and_a_google_key_have_a_form_too() {
        useSecrets();
        Planted.file(secrets, "h-http-secret.json", "{\"user\":\"u\"}");
        Planted.file(secrets, "b-google-secret.json", "{\"private_key\":\"hush\"}");
        Settings settings = Settings.from(environment);
        assertThatThrownBy(() -> settings.services().http().logins())
                .hasMessageContaining("must have \"token\", or \"user\" and \"password\"");
        GcsService google = (GcsService) service("gs://b/k");
        assertThatThrownBy(() -> ((GcsService.Identity.KeyFile) google.identity()).read())
                .hasMessageContaining("has no \"type\"");
    }

    @Test
    void files_that_everybody_can_read_are_told_once_for_each_folder() {
        useSecrets();
        Planted.file(secrets, "a-aws-secret.json", aws("A"), "rw-r--r--");
        Planted.file(secrets, "b-aws-secret.json", aws("B"), "rw----r--");
        Planted.file(secrets, "c-aws-secret.json", aws("C"), "rw-r-----");
        environment.put(
                "AZURE_STORAGE_KEY_FILE",
                Planted.file(root, "key", "a2V5", "rw-r--r--").toString());
        environment.put("AZURE_STORAGE_ACCOUNT", "mine");
        assertThat(Settings.from(environment).warnings())
                .containsExactlyInAnyOrder(
                        "MEDIAFN_SECRETS_DIR: every user of this machine can read 2 secret files in " + secrets
                                + " (chmod 600)",
                        "AZURE_STORAGE_KEY_FILE: " + root.resolve("key")
                                + " holds secrets, and every user of this machine can read it (chmod 600)");
    }
}
