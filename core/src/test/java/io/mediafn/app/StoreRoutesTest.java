package io.mediafn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediafn.config.Settings;
import io.mediafn.location.Location;
import io.mediafn.location.LocationRefusedException;
import io.mediafn.storage.Content;
import io.mediafn.storage.ListOptions;
import io.mediafn.storage.ObjectStat;
import io.mediafn.storage.ObjectStore;
import io.mediafn.storage.StorageException;
import io.mediafn.storage.StorageException.Kind;
import io.mediafn.storage.WriteOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From settings to stores, without a server. */
final class StoreRoutesTest {
    private static final String KEYS = "\"AWS_ACCESS_KEY_ID\":\"a\",\"AWS_SECRET_ACCESS_KEY\":\"b\"";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final List<MediaApp> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(MediaApp::close);
    }

    private MediaApp app() {
        MediaApp app = MediaApp.forCommandLine(Settings.from(environment));
        opened.add(app);
        return app;
    }

    private static ObjectStore store(MediaApp app, String location) {
        return app.stores().forLocation(app.policy().check(Location.of(location)));
    }

    private void secretFile(String name, String json) throws IOException {
        Path secrets = Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(secrets.resolve(name), json);
        environment.put("MEDIAFN_SECRETS_DIR", secrets.toString());
    }

    @Test
    void a_folder_with_a_name() throws IOException {
        environment.put("MEDIAFN_FS", "photos=" + folder);
        MediaApp app = app();
        Location at = Location.of("fs://photos/a/b c.jpg");
        store(app, at.toString()).write(at, Content.of("x".getBytes(StandardCharsets.UTF_8)), WriteOptions.replace());

        assertThat(folder.resolve("a/b c.jpg")).hasContent("x");
        assertThat(store(app, "fs://photos/")
                        .list(Location.of("fs://photos/"), ListOptions.everything())
                        .objects())
                .extracting(ObjectStat::location)
                .containsExactly(at);
        assertThatThrownBy(() -> store(app, "fs://photo/a"))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED))
                .hasMessageContaining("MEDIAFN_FS has no folder 'photo'");
        assertThatThrownBy(() -> store(app, "fs://photos/").stat(Location.of("fs://photos/../../etc/passwd")))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void buckets_of_one_credential_have_one_store() throws IOException {
        Path links = Files.writeString(folder.resolve("links.yml"), """
                one: {provider: minio, access_key: a, secret_key: b, buckets: [b1, b2]}
                two: {provider: minio, access_key: c, secret_key: d, buckets: [b3]}
                """);
        environment.put("MEDIAFN_REMOTE_LINKS", links.toString());
        environment.put("MEDIAFN_ANONYMOUS", "s3://open/");
        MediaApp app = app();

        ObjectStore one = store(app, "s3://b1/k");
        assertThat(store(app, "s3://b2/k")).isSameAs(one);
        assertThat(store(app, "minio://b2/k")).isSameAs(one);
        List<ObjectStore> different =
                List.of(one, store(app, "s3://b3/k"), store(app, "s3://other/k"), store(app, "s3://open/k"));
        assertThat(different).doesNotHaveDuplicates();
        assertThat(store(app, "s3://open/k2")).isSameAs(different.getLast());
    }

    @Test
    void an_embedded_bucket_comes_first() throws IOException {
        Files.createDirectories(folder.resolve("buckets/mine"));
        environment.put("MEDIAFN_EMBEDDED_S3", folder.resolve("buckets").toString());
        secretFile("mine-aws-secret.json", "not read");
        assertThat(store(app(), "s3://mine/")
                        .list(Location.of("s3://mine/"), ListOptions.everything())
                        .objects())
                .isEmpty();
    }

    @Test
    void a_file_of_credentials_that_is_broken_can_be_mended() throws IOException {
        secretFile("b-aws-secret.json", "{");
        MediaApp app = app();
        for (String key : List.of("k1", "k2")) {
            assertThatThrownBy(() -> store(app, "s3://b/" + key))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                    .hasMessage("s3://b/" + key + ": " + folder.resolve("secrets/b-aws-secret.json")
                            + " is not one JSON object");
        }
        assertThat(store(app, "s3://other/k")).isNotNull();

        secretFile("b-aws-secret.json", "{" + KEYS + "}");
        assertThat(store(app, "s3://b/k3")).isNotNull();
    }

    @Test
    void a_name_of_a_service_passes_only_where_the_settings_have_it() throws IOException {
        assertThatThrownBy(() -> store(app(), "lab://b/k"))
                .isInstanceOf(LocationRefusedException.class)
                .hasMessageContaining("no alias");

        secretFile("lab-secret.json", "{" + KEYS + ",\"endpoint\":\"http://localhost:1\"}");
        assertThat(store(app(), "lab://b/k")).isNotNull();
        assertThat(MediaApp.forFunction(Settings.from(environment)).policy().check(Location.of("lab://b/k")))
                .isNotNull();
    }

    @Test
    void azure_without_an_account_says_what_is_missing() {
        assertThatThrownBy(() -> store(app(), "az://c/k"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("AZURE_STORAGE_ACCOUNT");
    }

    @Test
    void a_function_keeps_its_dataset_where_it_is_found_again() {
        environment.put("MEDIAFN_FS", "photos=" + folder);
        for (String nowhere : List.of("fs://photos/dataset/", "https://www.example.com/dataset/")) {
            environment.put("MEDIAFN_DATASET", nowhere);
            assertThatThrownBy(() -> MediaApp.forFunction(Settings.from(environment)))
                    .hasMessageContaining("MEDIAFN_DATASET: must lie in a bucket");
        }
        environment.put("MEDIAFN_DATASET", "gs://bucket/dataset/");
        MediaApp.forFunction(Settings.from(environment)).close();
    }
}
