package io.mediafn.lambda;

import static io.mediafn.lambda.TemplateChecks.SECRET;
import static io.mediafn.lambda.TemplateChecks.assertFound;
import static io.mediafn.lambda.TemplateChecks.eachOf;
import static io.mediafn.lambda.TemplateChecks.findings;
import static io.mediafn.lambda.TemplateChecks.ofType;
import static io.mediafn.lambda.TemplateChecks.planted;
import static io.mediafn.lambda.TemplateChecks.properties;
import static io.mediafn.lambda.TemplateChecks.remove;
import static io.mediafn.lambda.TemplateChecks.set;
import static io.mediafn.lambda.TemplateChecks.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.lambda.Template.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What template.yaml promises of its functions and their settings. */
@NullMarked
class TemplateFunctionTest {
    @Test
    void the_log_is_ours_and_expires() throws IOException {
        assertThat(findings(TemplateFunctionTest::logs)).isEmpty();
    }

    @Test
    void the_media_cache_is_off() throws IOException {
        assertThat(findings(TemplateFunctionTest::cache)).isEmpty();
    }

    @Test
    void the_handler_is_a_method_of_this_module() throws IOException {
        assertThat(findings(TemplateFunctionTest::handler)).isEmpty();
    }

    @Test
    void the_database_is_named_by_its_secret() throws IOException {
        assertThat(findings(TemplateFunctionTest::database)).isEmpty();
    }

    @Test
    void settings_are_those_that_the_functions_know() throws IOException {
        assertThat(findings(TemplateFunctionTest::settings)).isEmpty();
    }

    @Test
    void a_deployment_without_questions_runs_java_21_on_x86() throws IOException {
        Value function = properties(Template.resources(template(), Map.of()), "Function");
        assertThat(function.at("Runtime").text()).isEqualTo("java21");
        assertThat(function.at("Architectures").each()).containsExactly(new Value("x86_64"));
        assertThat(function.at("MemorySize").number()).isBetween(512, 1024);
        assertThat(function.at("Timeout").number()).isEqualTo(60);
    }

    // ---- The checks
    // ---------------------------------------------------------------------------------------------------

    private static List<String> logs(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        ofType(resources, "AWS::Serverless::Function").forEach((id, function) -> {
            Value log = properties(resources, id + "Log");
            if (!function.at("LoggingConfig", "LogGroup").is("<" + id + "Log>")
                    || !log.at("LogGroupName")
                            .is("/aws/lambda/" + function.at("FunctionName").text())) {
                found.add(id + " logs elsewhere");
            }
            if (log.at("RetentionInDays").number() < 1) {
                found.add("the log of " + id + " is kept for ever");
            }
            if (!function.at("Tracing").is("Active")) {
                found.add("tracing of " + id + " is off");
            }
        });
        return found;
    }

    private static List<String> cache(Map<String, Value> resources) {
        // A string: Lambda refuses others, and YAML would read -1 as a number.
        return eachOf(
                resources,
                "AWS::Serverless::Function",
                "has a media cache",
                (id, function) -> function.at("Environment", "Variables", "FIFTYONE_MEDIA_CACHE_SIZE_BYTES")
                        .is("-1"));
    }

    private static List<String> handler(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        ofType(resources, "AWS::Serverless::Function").values().forEach(function -> found.addAll(handlerOf(function)));
        return found;
    }

    private static List<String> handlerOf(Value function) {
        String[] handler = function.at("Handler").text().split("::", 2);
        List<String> found = new ArrayList<>();
        try {
            Class<?> type = Class.forName(handler[0]);
            if (handler.length < 2
                    || Arrays.stream(type.getMethods())
                            .noneMatch(m -> m.getName().equals(handler[1]))) {
                found.add("no public method " + function.at("Handler").text());
            }
            if (Arrays.stream(type.getConstructors()).noneMatch(c -> c.getParameterCount() == 0)) {
                found.add("Lambda can't make an instance of " + handler[0]);
            }
        } catch (ReflectiveOperationException e) {
            found.add("handler: " + e);
        }
        if (!function.at("CodeUri").is("lambda/target/mediafn-lambda.zip")) {
            found.add("the package is not what the build makes");
        }
        return found;
    }

    /** A secret is named, and never written down. */
    private static List<String> database(Map<String, Value> resources) {
        return eachOf(
                resources, "AWS::Serverless::Function", "has the database's URI in its settings", (id, function) -> {
                    String uri = function.at("Environment", "Variables", "FIFTYONE_DATABASE_URI")
                            .text();
                    return uri.isEmpty() || uri.equals(SECRET);
                });
    }

    /** Of the settings that only tests and people at terminals have, and of misspelt ones, none is there. */
    private static List<String> settings(Map<String, Value> resources) {
        Set<String> known = Set.of(
                "MEDIAFN_DATASET",
                "MEDIAFN_ALLOW",
                "MEDIAFN_PIPELINE",
                "MEDIAFN_OPERATIONS",
                "MEDIAFN_JOBS",
                "FIFTYONE_DATABASE_URI",
                "FIFTYONE_DATABASE_NAME",
                "FIFTYONE_MEDIA_CACHE_SIZE_BYTES");
        List<String> found = new ArrayList<>();
        ofType(resources, "AWS::Serverless::Function").forEach((id, function) -> {
            function.at("Environment", "Variables").entries().keySet().stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> found.add(id + " has the setting " + name));
            if (id.equals("HttpFunction")
                    == function.at("Environment", "Variables", "MEDIAFN_OPERATIONS")
                            .absent()) {
                found.add(id + " allows operations that it should not, or all");
            }
        });
        return found;
    }

    // ---- Planted defects
    // ----------------------------------------------------------------------------------------------

    static Stream<Arguments> defects() {
        return Stream.of(
                planted("a log for ever", "is kept for ever", t -> remove(t, "FunctionLog", "RetentionInDays")),
                planted("another log", "Function logs elsewhere", t -> remove(t, "Function", "LoggingConfig")),
                planted("no traces", "tracing of Function is off", t -> remove(t, "Function", "Tracing")),
                planted(
                        "no cache setting",
                        "Function has a media cache",
                        t -> remove(t, "Function", "Environment", "Variables", "FIFTYONE_MEDIA_CACHE_SIZE_BYTES")),
                planted(
                        "a cache",
                        "HttpFunction has a media cache",
                        t -> set(
                                t,
                                "32000000000",
                                "HttpFunction",
                                "Environment",
                                "Variables",
                                "FIFTYONE_MEDIA_CACHE_SIZE_BYTES")),
                planted(
                        "a secret in the settings",
                        "Function has the database's URI in its settings",
                        t -> set(
                                t,
                                Map.of("Fn::Sub", "{{resolve:secretsmanager:x:SecretString}}"),
                                "Function",
                                "Environment",
                                "Variables",
                                "FIFTYONE_DATABASE_URI")),
                planted(
                        "a misspelt setting",
                        "Function has the setting MEDIAFN_ALOW",
                        t -> set(t, "s3://b/", "Function", "Environment", "Variables", "MEDIAFN_ALOW")),
                planted(
                        "all operations",
                        "HttpFunction allows operations that it should not",
                        t -> remove(t, "HttpFunction", "Environment", "Variables", "MEDIAFN_OPERATIONS")),
                planted(
                        "a handler that isn't there",
                        "handler: java.lang.ClassNotFoundException",
                        t -> set(t, "io.mediafn.lambda.Nobody::handleRequest", "Function", "Handler")),
                planted(
                        "a method that isn't there",
                        "no public method io.mediafn.lambda.MediaHandler::handle",
                        t -> set(t, "io.mediafn.lambda.MediaHandler::handle", "Function", "Handler")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("defects")
    void detects(String name, String finding, Consumer<Map<String, Object>> defect) throws IOException {
        assertFound(
                List.of(
                        TemplateFunctionTest::logs,
                        TemplateFunctionTest::cache,
                        TemplateFunctionTest::handler,
                        TemplateFunctionTest::database,
                        TemplateFunctionTest::settings),
                finding,
                defect);
    }
}
