package io.mediafn.storage.gcs;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpExecuteInterceptor;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Google's client, and requests of our own with its credentials over the same transport: reads, which are to be one
 * request each, and writes, whose bytes are not to be held. Each part is made when it is first needed. Thread-safe.
 */
final class GcsClient implements AutoCloseable {
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final String USER_AGENT = "mediafn";
    /** The client would look for one, by asking a machine's metadata service; only buckets are made in a project. */
    private static final String NO_PROJECT = "-";
    /** Of a request whose token has run out: once more, with a new one. */
    private static final int REFRESHES = 1;

    private final GcsSettings settings;
    private final GcsUrls urls;
    private final GcsTransport transport = new GcsTransport();
    /** Apart, so that only requests to the store are counted. */
    private final GcsTransport tokens = new GcsTransport();

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Credentials credentials;
    private @Nullable Storage storage;

    GcsClient(GcsSettings settings) {
        this.settings = settings;
        this.urls = new GcsUrls(settings.endpoint(), settings.userProject());
    }

    GcsUrls urls() {
        return urls;
    }

    GcsOptions options() {
        return new GcsOptions(settings.userProject());
    }

    long requests() {
        return transport.requests();
    }

    /** Google's client. */
    Storage storage() throws IOException {
        lock.lock();
        try {
            if (storage == null) {
                storage = newStorage();
            }
            return storage;
        } finally {
            lock.unlock();
        }
    }

    private Storage newStorage() throws IOException {
        return StorageOptions.http()
                .setHost(urls.host())
                .setProjectId(NO_PROJECT)
                .setCredentials(credentials())
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setHttpTransportFactory(() -> transport)
                        .build())
                .setRetrySettings(GcsRetries.settings())
                .setStorageRetryStrategy(GcsRetries.strategy())
                .build()
                .getService();
    }

    /** Who asks; looked for once, and again where that failed. */
    Credentials credentials() throws IOException {
        lock.lock();
        try {
            if (credentials == null) {
                credentials = find();
            }
            return credentials;
        } finally {
            lock.unlock();
        }
    }

    private Credentials find() throws IOException {
        return switch (settings.credentials()) {
            case GcsCredentials.Anonymous anonymous -> NoCredentials.getInstance();
            case GcsCredentials.Default standard -> scoped(applicationDefault());
            case GcsCredentials.Key key -> scoped(parse(key));
        };
    }

    private GoogleCredentials applicationDefault() throws IOException {
        try {
            return GoogleCredentials.getApplicationDefault(() -> tokens);
        } catch (IOException e) {
            throw new NoCredentialsException(
                    "no Google credentials: neither GOOGLE_APPLICATION_CREDENTIALS, nor gcloud's own, nor an attached"
                            + " service account gives any",
                    e);
        }
    }

    private GoogleCredentials parse(GcsCredentials.Key key) throws IOException {
        try {
            return GoogleCredentials.fromStream(
                    new ByteArrayInputStream(key.json().getBytes(StandardCharsets.UTF_8)), () -> tokens);
        } catch (IOException | IllegalArgumentException e) {
            // Without the cause, which quotes what it could not read.
            throw new NoCredentialsException("the key is none that Google's library takes");
        }
    }

    private static GoogleCredentials scoped(GoogleCredentials found) {
        return found.createScopedRequired() ? found.createScoped(SCOPE) : found;
    }

    /**
     * A request that answers with a status instead of throwing, and gives out the bytes of the answer as they come.
     *
     * @param sent counts each time that it goes out
     */
    HttpRequest request(String method, GenericUrl url, @Nullable HttpContent content, AtomicInteger sent)
            throws IOException {
        HttpRequestFactory factory = credentials() instanceof NoCredentials
                ? transport.createRequestFactory()
                : transport.createRequestFactory(new HttpCredentialsAdapter(credentials()));
        return prepared(factory.buildRequest(method, url, content), sent);
    }

    /** The same to an address that needs no credentials, and shall not get them: that of an upload's session. */
    HttpRequest unsigned(String method, GenericUrl url, @Nullable HttpContent content, AtomicInteger sent)
            throws IOException {
        return prepared(transport.createRequestFactory().buildRequest(method, url, content), sent);
    }

    private static HttpRequest prepared(HttpRequest request, AtomicInteger sent) {
        request.getHeaders().setUserAgent(USER_AGENT);
        HttpExecuteInterceptor before = request.getInterceptor();
        return request.setSuppressUserAgentSuffix(true)
                .setResponseReturnRawInputStream(true)
                .setThrowExceptionOnExecuteError(false)
                .setFollowRedirects(false)
                .setLoggingEnabled(false)
                .setNumberOfRetries(REFRESHES)
                .setInterceptor(ready -> {
                    sent.incrementAndGet();
                    if (before != null) {
                        before.intercept(ready);
                    }
                });
    }

    @Override
    public void close() {
        transport.close();
        tokens.close();
    }
}
