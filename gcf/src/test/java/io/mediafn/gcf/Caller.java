package io.mediafn.gcf;

import io.mediafn.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Whoever posts to a function: Eventarc, Pub/Sub, or a caller of the API. */
final class Caller implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI function;

    Caller(URI function) {
        this.function = function;
    }

    HttpResponse<String> post(String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(function.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The status that a CloudEvent in the binary mode is answered by. */
    int binary(String type, Map<String, Object> data) throws IOException, InterruptedException {
        return post("/", GoogleEvents.binaryHeaders(type), Json.write(data)).statusCode();
    }

    /** The status that a CloudEvent in the structured mode is answered by. */
    int structured(String type, Map<String, Object> data) throws IOException, InterruptedException {
        return post(
                        "/",
                        Map.of("Content-Type", "application/cloudevents+json; charset=utf-8"),
                        GoogleEvents.structured(type, data))
                .statusCode();
    }

    @Override
    public void close() {
        client.close();
    }
}
