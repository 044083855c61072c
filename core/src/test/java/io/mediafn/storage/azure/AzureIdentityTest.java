package io.mediafn.storage.azure;

import static io.mediafn.storage.azure.ScriptedAzure.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Tokens of Entra: where they come from, and where they go. */
final class AzureIdentityTest {
    @TempDir
    private Path folder;

    /** A process in a function, whose platform gives it a token over HTTP. */
    static final class InFunction {
        private InFunction() {}

        public static void main(String[] arguments) {
            try (AzureTransport transport = new AzureTransport(AzureTimeouts.standard())) {
                TokenRequestContext storage = new TokenRequestContext().addScopes("https://storage.azure.com/.default");
                System.out.println("token "
                        + AzureIdentity.chain(transport).getTokenSync(storage).getToken());
            }
        }
    }

    /** Also without what reads a desktop's caches, which is left out of the library. */
    @Test
    void a_functions_own_identity_gets_a_token() throws IOException, InterruptedException {
        String token = "{\"access_token\":\"the-token\",\"expires_on\":\"4102444800\",\"token_type\":\"Bearer\","
                + "\"resource\":\"https://storage.azure.com\"}";
        try (ScriptedAzure platform = new ScriptedAzure(answer(200, token, "Content-Type: application/json"))) {
            ColdProcess process = ColdProcess.run(
                    folder,
                    InFunction.class,
                    Map.of("IDENTITY_ENDPOINT", platform.endpoint() + "/token", "IDENTITY_HEADER", "secret"));

            assertThat(process.output()).contains("token the-token");
            assertThat(process.classes())
                    .noneMatch(line -> line.contains(" com.sun.jna.")
                            || line.contains(" com.microsoft.aad.msal4jextensions.")
                            || line.contains(" io.netty."));
            assertThat(platform.last().header("x-identity-header")).isEqualTo("secret");
        }
    }

    private static final class Fixed implements TokenCredential {
        @Override
        public Mono<AccessToken> getToken(TokenRequestContext request) {
            return Mono.just(new AccessToken(
                    "the-token", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)));
        }
    }

    /** Takes a request as it would be sent. */
    private static final class Nowhere implements HttpClient {
        @Override
        public Mono<HttpResponse> send(HttpRequest request) {
            return Mono.just(AzureResponse.read(request, 200, new HttpHeaders(), new byte[0]));
        }

        @Override
        public HttpResponse sendSync(HttpRequest request, Context context) {
            return AzureResponse.read(request, 200, new HttpHeaders(), new byte[0]);
        }
    }

    @Test
    void a_token_is_in_the_header_of_requests_and_of_copies() {
        AzureAuthentication authentication = AzureAuthentication.ofTokens(new Fixed());
        HttpRequest sent = new HttpPipelineBuilder()
                .policies(authentication.policy().orElseThrow())
                .httpClient(new Nowhere())
                .build()
                .sendSync(new HttpRequest(HttpMethod.GET, "https://media.blob.core.windows.net/c/k"), Context.NONE)
                .getRequest();

        assertThat(sent.getHeaders().getValue(HttpHeaderName.AUTHORIZATION)).isEqualTo("Bearer the-token");
        assertThat(authentication.ofSource()).contains("Bearer the-token");
        assertThat(authentication.source("https://h/c/k", new AzureNames.Name("c", "k")))
                .isEqualTo("https://h/c/k");
    }

    @Test
    void a_token_never_goes_out_unencrypted() {
        AzureSettings settings = new AzureSettings(
                Optional.of("media"), Optional.of(URI.create("http://h")), new AzureCredentials.Default());
        assertThatThrownBy(() -> AzureStores.open(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
    }
}
