package io.mediafn.storage.s3;

import io.mediafn.json.Json;
import io.mediafn.json.JsonException;
import io.mediafn.secret.SecretArn;
import io.mediafn.secret.SecretException;
import io.mediafn.secret.SecretStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Secrets of AWS Secrets Manager, by their ARNs: Lambda, unlike the functions of the other clouds, puts a secret into a
 * variable only as plain text, which everybody may read who may see the function. A value is kept for five minutes, so
 * that one that was rotated is found soon. Thread-safe.
 */
final class AwsSecrets implements SecretStore {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    /** A secret has at most 64 KiB. */
    private static final int LARGEST_ANSWER = 1 << 20;

    private static final int OK = 200;
    private static final int SERVER_FAULT = 500;

    private record Kept(String value, Instant until) {}

    private final Optional<URI> endpoint;
    private final Optional<AwsCredentialsProvider> credentials;
    private final Clock clock;
    private final Map<String, Kept> kept = new HashMap<>();

    /** With the credentials of the process. */
    AwsSecrets(Clock clock) {
        this(Optional.empty(), Optional.empty(), clock);
    }

    AwsSecrets(Optional<URI> endpoint, Optional<AwsCredentialsProvider> credentials, Clock clock) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.clock = clock;
    }

    @Override
    public synchronized String value(String arn) {
        Instant now = clock.instant();
        Kept known = kept.get(arn);
        if (known != null && now.isBefore(known.until())) {
            return known.value();
        }
        String value = fetched(arn);
        kept.put(arn, new Kept(value, now.plus(KEPT)));
        return value;
    }

    private String fetched(String arn) {
        String region = SecretArn.region(arn).orElseThrow(() -> new IllegalArgumentException("no ARN of a secret"));
        Object text =
                call(region, "GetSecretValue", Map.of("SecretId", arn), arn).get("SecretString");
        if (!(text instanceof String value) || value.isBlank()) {
            throw new SecretException("the secret " + arn + " holds no text", false);
        }
        return value.strip();
    }

    /**
     * Calls the service, whose protocol is JSON by POST: of the SDK only credentials and signature, as its client for
     * this service would be another megabyte in every function.
     */
    Map<String, Object> call(String region, String action, Map<String, ?> request, String about) {
        URI at = endpoint.orElseGet(() -> URI.create("https://secretsmanager." + region
                + (region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com")));
        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(at)
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "secretsmanager." + action)
                .build();
        ContentStreamProvider body = ContentStreamProvider.fromUtf8String(Json.write(request));
        try (SdkHttpClient client = UrlConnectionHttpClient.builder()
                .connectionTimeout(LONGEST_WAIT)
                .socketTimeout(LONGEST_WAIT)
                .build()) {
            AwsCredentials identity = credentials
                    .orElseGet(() -> DefaultCredentialsProvider.builder().build())
                    .resolveCredentials();
            SignedRequest signed = AwsV4HttpSigner.create()
                    .sign(sign -> sign.identity(identity)
                            .request(unsigned)
                            .payload(body)
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "secretsmanager")
                            .putProperty(AwsV4HttpSigner.REGION_NAME, region));
            HttpExecuteResponse response = client.prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request())
                            .contentStreamProvider(signed.payload().orElse(body))
                            .build())
                    .call();
            return answer(response, about);
        } catch (SdkException | IOException e) {
            throw new SecretException("the secret " + about + " can't be asked for: " + e.getMessage(), true, e);
        }
    }

    private static Map<String, Object> answer(HttpExecuteResponse response, String about) throws IOException {
        Map<String, Object> answer = Map.of();
        if (response.responseBody().isPresent()) {
            try (InputStream in = response.responseBody().get()) {
                answer = Json.readObject(in.readNBytes(LARGEST_ANSWER));
            } catch (JsonException e) {
                throw new IOException("an answer that is not JSON", e);
            }
        }
        int status = response.httpResponse().statusCode();
        if (status != OK) {
            String type = String.valueOf(answer.getOrDefault("__type", "status " + status));
            boolean retryable = status >= SERVER_FAULT || type.contains("Throttling");
            throw new SecretException("the secret " + about + ": " + type.substring(type.indexOf('#') + 1), retryable);
        }
        return answer;
    }
}
