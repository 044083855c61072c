package io.mediafn.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.lambda.Template.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What the tests of template.yaml have in common. A check returns its findings; the real template has none in any variant,
 * and a defect that is planted in it has.
 */
@NullMarked
final class TemplateChecks {
    static final Path FILE = Path.of(System.getProperty("mediafn.root", "..")).resolve("template.yaml");
    static final String KEY = "arn:aws:kms:eu-central-1:" + Template.ACCOUNT + ":key/1";
    static final String TOPIC = "arn:aws:sns:eu-central-1:" + Template.ACCOUNT + ":ops";
    static final String SECRET = "arn:aws:secretsmanager:eu-central-1:" + Template.ACCOUNT + ":secret:fiftyone-x";
    static final String RULES = "{\"rules\":[{\"when\":{\"event\":\"deleted\"},\"do\":[{\"unregister\":{}}]}]}";

    static final String S3 = "AWS::S3::Bucket";
    static final String SQS = "AWS::SQS::Queue";

    /** Parameters that people deploy with. */
    static final Map<String, Map<String, ?>> VARIANTS = variants();

    private TemplateChecks() {}

    private static Map<String, Map<String, ?>> variants() {
        Map<String, Map<String, ?>> variants = new LinkedHashMap<>();
        variants.put("defaults", Map.of());
        variants.put("named bucket", Map.of("MediaBucketName", "my-media", "MediaPrefix", "in/2026/"));
        variants.put("existing bucket", Map.of("ExistingMediaBucket", "old-media", "MediaPrefix", "in/"));
        variants.put("key and alarms", Map.of("KmsKeyArn", KEY, "AlarmTopicArn", TOPIC, "AlarmEmail", "a@example.com"));
        variants.put("EventBridge", Map.of("EventSource", "eventbridge", "MediaPrefix", "in/"));
        variants.put(
                "EventBridge of an existing bucket",
                Map.of("EventSource", "eventbridge", "ExistingMediaBucket", "old-media", "Pipeline", RULES));
        variants.put("pipeline", Map.of("Pipeline", RULES, "MediaBucketName", "my-media"));
        variants.put(
                "copies beside the media",
                Map.of(
                        "Pipeline",
                        RULES,
                        "MediaBucketName",
                        "my-media",
                        "MediaPrefix",
                        "in/",
                        "DestinationPrefix",
                        "out/"));
        variants.put(
                "copies elsewhere",
                Map.of("Pipeline", RULES, "DestinationBucketName", "archive", "EventSource", "eventbridge"));
        variants.put("schedule", Map.of("Pipeline", RULES, "ScheduleExpression", "rate(1 day)"));
        variants.put(
                "FiftyOne",
                Map.of(
                        "DatasetName",
                        "traffic",
                        "DatabaseSecretArn",
                        SECRET,
                        "Pipeline",
                        RULES,
                        "ScheduleExpression",
                        "cron(0 3 * * ? *)"));
        variants.put("HTTP", Map.of("EnableHttp", "true"));
        variants.put("HTTP from snapshots", Map.of("EnableHttp", "true", "SnapStart", "true"));
        variants.put(
                "destination without anybody who copies",
                Map.of("EnableHttp", "true", "DestinationBucketName", "archive"));
        variants.put(
                "HTTP with everything",
                Map.of(
                        "EnableHttp", "true",
                        "HttpInvokers", "annotators,builders",
                        "AllowedOperations", "compact,copy,delete,list,metadata,migrate,move,relink,stat,upload-media",
                        "HttpConcurrency", 3,
                        "DestinationBucketName", "archive",
                        "DestinationPrefix", "out/",
                        "JobsPrefix", "jobs/",
                        "KmsKeyArn", KEY,
                        "DatabaseSecretArn", SECRET));
        for (String operation : List.of(
                "compact", "copy", "delete", "list", "metadata", "migrate", "move", "relink", "stat", "upload-media")) {
            variants.put(
                    "HTTP with " + operation,
                    Map.of("EnableHttp", "true", "AllowedOperations", operation, "DestinationBucketName", "archive"));
        }
        return variants;
    }

    static Map<String, Object> template() throws IOException {
        return Template.parse(FILE);
    }

    static List<String> findings(Function<Map<String, Value>, List<String>> check) throws IOException {
        return findings(check, template());
    }

    static List<String> findings(Function<Map<String, Value>, List<String>> check, Map<String, Object> template) {
        List<String> found = new ArrayList<>();
        VARIANTS.forEach((name, parameters) -> check.apply(Template.resources(template, parameters))
                .forEach(finding -> found.add(name + ": " + finding)));
        return found;
    }

    /** Whether the checks find a defect, which the template as it is has not. */
    static void assertFound(
            List<Function<Map<String, Value>, List<String>>> checks,
            String finding,
            Consumer<Map<String, Object>> defect)
            throws IOException {
        Map<String, Object> template = template();
        defect.accept(template);
        List<String> found = checks.stream()
                .flatMap(check -> findings(check, template).stream())
                .toList();
        assertThat(found).anySatisfy(one -> assertThat(one).contains(finding));
    }

    static Arguments planted(String name, String finding, Consumer<Map<String, Object>> defect) {
        return Arguments.of(name, finding, defect);
    }

    // ---- Reading
    // ------------------------------------------------------------------------------------------------------

    static Value properties(Map<String, Value> resources, String id) {
        return resources.getOrDefault(id, new Value(null)).at("Properties");
    }

    static Map<String, Value> ofType(Map<String, Value> resources, String type) {
        Map<String, Value> found = new LinkedHashMap<>();
        resources.forEach((id, resource) -> {
            if (resource.at("Type").is(type)) {
                found.put(id, resource.at("Properties"));
            }
        });
        return found;
    }

    static Value variable(Map<String, Value> resources, String function, String name) {
        return properties(resources, function).at("Environment", "Variables", name);
    }

    static Value mapping(Map<String, Value> resources) {
        return properties(resources, "Function").at("Events", "ObjectEvents", "Properties");
    }

    static List<String> eachOf(
            Map<String, Value> resources, String type, String complaint, BiPredicate<String, Value> good) {
        return ofType(resources, type).entrySet().stream()
                .filter(entry -> !good.test(entry.getKey(), entry.getValue()))
                .map(entry -> entry.getKey() + " " + complaint)
                .toList();
    }

    // ---- Planting
    // -----------------------------------------------------------------------------------------------------

    static Map<String, Object> resource(Map<String, Object> template, String id) {
        return Template.map(Template.map(template.get("Resources")).get(id));
    }

    private static Map<String, Object> parent(Map<String, Object> template, String id, String... path) {
        Map<String, Object> parent = Template.map(resource(template, id).get("Properties"));
        for (String key : Arrays.copyOf(path, path.length - 1)) {
            parent = Template.map(parent.get(key));
        }
        return parent;
    }

    static void set(Map<String, Object> template, Object value, String id, String... path) {
        parent(template, id, path).put(path[path.length - 1], value);
    }

    static void remove(Map<String, Object> template, String id, String... path) {
        Object removed = path.length == 0
                ? Template.map(template.get("Resources")).remove(id)
                : parent(template, id, path).remove(path[path.length - 1]);
        assertThat(removed).as("what the defect takes away").isNotNull();
    }

    static void condition(Map<String, Object> template, String name, Object value) {
        assertThat(Template.map(template.get("Conditions")).replace(name, value))
                .isNotNull();
    }

    static void timing(Map<String, Object> template, String name, int value) {
        Map<String, Object> timings =
                Template.map(Template.map(template.get("Mappings")).get("Timings"));
        assertThat(Template.map(timings.get("production")).replace(name, value)).isNotNull();
    }

    /** The policy statement with that Sid in a resource, wherever it is. */
    static Map<String, Object> statement(Map<String, Object> template, String id, String sid) {
        List<Map<String, Object>> found = new ArrayList<>();
        search(resource(template, id), sid, found);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static void search(Object place, String sid, List<Map<String, Object>> found) {
        if (place instanceof List<?> list) {
            list.forEach(element -> search(element, sid, found));
        } else if (place instanceof Map<?, ?>) {
            Map<String, Object> map = Template.map(place);
            if (sid.equals(map.get("Sid"))) {
                found.add(map);
            }
            map.values().forEach(element -> search(element, sid, found));
        }
    }
}
