package io.mediafn.storage.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.AddDatePolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import io.mediafn.location.Location;
import io.mediafn.storage.Content;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Many deletions in one request, as Azure wants them: whole HTTP requests in a multipart body, each signed by itself, and
 * whole answers in the answer.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/blob-batch">Blob Batch</a>
 */
final class AzureBatch {
    /** The most deletions of a batch. */
    static final int LARGEST = 256;

    private static final String LINE = "\r\n";

    private final AzureWire wire;
    private final AzureNames names;
    private final HttpPipeline signing;

    AzureBatch(AzureWire wire, AzureNames names, AzureAuthentication authentication) {
        this.wire = wire;
        this.names = names;
        List<HttpPipelinePolicy> policies = new ArrayList<>();
        policies.add(new AddDatePolicy());
        authentication.policy().ifPresent(policies::add);
        signing = new HttpPipelineBuilder()
                .policies(policies.toArray(HttpPipelinePolicy[]::new))
                .httpClient(new Nowhere())
                .build();
    }

    /**
     * Sends a batch.
     *
     * @param blobs at most {@link #LARGEST}, of one container
     * @return the answer to the batch as a whole; {@link #answers} has those to the deletions
     */
    AzureAnswer delete(List<Location> blobs) {
        String boundary = "batch_" + UUID.randomUUID();
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < blobs.size(); i++) {
            body.append("--").append(boundary).append(LINE);
            body.append("Content-Type: application/http").append(LINE);
            body.append("Content-Transfer-Encoding: binary").append(LINE);
            body.append("Content-ID: ").append(i).append(LINE).append(LINE);
            append(body, signed(blobs.get(i)));
        }
        body.append("--").append(boundary).append("--").append(LINE);
        byte[] bytes = body.toString().getBytes(StandardCharsets.US_ASCII);
        Location first = blobs.getFirst();
        return wire.send(
                first,
                AzureRequest.post(names.url(names.of(first).container()))
                        .query("restype", "container")
                        .query("comp", "batch")
                        .header("Content-Type", "multipart/mixed; boundary=" + boundary)
                        .body(new AzureBody(first, Content.of(bytes), Optional.empty()))
                        .limit(AzureTimeouts.ATTEMPT.multipliedBy(4)));
    }

    private HttpRequest signed(Location blob) {
        try {
            HttpRequest deletion = new HttpRequest(
                    HttpMethod.DELETE, URI.create(names.url(names.object(blob))).toURL());
            deletion.setHeader(HttpHeaderName.fromString("x-ms-delete-snapshots"), "include");
            deletion.setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
            return signing.sendSync(deletion, Context.NONE).getRequest();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the account's endpoint was checked when it was opened", e);
        }
    }

    private static void append(StringBuilder body, HttpRequest request) {
        body.append(request.getHttpMethod()).append(' ').append(request.getUrl().getFile());
        body.append(" HTTP/1.1").append(LINE);
        for (HttpHeader header : request.getHeaders()) {
            body.append(header.getName()).append(": ").append(header.getValue()).append(LINE);
        }
        body.append(LINE);
    }

    /**
     * The answers to the deletions of a batch, by their place in it. One that is missing, or that can't be read, is not
     * in it.
     */
    static Map<Integer, AzureAnswer> answers(AzureAnswer batch) {
        Map<Integer, AzureAnswer> answers = new HashMap<>();
        Optional<String> boundary = batch.header("Content-Type")
                .filter(type -> type.contains("boundary="))
                .map(type -> type.substring(type.indexOf("boundary=") + "boundary=".length()))
                .map(value -> value.split(";", 2)[0].strip().replace("\"", ""));
        if (boundary.isEmpty()) {
            return answers;
        }
        String text = new String(batch.bytes(), StandardCharsets.UTF_8);
        for (String part : text.split("--" + Pattern.quote(boundary.get()), -1)) {
            String[] sections = part.strip().split("\r?\n\r?\n", 3);
            if (sections.length >= 2) {
                index(sections[0])
                        .ifPresent(index -> answer(sections, batch).ifPresent(answer -> answers.put(index, answer)));
            }
        }
        return answers;
    }

    private static Optional<Integer> index(String headers) {
        return headers.lines()
                .filter(line -> line.regionMatches(true, 0, "Content-ID:", 0, 11))
                .map(line -> line.substring(11).strip())
                .filter(id -> id.matches("\\d{1,3}"))
                .map(Integer::parseInt)
                .findFirst();
    }

    private static Optional<AzureAnswer> answer(String[] sections, AzureAnswer batch) {
        List<String> lines = sections[1].lines().toList();
        String[] first = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/") || !first[1].matches("\\d{3}")) {
            return Optional.empty();
        }
        HttpHeaders headers = new HttpHeaders();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.set(
                        HttpHeaderName.fromString(line.substring(0, colon).strip()),
                        line.substring(colon + 1).strip());
            }
        }
        byte[] body = (sections.length > 2 ? sections[2] : "").getBytes(StandardCharsets.UTF_8);
        return Optional.of(new AzureAnswer(
                AzureResponse.read(batch.response().getRequest(), Integer.parseInt(first[1]), headers, body),
                batch.attempts()));
    }

    /** Takes requests as they are when they are signed, and sends none. */
    private static final class Nowhere implements HttpClient {
        @Override
        public Mono<HttpResponse> send(HttpRequest request) {
            return Mono.fromCallable(() -> sendSync(request, Context.NONE));
        }

        @Override
        public HttpResponse sendSync(HttpRequest request, Context context) {
            return AzureResponse.read(request, 202, new HttpHeaders(), new byte[0]);
        }
    }
}
