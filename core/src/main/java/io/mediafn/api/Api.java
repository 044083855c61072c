package io.mediafn.api;

import io.mediafn.batch.Deadline;
import io.mediafn.json.Json;
import io.mediafn.operation.RunContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The HTTP API: {@code POST /OPERATION}, {@code GET /health} and {@code GET /openapi.json}. Callers are authenticated by
 * the platform in front of it. It never throws for a request: whatever goes wrong is a problem as RFC 9457 has it.
 * Thread-safe.
 */
public final class Api {
    /** The most bytes of a request's body: some ten thousand pairs of locations. */
    public static final int LARGEST_BODY = 4 << 20;
    /** The name in logs of what ties the lines of one request together. */
    public static final String CORRELATION_ID = "correlation_id";

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final String CORRELATION_HEADER = "X-Correlation-Id";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String GET = "GET";
    private static final String POST = "POST";
    private static final String HEALTH = "/health";
    private static final String OPENAPI = "/openapi.json";

    private final OperationRunner operations;
    private final Options options;
    private final OpenApi openApi = new OpenApi();

    /**
     * What a deployment decides.
     *
     * @param allowed the operations that may be asked for over HTTP
     * @param replies where replies are kept for {@code Idempotency-Key}; absent where there is no place for them
     * @param ids makes correlation ids for requests that bring none
     * @param nanoTime a clock as {@link System#nanoTime}, for what is reported as seconds
     */
    public record Options(
            Set<String> allowed, Optional<ReplyStore> replies, Supplier<String> ids, LongSupplier nanoTime) {
        public Options {
            allowed = Set.copyOf(allowed);
        }
    }

    public Api(OperationRunner operations, Options options) {
        this.operations = operations;
        this.options = options;
    }

    /** Answers a request; nothing new is started after the deadline, and what is left comes back with {@code next}. */
    public ApiReply handle(ApiRequest request, Deadline deadline) {
        String id = CorrelationIds.of(request).orElseGet(options.ids());
        MDC.put(CORRELATION_ID, id);
        try {
            ApiReply reply = answer(request, deadline);
            LOG.info("{} {}", CorrelationIds.printable(request.toString()), reply.status());
            return reply.with(CORRELATION_HEADER, id);
        } finally {
            MDC.remove(CORRELATION_ID);
        }
    }

    private ApiReply answer(ApiRequest request, Deadline deadline) {
        try {
            return route(request, deadline);
        } catch (RuntimeException e) {
            Problem problem = Problems.of(e);
            if (problem.status() == 500) {
                LOG.error("{} failed", CorrelationIds.printable(request.toString()), e);
            }
            return problem.toReply();
        }
    }

    private ApiReply route(ApiRequest request, Deadline deadline) {
        return switch (request.path()) {
            case HEALTH -> {
                checkMethod(request, GET);
                yield ApiReply.of(200, health());
            }
            case OPENAPI -> {
                checkMethod(request, GET);
                yield new ApiReply(200, Map.of(ApiReply.CONTENT_TYPE, ApiReply.JSON), openApi.text());
            }
            default -> {
                String name = request.path().startsWith("/") ? request.path().substring(1) : "";
                if (!operations.names().contains(name)) {
                    throw problem(404, "no-path", "No such path", "there are " + paths());
                }
                checkMethod(request, POST);
                yield operation(name, request, deadline);
            }
        };
    }

    private Map<String, Object> health() {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", "ok");
        health.put("operations", allowed());
        return health;
    }

    private List<String> allowed() {
        return operations.names().stream().filter(options.allowed()::contains).toList();
    }

    private String paths() {
        return "GET " + HEALTH + ", GET " + OPENAPI + ", and by POST /" + String.join(", /", allowed());
    }

    private static void checkMethod(ApiRequest request, String method) {
        if (!request.method().equals(method)) {
            throw new ProblemException(
                    Problem.of(405, "method", "Method not allowed", request.path() + " takes " + method + " alone")
                            .with("Allow", method));
        }
    }

    private ApiReply operation(String name, ApiRequest request, Deadline deadline) {
        if (!options.allowed().contains(name)) {
            throw problem(
                    403,
                    "operation-refused",
                    "Operation not allowed",
                    "this deployment allows " + String.join(", ", allowed()));
        }
        BodyRules.check(request, LARGEST_BODY);
        Map<String, Object> fields = Json.readObject(BodyRules.text(request));
        Supplier<ApiReply> run = () -> ApiReply.of(
                200,
                operations
                        .run(name, fields, RunContext.ofReply(deadline, options.nanoTime()))
                        .toJson());
        if (!request.hasHeader(IDEMPOTENCY_KEY)) {
            return run.get();
        }
        ReplyStore replies = options.replies()
                .orElseThrow(() -> problem(
                        400,
                        "no-place-for-keys",
                        "No place for replies",
                        IDEMPOTENCY_KEY + " needs MEDIAFN_JOBS, where replies are kept; this deployment has none"));
        return replies.once(request.header(IDEMPOTENCY_KEY).orElse(""), request, run);
    }

    private static ProblemException problem(int status, String kind, String title, String detail) {
        return new ProblemException(Problem.of(status, kind, title, detail));
    }
}
