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
import org.junit.jupiter.params.provider.ValueSource;

final class RemoteLinksTest {
    private static final String KEY_FILE = "{\"type\":\"service_account\",\"private_key\":\"x\"}";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private Settings settings(String yaml) {
        Path file = Planted.file(folder, "remote_links.yml", yaml);
        environment.put("MEDIAFN_REMOTE_LINKS", file.toString());
        return Settings.from(environment);
    }

    private static Service service(Settings settings, String location) {
        return settings.services().forLocation(Location.of(location)).orElseThrow();
    }

    @Test
    void a_bucket_decides_whose_credential_is_used() {
        Planted.file(folder, "keys/google.json", KEY_FILE);
        Settings settings = settings("""
                # what Supervisely reads
                amazon:
                  provider: minio
                  endpoint: s3.amazonaws.com
                  access_key: 0123
                  secret_key: "hush"
                  region: eu-central-1
                  buckets: [a, b]
                lab:
                  provider: minio
                  endpoint: http://minio.lab:9000
                  iam_role: arn:aws:iam::1:role/r
                  secret_key:
                  buckets:
                    - c
                machine:
                  provider: minio
                  endpoint: s3.eu-west-3.amazonaws.com
                  iam_role: the-role-of-this-machine
                  buckets: [d]
                bare:
                  provider: minio
                  endpoint: storage.example.com:9000
                  access_key: k
                  secret_key: ~x
                  buckets: [e]
                google one:
                  provider: google
                  endpoint: storage.googleapis.com
                  credentials_path: keys/google.json
                  buckets: [a]
                google two: {provider: google, buckets: [g]}
                azure key: {provider: azure, endpoint: 'https://acct.blob.core.windows.net', access_key: acct, secret_key: a2V5, buckets: [a, raw]}
                azure sas: {provider: azure, endpoint: 'https://other.blob.core.windows.net', secret_key: '?sig=x', buckets: [sas]}
                """);

        S3Service amazon = new S3Service(
                Optional.empty(),
                Optional.of("eu-central-1"),
                new Identity.Keys("0123", new Secret("hush"), Optional.empty()));
        assertThat(service(settings, "s3://a/k")).isEqualTo(amazon);
        assertThat(service(settings, "s3://b/k")).isEqualTo(amazon);
        assertThat(service(settings, "minio://b/k")).isEqualTo(amazon);
        assertThat(service(settings, "s3://c/k"))
                .isEqualTo(new S3Service(
                        Optional.of(URI.create("http://minio.lab:9000")),
                        Optional.empty(),
                        new Identity.Role("arn:aws:iam::1:role/r", Optional.empty())));
        assertThat(service(settings, "s3://d/k"))
                .isEqualTo(new S3Service(
                        Optional.empty(), Optional.of("eu-west-3"), new Identity.Chain(Optional.empty())));
        assertThat(service(settings, "s3://e/k"))
                .isEqualTo(new S3Service(
                        Optional.of(URI.create("https://storage.example.com:9000")),
                        Optional.empty(),
                        new Identity.Keys("k", new Secret("~x"), Optional.empty())));
        assertThat(service(settings, "s3://other/k"))
                .isEqualTo(settings.services().aws());

        for (String spelling : List.of("gs", "google", "gcs")) {
            GcsService google = (GcsService) service(settings, spelling + "://a/k");
            assertThat(google.identity())
                    .isInstanceOfSatisfying(
                            GcsService.Identity.KeyFile.class,
                            file -> assertThat(file.read().value()).isEqualTo(KEY_FILE));
        }
        assertThat(((GcsService) service(settings, "gs://g/k")).identity())
                .isEqualTo(new GcsService.Identity.Default());

        AzureService byKey = new AzureService(
                Optional.of("acct"), Optional.empty(), new AzureService.Identity.Key(new Secret("a2V5")));
        assertThat(service(settings, "azure://raw/k")).isEqualTo(byKey);
        assertThat(service(settings, "az://a/k")).isEqualTo(byKey);
        assertThat(service(settings, "https://acct.blob.core.windows.net/raw/k"))
                .isEqualTo(byKey);
        assertThat(service(settings, "https://stranger.blob.core.windows.net/raw/k"))
                .as("the same container of another account")
                .isEqualTo(new AzureService(
                        Optional.of("stranger"), Optional.empty(), new AzureService.Identity.Default()));
        assertThat(service(settings, "az://sas/k"))
                .isEqualTo(new AzureService(
                        Optional.of("other"), Optional.empty(), new AzureService.Identity.Sas(new Secret("?sig=x"))));

        assertThat(settings.services().aliasNames()).containsExactly("minio");
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void a_service_with_the_name_minio_keeps_it() {
        environment.putAll(Map.of(
                "MINIO_ENDPOINT_URL", "http://localhost:9000",
                "MINIO_ACCESS_KEY", "minio",
                "MINIO_SECRET_ACCESS_KEY", "hush",
                "MINIO_ALIAS", "minio"));
        Settings settings = settings("x: {provider: minio, access_key: a, secret_key: b, buckets: [c]}");
        assertThat(((S3Service) service(settings, "minio://c/k")).endpoint())
                .contains(URI.create("http://localhost:9000"));
        assertThat(((S3Service) service(settings, "s3://c/k")).endpoint()).isEmpty();
    }

    @Test
    void a_bucket_of_an_entry_comes_before_everything_else() {
        environment.putAll(Map.of(
                "AWS_ACCESS_KEY_ID", "AKIA",
                "AWS_SECRET_ACCESS_KEY", "hush",
                "MEDIAFN_ANONYMOUS", "s3://c/",
                "MEDIAFN_SECRETS_DIR",
                        Planted.file(folder, "secrets/c-aws-secret.json", "{}")
                                .resolveSibling(".")
                                .normalize()
                                .toString()));
        Settings settings = settings("x: {provider: minio, access_key: a, secret_key: b, buckets: [c]}");
        assertThat(((S3Service) service(settings, "s3://c/k")).identity())
                .isEqualTo(new Identity.Keys("a", new Secret("b"), Optional.empty()));
    }

    @Test
    void what_no_reader_knows_is_told_and_not_quoted() {
        Settings settings = settings("""
                x:
                  provider: minio
                  access_key: a
                  secret_key: b
                  c2VjcmV0:
                  secrte_key: c
                  buckets: [c]
                """);
        assertThat(settings.warnings()).hasSize(2).allMatch(warning -> warning.contains("is none of access_key, "));
        assertThat(settings.warnings().toString()).contains("line 5", "line 6").doesNotContain("c2VjcmV0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x: {provider: gogle, buckets: [c]}| must have a provider that is minio, google or azure",
                "x: {buckets: [c]}| must have a provider",
                "x: {provider: minio, access_key: a, secret_key: b}| must name its buckets",
                "x: {provider: minio, access_key: a, secret_key: b, buckets: []}| must name its buckets",
                "x: {provider: minio, access_key: a, secret_key: b, buckets: c}| must be a list",
                "x: {provider: minio, access_key: a, secret_key: b, buckets: [a/b]}| whose name no bucket can have",
                "x: {provider: minio, access_key: a, secret_key: b, buckets: [[c]]}| must be a text",
                "x: {provider: minio, access_key: a, buckets: [c]}| must have access_key and secret_key, or iam_role",
                "x: {provider: minio, access_key: a, secret_key: b, iam_role: r, buckets: [c]}| not both",
                "x: {provider: minio, endpoint: 'http://a:b@c', access_key: a, secret_key: b, buckets: [c]}| user or password",
                "x: {provider: azure, buckets: [c]}| must have the account",
                "x: {provider: azure, access_key: A/b, buckets: [c]}| must be the name of an account",
                "x: {provider: google, access_key: a, buckets: [c]}| must have credentials_path",
                "x: y| must be a mapping",
                "- x| must be a mapping",
                "x: {provider: minio, provider: google}| has a name that is there already",
                "x: &x {provider: minio, access_key: a, secret_key: b, buckets: [c]}\ny: {<<: *x, buckets: [d]}| merges",
                "x: *y| line 1 is not YAML",
                "x: [| is not YAML",
                "x: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: 1}}}}}}}}}}}}| is not YAML",
            })
    void a_file_that_breaks_a_rule(String example) {
        int bar = example.lastIndexOf('|');
        assertThatThrownBy(() -> settings(example.substring(0, bar)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("MEDIAFN_REMOTE_LINKS: " + folder.resolve("remote_links.yml"))
                .hasMessageContaining(example.substring(bar + 1).strip());
    }

    @Test
    void all_entries_are_read_before_any_is_refused() {
        assertThatThrownBy(() -> settings("""
                                one: {provider: minio, access_key: a, secret_key: b, buckets: [c]}
                                two: {provider: minio, access_key: d, secret_key: e, buckets: [f, c]}
                                three: {provider: google, credentials_path: nowhere.json, buckets: [c]}
                                """))
                .isInstanceOfSatisfying(
                        SettingsException.class, e -> assertThat(e.problems()).hasSize(2))
                .hasMessageContaining("line 2 names the bucket c, which the entry one has too")
                .hasMessageContaining("nowhere.json is not there");
    }

    @Test
    void an_empty_file_has_no_entries() {
        assertThat(settings("# nothing yet\n").services().buckets()).isEmpty();
    }
}
