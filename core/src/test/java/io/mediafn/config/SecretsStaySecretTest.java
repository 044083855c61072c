package io.mediafn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.location.Location;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are planted wherever there can be one; none may be seen again in a text that somebody prints. */
final class SecretsStaySecretTest {
    @TempDir
    private Path folder;

    private final List<String> planted = new ArrayList<>();

    /** A secret that is like no other text. */
    private String canary() {
        String canary = "c4n4ry" + planted.size() + "x";
        planted.add(canary);
        return canary;
    }

    private void assertNoneIn(String text) {
        assertThat(text).isNotEmpty();
        for (String canary : planted) {
            assertThat(text).doesNotContainIgnoringCase(canary);
        }
    }

    /** Everything that a log would show: messages and causes. */
    private static String printed(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private void assertRefusedWithoutSecrets(Map<String, String> environment, String... rules) {
        assertThatThrownBy(() -> Settings.from(environment))
                .isInstanceOfSatisfying(SettingsException.class, e -> {
                    assertNoneIn(printed(e));
                    assertNoneIn(e.problems().toString());
                })
                .message()
                .contains(rules);
    }

    private String file(String name, String content) {
        return Planted.file(folder, name, content, "rw-r--r--").toString();
    }

    private Map<String, String> good() {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_ACCESS_KEY_ID", "AKIA");
        environment.put("AWS_SECRET_ACCESS_KEY", canary());
        environment.put("AWS_SESSION_TOKEN", canary());
        environment.put("AZURE_STORAGE_CONNECTION_STRING", "AccountName=mine;AccountKey=" + canary());
        environment.put("AZURE_STORAGE_KEY", canary());
        environment.put("AZURE_STORAGE_SAS_TOKEN", "?sv=1&sig=" + canary());
        environment.put("AZURE_CLIENT_ID", "client");
        environment.put("AZURE_TENANT_ID", "tenant");
        environment.put("AZURE_CLIENT_SECRET", canary());
        environment.put("AZURE_STORAGE_ACCOUNT", "mine");
        environment.put("FIFTYONE_DATABASE_URI", "mongodb://me:" + canary() + "@h");
        environment.put("MINIO_ACCESS_KEY", "minio");
        environment.put("MINIO_SECRET_ACCESS_KEY_FILE", file("minio-key", canary()));
        environment.put("MINIO_ENDPOINT_URL", "http://localhost:9000");
        environment.put("MINIO_CONFIG_FILE", file("minio.ini", "[default]\nsecret_access_key=" + canary()));
        environment.put("MEDIAFN_REMOTE_LINKS", file("links.yml", links()));
        environment.put("MEDIAFN_SECRETS_DIR", folder.resolve("secrets").toString());
        return environment;
    }

    private String links() {
        file("google.json", "{\"type\":\"service_account\",\"private_key\":\"" + canary() + "\"}");
        return """
                one: {provider: minio, access_key: a, secret_key: %s, %s: x, buckets: [b]}
                two: {provider: azure, access_key: acct, secret_key: '?sig=%s', buckets: [b]}
                three: {provider: azure, access_key: acct, secret_key: %s, buckets: [c]}
                four: {provider: google, credentials_path: google.json, buckets: [b]}
                """.formatted(canary(), canary(), canary(), canary());
    }

    private void plantSecretFiles() {
        file(
                "secrets/x-aws-secret.json",
                "{\"AWS_ACCESS_KEY_ID\":\"x\",\"AWS_SECRET_ACCESS_KEY\":\"" + canary() + "\"}");
        file("secrets/x-google-secret.json", "{\"type\":\"t\",\"private_key\":\"" + canary() + "\"}");
        file("secrets/host-http-secret.json", "{\"token\":\"" + canary() + "\"}");
        file("secrets/other-http-secret.json", "{\"user\":\"u\",\"password\":\"" + canary() + "\"}");
    }

    @Test
    void settings_that_are_right_show_none() {
        plantSecretFiles();
        Map<String, String> environment = good();
        List<String> variants = List.of(
                "AZURE_STORAGE_CONNECTION_STRING",
                "AZURE_STORAGE_KEY",
                "AZURE_STORAGE_SAS_TOKEN",
                "AZURE_CLIENT_SECRET");
        for (String variant : variants) {
            Settings settings = Settings.from(environment);
            assertThat(settings.toString()).contains("AKIA", "****", "minio");
            assertNoneIn(settings.toString());
            // That files are open to everybody is said, and that a name in a file is not known.
            assertThat(settings.warnings()).hasSizeGreaterThanOrEqualTo(4);
            environment.remove(variant);
        }
        environment.put(
                "AZURE_CREDENTIALS_FILE",
                file("azure.ini", "[default]\naccount_name=mine\naccount_key=" + canary() + "\n" + canary() + "=x\n"));
        Settings settings = Settings.from(environment);
        assertThat(settings.services().azure().identity()).isInstanceOf(AzureService.Identity.Key.class);
        assertNoneIn(settings.toString());
    }

    @Test
    void what_is_read_from_secret_files_shows_none() {
        plantSecretFiles();
        Services services = Settings.from(good()).services();
        List<Object> read = new ArrayList<>(services.http().logins().values());
        for (Service service : services.buckets().values()) {
            if (service instanceof S3Service s3) {
                read.add(s3.resolved());
            }
            if (service instanceof GcsService gcs && gcs.identity() instanceof GcsService.Identity.KeyFile key) {
                read.add(key.read());
            }
        }
        // minio:// and s3:// of the first entry, and x of S3; x and the fourth entry of Google; two hosts.
        assertThat(read).hasSize(7);
        assertNoneIn(read.toString());
    }

    @Test
    void urls_with_secrets_are_refused_without_them() {
        for (String name : List.of(
                "AWS_ENDPOINT_URL",
                "AWS_ENDPOINT_URL_S3",
                "AWS_ENDPOINT_URL_STS",
                "AZURE_STORAGE_ACCOUNT_URL",
                "STORAGE_EMULATOR_HOST",
                "MINIO_ENDPOINT_URL",
                "MEDIAFN_DATASET",
                "MEDIAFN_ALLOW",
                "MEDIAFN_ANONYMOUS")) {
            for (String url : List.of(
                    "https://user:" + canary() + "@host/path",
                    "https://host/path?sig=" + canary(),
                    "https://mine.blob.core.windows.net/c/?sv=1&sig=" + canary(),
                    "https://user:" + canary() + "@host name?x=" + canary(),
                    "https://:" + canary() + "@/",
                    "host?" + canary())) {
                assertRefusedWithoutSecrets(Map.of(name, url), name + ": ");
            }
        }
    }

    @Test
    void connection_strings_that_break_a_rule() {
        for (String text : List.of(
                canary(),
                "AccountName=mine;" + canary(),
                "AccountKey=" + canary(),
                canary() + "=;AccountName=mine",
                "BlobEndpoint=https://u:" + canary() + "@h;AccountName=mine;AccountKey=" + canary(),
                "BlobEndpoint=https://h?sig=" + canary() + ";SharedAccessSignature=sig=" + canary())) {
            assertRefusedWithoutSecrets(
                    Map.of("AZURE_STORAGE_CONNECTION_STRING", text), "AZURE_STORAGE_CONNECTION_STRING: ");
        }
    }

    @Test
    void halves_of_credentials() {
        assertRefusedWithoutSecrets(
                Map.of(
                        "AWS_SECRET_ACCESS_KEY", canary(),
                        "AZURE_STORAGE_KEY", canary(),
                        "AZURE_STORAGE_SAS_TOKEN", canary(),
                        "AZURE_CLIENT_SECRET", canary(),
                        "MINIO_SECRET_ACCESS_KEY", canary(),
                        "MEDIAFN_SECRETS_DIRS", canary()),
                "AWS_ACCESS_KEY_ID",
                "AZURE_STORAGE_ACCOUNT",
                "MINIO_ENDPOINT_URL",
                "MEDIAFN_SECRETS_DIRS");
        // The key where the account should be.
        assertRefusedWithoutSecrets(
                Map.of("AZURE_STORAGE_ACCOUNT", canary() + "/==", "AZURE_STORAGE_KEY", canary()),
                "AZURE_STORAGE_ACCOUNT: must be the name of an account");
    }

    @Test
    void ini_files_that_break_a_rule() {
        for (String text : List.of(
                canary(),
                "[default]\n" + canary(),
                "[default]\naccount_key = " + canary() + "%2B",
                "[default]\naccount_key = %(" + canary() + ")s",
                "[default]\naccount_key = a\n   " + canary(),
                "[default]\n" + canary() + "=\n" + canary() + "=\nconn_str=" + canary(),
                "[default]\naccount_name=mine\nsecret=" + canary(),
                "[" + canary() + "]",
                "[" + canary())) {
            assertRefusedWithoutSecrets(
                    Map.of("AZURE_CREDENTIALS_FILE", file("bad.ini", text)), "AZURE_CREDENTIALS_FILE: ");
        }
    }

    @Test
    void yaml_that_breaks_a_rule() {
        for (String text : List.of(
                canary(),
                "x: *" + canary(),
                "x: {secret_key: *" + canary() + "}",
                "x: {secret_key: !" + canary() + " y}",
                "x: {secret_key: !!" + canary() + " y, provider: azure}",
                "x: {secret_key: '" + canary() + "}",
                "x: {secret_key: @" + canary() + "}",
                "x: {secret_key: \"\\" + canary() + "\"}",
                "x:\n  secret_key: " + canary() + ": " + canary(),
                "x:\n  secret_key: " + canary() + "\n " + canary(),
                "x: {secret_key: [" + canary() + "], provider: minio, access_key: a, buckets: [b]}",
                "x: {secret_key: {a: " + canary() + "}, provider: azure, access_key: mine, buckets: [b]}",
                "x: {secret_key: a, provider: azure, access_key: " + canary() + "/, buckets: [b]}",
                "x: {provider: " + canary() + ", buckets: [b]}",
                "x: {provider: minio, secret_key: a, access_key: a, buckets: ['" + canary() + "/']}",
                "x: {provider: minio, endpoint: 'http://a:" + canary()
                        + "@b', secret_key: a, access_key: a, buckets: [b]}",
                "x: {" + canary() + ": 1, " + canary() + ": 2",
                "%" + canary() + "\nx: y")) {
            assertRefusedWithoutSecrets(
                    Map.of("MEDIAFN_REMOTE_LINKS", file("bad.yml", text)), "MEDIAFN_REMOTE_LINKS: ");
        }
    }

    @Test
    void json_that_breaks_a_rule() {
        for (String text : List.of(
                canary(),
                "{\"AWS_SECRET_ACCESS_KEY\": " + canary() + "}",
                "{\"AWS_SECRET_ACCESS_KEY\": \"" + canary(),
                "{\"AWS_SECRET_ACCESS_KEY\": \"" + canary() + "\" " + canary() + "}",
                "{\"AWS_SECRET_ACCESS_KEY\": \"\\" + canary() + "\"}",
                "{\"" + canary() + "\":1,\"" + canary() + "\":2}",
                "{\"AWS_SECRET_ACCESS_KEY\": [\"" + canary() + "\"], \"AWS_ACCESS_KEY_ID\": \"a\", \"token\": [\""
                        + canary() + "\"], \"type\": [\"" + canary() + "\"]}",
                "{\"AWS_ACCESS_KEY_ID\": \"a\", \"AWS_SECRET_ACCESS_KEY\": \"b\", \"endpoint\": \"https://u:" + canary()
                        + "@h?" + canary() + "\"}")) {
            file("secrets/x-aws-secret.json", text);
            file("secrets/x-google-secret.json", text);
            file("secrets/x-http-secret.json", text);
            Services services = Settings.from(Map.of(
                            "MEDIAFN_SECRETS_DIR", folder.resolve("secrets").toString()))
                    .services();
            S3Service aws =
                    (S3Service) services.forLocation(Location.of("s3://x/k")).orElseThrow();
            GcsService google =
                    (GcsService) services.forLocation(Location.of("gs://x/k")).orElseThrow();
            assertThatThrownBy(aws::resolved).satisfies(e -> assertNoneIn(printed(e)));
            assertThatThrownBy(((GcsService.Identity.KeyFile) google.identity())::read)
                    .satisfies(e -> assertNoneIn(printed(e)));
            assertThatThrownBy(() -> services.http().logins()).satisfies(e -> assertNoneIn(printed(e)));
        }
    }
}
