package io.mediafn.lambda;

import static io.mediafn.lambda.TemplateChecks.SECRET;
import static io.mediafn.lambda.TemplateChecks.assertFound;
import static io.mediafn.lambda.TemplateChecks.findings;
import static io.mediafn.lambda.TemplateChecks.ofType;
import static io.mediafn.lambda.TemplateChecks.planted;
import static io.mediafn.lambda.TemplateChecks.properties;
import static io.mediafn.lambda.TemplateChecks.remove;
import static io.mediafn.lambda.TemplateChecks.resource;
import static io.mediafn.lambda.TemplateChecks.set;
import static io.mediafn.lambda.TemplateChecks.statement;
import static io.mediafn.lambda.TemplateChecks.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.lambda.Template.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What template.yaml promises of HTTP: it is off by default, and never for everybody. */
@NullMarked
class TemplateHttpTest {
    /** In the text of a parsed template: a Ref, and a variable of Sub. */
    private static final Pattern NAMED = Pattern.compile("\\bRef=(\\w+)|\\$\\{(\\w+)}");

    @Test
    void the_url_asks_who_calls() throws IOException {
        assertThat(findings(TemplateHttpTest::url)).isEmpty();
    }

    @Test
    void callers_come_through_the_url_alone() throws IOException {
        assertThat(findings(TemplateHttpTest::callers)).isEmpty();
    }

    @Test
    void calls_are_limited() throws IOException {
        assertThat(findings(TemplateHttpTest::concurrency)).isEmpty();
    }

    @Test
    void snapshots_are_of_the_version_that_callers_reach() throws IOException {
        assertThat(findings(TemplateHttpTest::snapshots)).isEmpty();
    }

    /** Else the alias would stay with the settings of the day it was made: nothing else makes CloudFormation publish. */
    @ParameterizedTest
    @CsvSource({
        "Runtime, java25",
        "Architecture, arm64",
        "MemoryMb, 2048",
        "Timing, check",
        "AllowedOperations, list",
        "MediaBucketName, other",
        "ExistingMediaBucket, other",
        "MediaPrefix, in/",
        "DestinationBucketName, archive",
        "DestinationPrefix, out/",
        "DatasetPrefix, other/",
        "JobsPrefix, jobs/",
        "DatabaseSecretArn, arn:aws:secretsmanager:eu-central-1:123456789012:secret:other-AbCdEf",
        "DatabaseName, other"
    })
    void another_setting_is_another_version(String parameter, String value) throws IOException {
        Map<String, Object> before = new HashMap<>(Map.of("EnableHttp", "true", "SnapStart", "true"));
        if (parameter.equals("DatabaseName")) {
            before.put("DatabaseSecretArn", SECRET);
        }
        Map<String, Object> after = new HashMap<>(before);
        after.put(parameter, value);

        assertThat(version(after)).isNotEqualTo(version(before));
    }

    @Test
    void no_parameter_of_the_settings_is_missing_from_the_version() throws IOException {
        Map<String, Object> raw = template();
        Value function = new Value(resource(raw, "HttpFunction")).at("Properties");
        Set<String> used = new TreeSet<>();
        for (String property : List.of("Runtime", "Architectures", "MemorySize", "Timeout", "Environment")) {
            references(function.at(property), used);
        }
        Set<String> described = new TreeSet<>();
        references(function.at("VersionDescription"), described);
        used.retainAll(Template.map(raw.get("Parameters")).keySet());

        assertThat(described).containsAll(used);
    }

    private static String version(Map<String, Object> parameters) throws IOException {
        return properties(Template.resources(template(), parameters), "HttpFunction")
                .at("VersionDescription")
                .text();
    }

    /** What is named by Ref, and in the text of Sub. */
    private static void references(Value value, Set<String> names) {
        Matcher named = NAMED.matcher(value.text());
        while (named.find()) {
            names.add(named.group(1) == null ? named.group(2) : named.group(1));
        }
    }

    @Test
    void http_is_there_only_where_it_is_asked_for() throws IOException {
        assertThat(findings(TemplateHttpTest::optional)).isEmpty();
    }

    // ---- The checks
    // ---------------------------------------------------------------------------------------------------

    private static List<String> url(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        Map<String, Value> urls = ofType(resources, "AWS::Lambda::Url");
        if (urls.size() != (resources.containsKey("HttpFunction") ? 1 : 0)) {
            found.add(urls.size() + " URLs");
        }
        urls.forEach((id, url) -> {
            if (!url.at("AuthType").is("AWS_IAM")) {
                found.add(id + " asks nobody who they are");
            }
            if (!url.at("TargetFunctionArn").is("<HttpFunction.Arn>")) {
                found.add(id + " leads to a function without a list of operations");
            }
            if (!url.at("Qualifier").text().equals(snapshot(resources) ? "live" : "")) {
                found.add(id + " leads past the snapshots, or to a version of old");
            }
            if (!url.at("Cors").absent()) {
                found.add(id + " lets web pages in");
            }
        });
        ofType(resources, "AWS::Serverless::Function").forEach((id, function) -> {
            if (!function.at("FunctionUrlConfig").absent()) {
                found.add(id + " has a URL of its own");
            }
        });
        return found;
    }

    private static List<String> callers(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        ofType(resources, "AWS::IAM::ManagedPolicy").forEach((id, policy) -> {
            for (Value statement : policy.at("PolicyDocument", "Statement").each()) {
                String action = statement.at("Action").text();
                boolean byUrl = action.equals("lambda:InvokeFunctionUrl")
                        && statement
                                .at("Condition")
                                .is(Map.of("StringEquals", Map.of("lambda:FunctionUrlAuthType", "AWS_IAM")));
                boolean throughUrl = action.equals("lambda:InvokeFunction")
                        && statement.at("Condition").is(Map.of("Bool", Map.of("lambda:InvokedViaFunctionUrl", "true")));
                if (!byUrl && !throughUrl) {
                    found.add("callers may " + action + " otherwise than by the URL");
                }
                if (!statement.at("Resource").is(snapshot(resources) ? "<HttpFunction.Alias>" : "<HttpFunction.Arn>")) {
                    found.add("callers may call " + statement.at("Resource").text());
                }
            }
            if (policy.at("Roles").each().stream()
                    .anyMatch(role -> role.text().isEmpty() || role.text().contains("*"))) {
                found.add("callers are " + policy.at("Roles").text());
            }
        });
        return found;
    }

    private static List<String> concurrency(Map<String, Value> resources) {
        boolean limited = properties(resources, "HttpFunction")
                        .at("ReservedConcurrentExecutions")
                        .number()
                > 0;
        return resources.containsKey("HttpFunction") && !limited ? List.of("HTTP calls have no limit") : List.of();
    }

    private static boolean snapshot(Map<String, Value> resources) {
        return properties(resources, "HttpFunction").at("SnapStart", "ApplyOn").is("PublishedVersions");
    }

    /** What a local AWS doesn't enforce: it has no snapshots. */
    private static List<String> snapshots(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        ofType(resources, "AWS::Serverless::Function").forEach((id, function) -> {
            String applied = function.at("SnapStart", "ApplyOn").text();
            if (id.equals("HttpFunction")
                    != List.of("PublishedVersions", "None").contains(applied)) {
                found.add(id + " has snapshots of " + applied);
            }
            boolean published = function.at("AutoPublishAlias").is("live")
                    && function.at("AutoPublishAliasAllProperties").is(true);
            if (applied.equals("PublishedVersions") && !published) {
                found.add(id + " would stay with an old version, and its settings");
            }
            boolean excluded = function.at("EphemeralStorage", "Size").number() > 512
                    || !function.at("FileSystemConfigs").absent()
                    || !function.at("ProvisionedConcurrencyConfig").absent();
            if (applied.equals("PublishedVersions") && excluded) {
                found.add(id + " has what Lambda refuses together with snapshots");
            }
        });
        return found;
    }

    /** It can be deployed into any account, and nothing of HTTP is there unless it is asked for. */
    private static List<String> optional(Map<String, Value> resources) {
        boolean asked = resources.containsKey("HttpUrl");
        return resources.keySet().stream()
                .filter(id -> id.startsWith("Http") && !asked)
                .map(id -> id + " is there without HTTP")
                .toList();
    }

    // ---- Planted defects
    // ----------------------------------------------------------------------------------------------

    static Stream<Arguments> defects() {
        return Stream.of(
                planted(
                        "a URL without IAM",
                        "HttpUrl asks nobody who they are",
                        t -> set(t, "NONE", "HttpUrl", "AuthType")),
                planted(
                        "a URL of the other function",
                        "leads to a function without a list of operations",
                        t -> set(t, Map.of("Fn::GetAtt", "Function.Arn"), "HttpUrl", "TargetFunctionArn")),
                planted(
                        "a URL by SAM",
                        "Function has a URL of its own",
                        t -> set(t, Map.of("AuthType", "NONE"), "Function", "FunctionUrlConfig")),
                planted(
                        "web pages",
                        "HttpUrl lets web pages in",
                        t -> set(t, Map.of("AllowOrigins", List.of("*")), "HttpUrl", "Cors")),
                planted(
                        "direct calls",
                        "callers may lambda:InvokeFunction otherwise than by the URL",
                        t -> statement(t, "HttpCallers", "CallThroughUrlOnly").remove("Condition")),
                planted(
                        "calls of any function",
                        "callers may call *",
                        t -> statement(t, "HttpCallers", "CallUrl").put("Resource", "*")),
                planted(
                        "a URL past the alias",
                        "HttpUrl leads past the snapshots",
                        t -> remove(t, "HttpUrl", "Qualifier")),
                planted(
                        "a URL of a version of old",
                        "HttpUrl leads past the snapshots",
                        t -> set(t, "live", "HttpUrl", "Qualifier")),
                planted(
                        "snapshots of nothing",
                        "HttpFunction has snapshots of",
                        t -> remove(t, "HttpFunction", "SnapStart")),
                planted(
                        "snapshots that grow old",
                        "would stay with an old version",
                        t -> remove(t, "HttpFunction", "AutoPublishAliasAllProperties")),
                planted(
                        "snapshots without an alias",
                        "would stay with an old version",
                        t -> remove(t, "HttpFunction", "AutoPublishAlias")),
                planted(
                        "snapshots with a large /tmp",
                        "what Lambda refuses together with snapshots",
                        t -> set(t, Map.of("Size", 1024), "HttpFunction", "EphemeralStorage")),
                planted(
                        "no limit",
                        "HTTP calls have no limit",
                        t -> remove(t, "HttpFunction", "ReservedConcurrentExecutions")),
                planted(
                        "HTTP for all",
                        "HttpFunction is there without HTTP",
                        t -> resource(t, "HttpFunction").remove("Condition")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("defects")
    void detects(String name, String finding, Consumer<Map<String, Object>> defect) throws IOException {
        assertFound(
                List.of(
                        TemplateHttpTest::url,
                        TemplateHttpTest::callers,
                        TemplateHttpTest::concurrency,
                        TemplateHttpTest::snapshots,
                        TemplateHttpTest::optional),
                finding,
                defect);
    }
}
