package io.mediafn.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which account some settings mean, and that what is wrong with them is said without a secret. */
final class AzureAccountTest {
    private static final String KEY =
            Base64.getEncoder().encodeToString("canary".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    private static final AzureCredentials CREDENTIALS = new AzureCredentials.Key(KEY);

    private static AzureAccount of(@Nullable String account, @Nullable String endpoint, AzureCredentials credentials) {
        return AzureAccount.of(new AzureSettings(
                Optional.ofNullable(account), Optional.ofNullable(endpoint).map(URI::create), credentials));
    }

    private static AzureAccount connection(String text) {
        return of(null, null, new AzureCredentials.ConnectionString(text));
    }

    @Test
    void an_account_is_at_its_own_host_or_where_the_settings_say() {
        assertThat(of("media", null, CREDENTIALS).endpoint()).isEqualTo("https://media.blob.core.windows.net");
        assertThat(of("media", "https://cdn.example.com/", CREDENTIALS).endpoint())
                .isEqualTo("https://cdn.example.com");
        assertThat(of("dev", "http://127.0.0.1:10000/dev", CREDENTIALS).endpoint())
                .isEqualTo("http://127.0.0.1:10000/dev");
    }

    @Test
    void a_connection_string_has_account_key_and_host() {
        AzureAccount account = connection("DefaultEndpointsProtocol=https;AccountName=media;AccountKey=" + KEY
                + ";EndpointSuffix=core.chinacloudapi.cn");
        assertThat(account)
                .isEqualTo(new AzureAccount("media", "https://media.blob.core.chinacloudapi.cn", CREDENTIALS));
        assertThat(connection("BlobEndpoint=http://h/dev;accountname=dev;SharedAccessSignature=?sv=1&sig=a%3D"))
                .isEqualTo(new AzureAccount("dev", "http://h/dev", new AzureCredentials.Sas("sv=1&sig=a%3D")));
        assertThat(connection("AccountName=media").credentials()).isEqualTo(new AzureCredentials.Anonymous());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AccountKey=Y2FuYXJ5",
                "canary",
                "AccountName=media;AccountKey=canary!",
                "AccountName=media;AccountKey=",
                "AccountName=media;SharedAccessSignature=canary",
                "AccountName=media;SharedAccessSignature=sig=canary%zz",
                "AccountName=media;BlobEndpoint=canary://x",
                "AccountName=media;BlobEndpoint=https://x?canary",
                "AccountName=media;BlobEndpoint=https://user:canary@x",
                "AccountName=NOT_ONE",
                "UseDevelopmentStorage=true"
            })
    void what_is_wrong_is_said_without_the_secret(String text) {
        assertThatThrownBy(() -> connection(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Azure")
                .hasMessageNotContaining("canary")
                .hasMessageNotContaining("Y2FuYXJ5");
    }

    @Test
    void settings_that_contradict_themselves_or_say_too_little_are_refused() {
        assertThatThrownBy(() -> of(null, null, CREDENTIALS)).hasMessageContaining("no Azure account");
        assertThatThrownBy(() -> of("other", null, new AzureCredentials.ConnectionString("AccountName=media")))
                .hasMessageContaining("media, not other");
    }

    @Test
    void no_secret_is_in_any_text() {
        assertThat(of("media", null, CREDENTIALS).toString()).doesNotContain(KEY, "canary");
        assertThat(connection("AccountName=media;SharedAccessSignature=sig=canary")
                        .toString())
                .doesNotContain("canary");
        assertThat(new AzureSettings(
                                Optional.empty(), Optional.empty(), new AzureCredentials.ConnectionString("canary"))
                        .toString())
                .doesNotContain("canary");
        assertThat(new AzureCredentials.ServicePrincipal("t", "c", "canary").toString())
                .doesNotContain("canary");
    }
}
