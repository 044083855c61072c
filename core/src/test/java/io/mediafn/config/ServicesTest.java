package io.mediafn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.config.S3Service.Identity;
import io.mediafn.location.Location;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which service is asked for which location. */
final class ServicesTest {
    private static final Identity.Chain CHAIN = new Identity.Chain(Optional.empty());

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private Service service(String location) {
        return Settings.from(environment)
                .services()
                .forLocation(Location.of(location))
                .orElseThrow();
    }

    private S3Service s3(String location) {
        return (S3Service) service(location);
    }

    private AzureService azure(String location) {
        return (AzureService) service(location);
    }

    private static Identity.Keys keys(String id, String secret) {
        return new Identity.Keys(id, new Secret(secret), Optional.empty());
    }

    // ---- AWS

    @Test
    void aws_keys_with_their_session() {
        environment.putAll(Map.of(
                "AWS_ACCESS_KEY_ID", "AKIA",
                "AWS_SECRET_ACCESS_KEY", "hush",
                "AWS_SESSION_TOKEN", "token",
                "AWS_REGION", "eu-west-1",
                "AWS_DEFAULT_REGION", "us-east-2",
                "AWS_PROFILE", "other"));

        assertThat(service("s3://b/k"))
                .isEqualTo(new S3Service(
                        Optional.empty(),
                        Optional.of("eu-west-1"),
                        new Identity.Keys("AKIA", new Secret("hush"), Optional.of(new Secret("token")))));
    }

    @Test
    void a_profile_and_a_web_identity_are_left_to_the_chain() {
        environment.put("AWS_PROFILE", "lab");
        assertThat(s3("s3://b/k").identity()).isEqualTo(new Identity.Chain(Optional.of("lab")));

        environment.clear();
        environment.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
        assertThat(s3("s3://b/k").identity()).isEqualTo(CHAIN);
    }

    @Test
    void a_role_without_a_token_is_assumed() {
        environment.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
        assertThat(s3("s3://b/k").identity()).isEqualTo(new Identity.Role("arn:aws:iam::1:role/r", Optional.empty()));

        environment.put("AWS_ENDPOINT_URL", "http://localhost:1");
        environment.put("AWS_ENDPOINT_URL_STS", "http://localhost:2/");
        assertThat(s3("s3://b/k").identity())
                .isEqualTo(new Identity.Role("arn:aws:iam::1:role/r", Optional.of(URI.create("http://localhost:2"))));
    }

    @Test
    void the_endpoint_of_s3_comes_before_that_of_everything() {
        environment.put("AWS_ENDPOINT_URL", "http://localhost:1");
        assertThat(s3("s3://b/k").endpoint()).contains(URI.create("http://localhost:1"));
        environment.put("AWS_ENDPOINT_URL_S3", "http://localhost:2/");
        assertThat(s3("s3://b/k").endpoint()).contains(URI.create("http://localhost:2"));
        assertThat(service("http://localhost:2/b/k")).isEqualTo(service("s3://b/k"));
        assertThat(service("http://localhost:21/b/k")).isInstanceOf(HttpService.class);
    }

    @Test
    void a_secret_may_lie_in_a_file() {
        environment.put("AWS_ACCESS_KEY_ID", "AKIA");
        environment.put(
                "AWS_SECRET_ACCESS_KEY_FILE",
                Planted.file(folder, "key", "hush\n").toString());
        assertThat(s3("s3://b/k").identity()).isEqualTo(keys("AKIA", "hush"));

        environment.put("AWS_SECRET_ACCESS_KEY", "other");
        assertThatThrownBy(() -> s3("s3://b/k"))
                .hasMessageContaining(
                        "AWS_SECRET_ACCESS_KEY_FILE: must be absent where AWS_SECRET_ACCESS_KEY is there");
    }

    @Test
    void a_secret_file_that_is_no_secret_is_refused() {
        environment.put(
                "AZURE_STORAGE_KEY_FILE", Planted.file(folder, "empty", "\n").toString());
        environment.put(
                "MINIO_SECRET_ACCESS_KEY_FILE", folder.resolve("nowhere").toString());
        environment.put("AWS_SECRET_ACCESS_KEY_FILE", folder.toString());
        assertThatThrownBy(() -> Settings.from(environment))
                .hasMessageContaining("AZURE_STORAGE_KEY_FILE: " + folder.resolve("empty") + " is empty")
                .hasMessageContaining("MINIO_SECRET_ACCESS_KEY_FILE: " + folder.resolve("nowhere") + " is not there")
                .hasMessageContaining("AWS_SECRET_ACCESS_KEY_FILE: " + folder + " can't be read");
    }

    // ---- nobody

    @Test
    void prefixes_that_are_asked_for_anonymously() {
        environment.putAll(Map.of(
                "AWS_ACCESS_KEY_ID", "AKIA",
                "AWS_SECRET_ACCESS_KEY", "hush",
                "AWS_REGION", "eu-west-1",
                "AZURE_STORAGE_ACCOUNT", "mine",
                "AZURE_STORAGE_KEY", "hush",
                "MEDIAFN_ANONYMOUS",
                        "s3://public, s3://half/open/,gs://gcs-public/,https://other.blob.core.windows.net/c/"));

        assertThat(service("s3://public/k"))
                .isEqualTo(new S3Service(Optional.empty(), Optional.of("eu-west-1"), new Identity.Anonymous()));
        assertThat(s3("s3://half/open/k").identity()).isEqualTo(new Identity.Anonymous());
        assertThat(s3("s3://half/k").identity()).isEqualTo(keys("AKIA", "hush"));
        assertThat(s3("s3://publicly/k").identity()).isEqualTo(keys("AKIA", "hush"));
        assertThat(((GcsService) service("google://gcs-public/k")).identity())
                .isEqualTo(new GcsService.Identity.Anonymous());
        assertThat(azure("https://other.blob.core.windows.net/c/k"))
                .isEqualTo(new AzureService(
                        Optional.of("other"), Optional.empty(), new AzureService.Identity.Anonymous()));
    }

    // ---- Google

    @Test
    void an_emulator_of_google_wants_no_credentials() {
        environment.put("STORAGE_EMULATOR_HOST", "localhost:9023");
        environment.put("MEDIAFN_GCS_USER_PROJECT", "payer");
        GcsService expected = new GcsService(
                Optional.of(URI.create("http://localhost:9023")),
                new GcsService.Identity.Anonymous(),
                Optional.of("payer"));
        for (String spelling : List.of("gs", "google", "gcs")) {
            assertThat(service(spelling + "://b/k")).isEqualTo(expected);
        }
    }

    // ---- Azure

    @Test
    void azure_credentials_in_the_order_of_fiftyone() {
        environment.put("AZURE_STORAGE_ACCOUNT", "mine");
        assertThat(azure("az://c/k").identity()).isEqualTo(new AzureService.Identity.Default());

        environment.put("AZURE_CLIENT_ID", "client");
        assertThat(azure("az://c/k").identity()).isEqualTo(new AzureService.Identity.Default());
        environment.put("AZURE_CLIENT_SECRET", "hush");
        environment.put("AZURE_TENANT_ID", "tenant");
        assertThat(azure("azure://c/k").identity())
                .isEqualTo(new AzureService.Identity.ServicePrincipal("tenant", "client", new Secret("hush")));

        environment.put("AZURE_STORAGE_SAS_TOKEN", "?sv=1&sig=x");
        assertThat(azure("az://c/k").identity()).isEqualTo(new AzureService.Identity.Sas(new Secret("?sv=1&sig=x")));

        environment.put("AZURE_STORAGE_KEY", "a2V5");
        assertThat(azure("az://c/k"))
                .isEqualTo(new AzureService(
                        Optional.of("mine"), Optional.empty(), new AzureService.Identity.Key(new Secret("a2V5"))));

        String connection = "AccountName=theirs;AccountKey=a2V5;EndpointSuffix=core.windows.net";
        environment.put("AZURE_STORAGE_CONNECTION_STRING", connection);
        assertThat(azure("az://c/k"))
                .isEqualTo(new AzureService(
                        Optional.of("theirs"),
                        Optional.empty(),
                        new AzureService.Identity.ConnectionString(new Secret(connection))));
    }

    @Test
    void a_key_is_not_sent_to_another_account() {
        environment.putAll(Map.of("AZURE_STORAGE_ACCOUNT", "mine", "AZURE_STORAGE_KEY", "a2V5"));
        assertThat(service("https://mine.blob.core.windows.net/c/k")).isEqualTo(service("az://c/k"));
        assertThat(service("https://theirs.blob.core.windows.net/c/k"))
                .isEqualTo(
                        new AzureService(Optional.of("theirs"), Optional.empty(), new AzureService.Identity.Default()));
    }

    @Test
    void an_application_may_have_rights_in_several_accounts() {
        environment.putAll(
                Map.of("AZURE_CLIENT_ID", "client", "AZURE_CLIENT_SECRET", "hush", "AZURE_TENANT_ID", "tenant"));
        assertThat(azure("https://theirs.blob.core.windows.net/c/k").identity())
                .isInstanceOf(AzureService.Identity.ServicePrincipal.class);
        assertThat(Settings.from(environment).services().forLocation(Location.of("az://c/k")))
                .as("no account is known")
                .isEmpty();
    }

    @Test
    void an_account_with_a_domain_of_its_own() {
        environment.putAll(Map.of(
                "AZURE_STORAGE_ACCOUNT", "mine",
                "AZURE_STORAGE_KEY", "a2V5",
                "AZURE_STORAGE_ACCOUNT_URL", "https://media.example.com/",
                "AZURE_ALIAS", "lake"));
        AzureService expected = new AzureService(
                Optional.of("mine"),
                Optional.of(URI.create("https://media.example.com")),
                new AzureService.Identity.Key(new Secret("a2V5")));
        for (String location : List.of("az://c/k", "lake://c/k", "https://media.example.com/c/k")) {
            assertThat(service(location)).as(location).isEqualTo(expected);
        }
        assertThat(service("https://media.example.com.evil.org/c/k")).isInstanceOf(HttpService.class);
        assertThat(Settings.from(environment).services().aliasNames()).containsExactly("lake");
    }

    @Test
    void the_usual_url_of_an_account_names_it() {
        environment.put("AZURE_STORAGE_ACCOUNT_URL", "https://mine.blob.core.windows.net");
        environment.put("AZURE_STORAGE_SAS_TOKEN", "sv=1&sig=x");
        environment.put("AZURE_ALIAS", "az");
        assertThat(azure("az://c/k").account()).contains("mine");
        assertThat(azure("az://c/k").endpoint()).isEmpty();
    }

    @Test
    void where_a_connection_string_leads() {
        environment.put(
                "AZURE_STORAGE_CONNECTION_STRING",
                "AccountName=devstoreaccount1;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1/");
        assertThat(service("http://127.0.0.1:10000/devstoreaccount1/c/k")).isEqualTo(service("az://c/k"));
        assertThat(azure("az://c/k").endpoint()).contains(URI.create("http://127.0.0.1:10000/devstoreaccount1"));

        environment.put(
                "AZURE_STORAGE_CONNECTION_STRING",
                "DefaultEndpointsProtocol=https;AccountName=mine;AccountKey=a2V5;EndpointSuffix=core.chinacloudapi.cn");
        assertThat(service("https://mine.blob.core.chinacloudapi.cn/c/k")).isEqualTo(service("az://c/k"));

        environment.put("AZURE_STORAGE_CONNECTION_STRING", "UseDevelopmentStorage=true");
        assertThatThrownBy(() -> Settings.from(environment)).hasMessageContaining("give it in full");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AccountName=mine",
                "AccountKey=a2V5",
                "AccountName=mine;AccountKey",
                "AccountName=mine;AccountKey=",
                "a2V5",
            })
    void a_connection_string_that_misses_something(String text) {
        environment.put("AZURE_STORAGE_CONNECTION_STRING", text);
        assertThatThrownBy(() -> Settings.from(environment))
                .hasMessageContaining("AZURE_STORAGE_CONNECTION_STRING: has ")
                .hasMessageNotContaining("a2V5");
    }

    @Test
    void what_belongs_together_in_azure() {
        environment.put("AZURE_STORAGE_KEY", "a2V5");
        assertThatThrownBy(() -> Settings.from(environment))
                .hasMessageContaining("AZURE_STORAGE_ACCOUNT: must be there");
        environment.clear();
        environment.put("AZURE_STORAGE_ACCOUNT_URL", "https://media.example.com");
        assertThatThrownBy(() -> Settings.from(environment))
                .hasMessageContaining("AZURE_STORAGE_ACCOUNT: must be there");
        environment.clear();
        environment.put("AZURE_CLIENT_SECRET", "hush");
        assertThatThrownBy(() -> Settings.from(environment))
                .hasMessageContaining("AZURE_CLIENT_ID: must be there, since AZURE_CLIENT_SECRET is")
                .hasMessageContaining("AZURE_TENANT_ID: must be there");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            conn_str = AccountName=mine;AccountKey=a2V5              | ConnectionString
            account_name: mine;account_key: a2V5                     | Key
            account_name = mine;SAS_Token = ?sig=a%%2Fb              | Sas
            account_name = mine;client_id=c;secret=s;tenant=t        | ServicePrincipal
            account_name = mine                                      | Default
            """)
    void azure_credentials_of_a_file(String lines, String kind) {
        String text = lines.startsWith("conn_str") ? lines : lines.replace(';', '\n');
        environment.put(
                "AZURE_CREDENTIALS_FILE",
                Planted.file(folder, "azure.ini", "[default]\naccount_name=no\n\n[lab]\n" + text + "\nalias = lake\n")
                        .toString());
        environment.put("AZURE_PROFILE", "lab");

        assertThat(azure("lake://c/k").account()).contains("mine");
        assertThat(azure("lake://c/k").identity().getClass().getSimpleName()).isEqualTo(kind);
        if (azure("az://c/k").identity() instanceof AzureService.Identity.Sas sas) {
            assertThat(sas.token().value()).isEqualTo("?sig=a%2Fb");
        }
    }

    @Test
    void a_credential_of_the_variables_comes_before_the_file() {
        environment.putAll(Map.of(
                "AZURE_STORAGE_ACCOUNT", "mine",
                "AZURE_STORAGE_KEY", "a2V5",
                "AZURE_CREDENTIALS_FILE", "/no/such/file"));
        Settings settings = Settings.from(environment);
        assertThat(settings.services().azure().identity()).isEqualTo(new AzureService.Identity.Key(new Secret("a2V5")));
        assertThat(settings.warnings())
                .containsExactly("AZURE_CREDENTIALS_FILE: is not read, since the variables have a credential");
    }

    // ---- MinIO

    @Test
    void minio_has_a_name_and_a_url() {
        environment.putAll(Map.of(
                "MINIO_ACCESS_KEY", "minio",
                "MINIO_SECRET_ACCESS_KEY", "hush",
                "MINIO_ENDPOINT_URL", "https://minio.example.com:9000/",
                "MINIO_ALIAS", "minio",
                "MINIO_REGION", "lab-1"));
        S3Service expected = new S3Service(
                Optional.of(URI.create("https://minio.example.com:9000")), Optional.of("lab-1"), keys("minio", "hush"));

        assertThat(service("minio://b/k")).isEqualTo(expected);
        assertThat(service("https://minio.example.com:9000/b/k")).isEqualTo(expected);
        assertThat(s3("s3://b/k").identity()).isEqualTo(CHAIN);
        assertThat(service("https://minio.example.com:9000/b/k?X-Amz-Expires=1&X-Amz-Signature=x"))
                .as("a signed URL needs nobody's key")
                .isInstanceOf(HttpService.class);
        assertThat(service("https://minio.example.com:90001/b/k")).isInstanceOf(HttpService.class);
        assertThat(service("http://minio.example.com:9000/b/k")).isInstanceOf(HttpService.class);
        assertThat(Settings.from(environment).services().forLocation(Location.of("other://b/k")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MINIO_CONFIG_FILE", "MINIO_SHARED_CREDENTIALS_FILE"})
    void minio_of_a_file(String variable) {
        environment.put(variable, Planted.file(folder, "minio.ini", """
                                # both sections have this
                                [DEFAULT]
                                endpoint_url = http://localhost:9000
                                [default]
                                access_key = one
                                secret_access_key = s%%1
                                [profile lab]
                                access_key = two
                                secret_access_key = s2
                                alias = lab
                                """).toString());
        assertThat(s3("http://localhost:9000/b/k").identity()).isEqualTo(keys("one", "s%1"));
        environment.put("MINIO_PROFILE", "lab");
        assertThat(s3("lab://b/k").identity()).isEqualTo(keys("two", "s2"));
        environment.put("MINIO_ACCESS_KEY", "three");
        assertThatThrownBy(() -> Settings.from(environment))
                .hasMessageContaining("MINIO_ACCESS_KEY and MINIO_SECRET_ACCESS_KEY");
        environment.put("MINIO_SECRET_ACCESS_KEY", "s3");
        assertThat(s3("lab://b/k").identity()).isEqualTo(keys("three", "s3"));
    }

    @Test
    void minio_without_a_key_is_for_public_prefixes_only() {
        environment.putAll(Map.of("MINIO_ENDPOINT_URL", "http://localhost:9000", "MINIO_ALIAS", "minio"));
        assertThatThrownBy(() -> Settings.from(environment)).hasMessageContaining("MEDIAFN_ANONYMOUS");
        for (String prefix : List.of("minio://public/", "http://localhost:9000/public/")) {
            environment.put("MEDIAFN_ANONYMOUS", prefix);
            assertThat(s3("minio://public/k").identity()).isEqualTo(new Identity.Anonymous());
        }
    }

    @Test
    void two_services_have_two_names() {
        environment.putAll(Map.of(
                "MINIO_ENDPOINT_URL", "http://localhost:9000",
                "MINIO_ACCESS_KEY", "minio",
                "MINIO_SECRET_ACCESS_KEY", "hush",
                "MINIO_ALIAS", "lake",
                "AZURE_ALIAS", "lake"));
        assertThatThrownBy(() -> Settings.from(environment))
                .hasMessageContaining("AZURE_ALIAS: must be another name than MINIO_ALIAS");
    }
}
