package io.mediafn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.mediafn.app.MediaApp;
import io.mediafn.batch.Deadline;
import io.mediafn.config.Settings;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.operation.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description that is served, against what the code does. */
final class OpenApiTest extends EntryContract {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern KNOWN = Pattern.compile("an unknown field; known are (.*)");
    private static final Set<String> OWN_PATHS = Set.of("/health", "/openapi.json");

    @TempDir
    private Path buckets;

    private final JsonNode description = read(new OpenApi().text());

    @Override
    protected Entry open(MediaApp app, Supplier<String> ids, LongSupplier nanoTime) {
        Api api = app.api(ids, nanoTime);
        return request -> api.handle(request, Deadline.never());
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private MediaApp app() {
        return MediaApp.forFunction(Settings.from(Map.of("MEDIAFN_EMBEDDED_S3", buckets.toString())));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void every_operation_has_its_path_and_every_path_its_operation() {
        Set<String> paths = new TreeSet<>(OWN_PATHS);
        try (MediaApp app = app()) {
            app.operations().names().forEach(name -> paths.add("/" + name));
        }
        assertThat(names(description.get("paths"))).isEqualTo(paths);
    }

    /** The code says which fields it knows when it meets one that it does not. */
    @Test
    void every_field_that_is_read_is_described_and_no_other() {
        try (MediaApp app = app()) {
            for (String name : app.operations().names()) {
                for (JsonNode schema : requestSchemas(name)) {
                    Map<String, Object> request = new LinkedHashMap<>();
                    if (schema.get("properties").has("dataset")) {
                        request.put("dataset", "s3://data/traffic/");
                    }
                    assertThat(names(schema.get("properties"))).as(name).isEqualTo(known(app, name, request));
                    assertThat(schema.get("additionalProperties").asBoolean(true))
                            .isFalse();
                    if (schema.get("properties").has("select")) {
                        request.put("select", Map.of("an-unknown-field", 1));
                        assertThat(names(schema("Select").get("properties"))).isEqualTo(known(app, name, request));
                    }
                }
            }
        }
    }

    private List<JsonNode> requestSchemas(String operation) {
        JsonNode body = description
                .get("paths")
                .get("/" + operation)
                .get("post")
                .at("/requestBody/content/application~1json/schema");
        List<JsonNode> schemas = new ArrayList<>();
        if (body.has("oneOf")) {
            body.get("oneOf").forEach(one -> schemas.add(resolved(one)));
        } else {
            schemas.add(resolved(body));
        }
        return schemas;
    }

    private JsonNode resolved(JsonNode reference) {
        String path = reference.get("$ref").asText();
        return schema(path.substring(path.lastIndexOf('/') + 1));
    }

    private JsonNode schema(String name) {
        JsonNode schema = description.get("components").get("schemas").get(name);
        assertThat(schema).as(name).isNotNull();
        return schema;
    }

    private static Set<String> known(MediaApp app, String operation, Map<String, Object> request) {
        Map<String, Object> odd = new LinkedHashMap<>(request);
        if (!odd.containsKey("select")) {
            odd.put("an-unknown-field", 1);
        }
        try {
            app.operations().run(operation, odd, RunContext.unbounded());
        } catch (InvalidFieldsException e) {
            return e.errors().stream()
                    .filter(error -> error.field().endsWith("an-unknown-field"))
                    .map(error -> KNOWN.matcher(error.rule()))
                    .filter(Matcher::matches)
                    .flatMap(matcher -> List.of(matcher.group(1).split(", ", -1)).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        throw new AssertionError(operation + " takes any field");
    }

    @Test
    void every_reference_leads_somewhere() {
        List<String> references = description.findValuesAsText("$ref");
        assertThat(references).isNotEmpty();
        for (String reference : references) {
            assertThat(description.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }

    @Test
    void every_answer_of_the_table_is_as_described() throws Exception {
        int requests = 0;
        for (Exchange exchange : exchanges()) {
            JsonNode operation = description
                    .get("paths")
                    .path(exchange.request().path())
                    .path(exchange.request().method().equals("GET") ? "get" : "post");
            if (operation.isMissingNode()) {
                continue;
            }
            JsonNode response = operation
                    .get("responses")
                    .get(String.valueOf(exchange.reply().status()));
            assertThat(response)
                    .as(exchange.name() + " " + exchange.reply().status())
                    .isNotNull();
            String type = exchange.reply().headers().get("Content-Type");
            JsonNode schema = response.get("content").get(type).get("schema");
            assertThat(mistakes(schema, read(exchange.reply().body())))
                    .as(exchange.name())
                    .isEmpty();
            assertHeaders(exchange, response);
            if (exchange.reply().status() == 200 && operation.has("requestBody")) {
                requests++;
                JsonNode body = operation.at("/requestBody/content/application~1json/schema");
                assertThat(mistakes(body, MAPPER.readTree(exchange.request().body())))
                        .as("the request: " + exchange.name())
                        .isEmpty();
            }
        }
        assertThat(requests).isGreaterThan(30);
    }

    /** The content type stands with the content. */
    private void assertHeaders(Exchange exchange, JsonNode response) {
        Map<String, String> headers = new TreeMap<>(exchange.reply().headers());
        headers.remove("Content-Type");
        assertThat(headers.keySet()).as(exchange.name()).isEqualTo(names(response.get("headers")));
        headers.forEach((name, value) -> {
            String reference = response.get("headers").get(name).get("$ref").asText();
            JsonNode schema = description.at(reference.substring(1)).get("schema");
            assertThat(mistakes(schema, MAPPER.getNodeFactory().textNode(value)))
                    .as(exchange.name() + ": " + name)
                    .isEmpty();
        });
    }

    private List<String> mistakes(JsonNode schema, JsonNode instance) {
        com.fasterxml.jackson.databind.node.ObjectNode whole =
                (com.fasterxml.jackson.databind.node.ObjectNode) schema.deepCopy();
        whole.set("components", description.get("components"));
        JsonSchema compiled =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
        return StreamSupport.stream(compiled.validate(instance).spliterator(), false)
                .map(String::valueOf)
                .toList();
    }
}
