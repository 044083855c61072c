package io.mediafn.lambda;

import static io.mediafn.lambda.TemplateChecks.findings;
import static io.mediafn.lambda.TemplateChecks.ofType;
import static io.mediafn.lambda.TemplateChecks.planted;
import static io.mediafn.lambda.TemplateChecks.properties;
import static io.mediafn.lambda.TemplateChecks.remove;
import static io.mediafn.lambda.TemplateChecks.set;
import static io.mediafn.lambda.TemplateChecks.statement;
import static io.mediafn.lambda.TemplateChecks.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.lambda.Template.Value;
import io.mediafn.permission.AwsPolicy;
import io.mediafn.permission.Need;
import io.mediafn.permission.OperationNeeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The functions' roles grant what the table of {@link OperationNeeds} says of what they are deployed for, at the places
 * that they are deployed for, and nothing else.
 */
@NullMarked
class TemplatePermissionsTest {
    private static final List<OperationNeeds> BY_EVENTS = List.of(OperationNeeds.EVENTS);
    private static final List<OperationNeeds> BY_RULES =
            List.of(OperationNeeds.EVENTS, OperationNeeds.UNREGISTER, OperationNeeds.RELINK, OperationNeeds.METADATA);

    @Test
    void the_function_may_do_what_its_events_need_and_nothing_else() throws IOException {
        assertThat(findings(TemplatePermissionsTest::eventPermissions)).isEmpty();
    }

    @Test
    void the_http_function_may_do_what_its_operations_need_and_nothing_else() throws IOException {
        assertThat(findings(TemplatePermissionsTest::httpPermissions)).isEmpty();
    }

    @Test
    void the_roles_are_for_lambda_alone_and_have_no_policies_of_others() throws IOException {
        assertThat(findings(TemplatePermissionsTest::roles)).isEmpty();
    }

    @Test
    void the_key_is_used_through_s3_alone() throws IOException {
        assertThat(findings(TemplatePermissionsTest::keys)).isEmpty();
    }

    // ---- The checks
    // ---------------------------------------------------------------------------------------------------

    /** Where a function works, as it stands in a policy. */
    private record Place(String bucket, String prefix) {
        static Place ofUri(String uri) {
            String[] parts = uri.replaceFirst("^s3://", "").split("/", 2);
            String bucket = parts[0].equals("<DatasetBucket>") ? "<DatasetBucket.Arn>" : "arn:aws:s3:::" + parts[0];
            return new Place(bucket, parts[1]);
        }

        Set<String> grants(Set<Need> needs) {
            Set<String> grants = new TreeSet<>();
            AwsPolicy.objectActions(needs).forEach(action -> grants.add(action + " " + bucket + "/" + prefix + "*"));
            AwsPolicy.bucketActions(needs)
                    .forEach(action -> grants.add(
                            action + " " + bucket + (action.equals("s3:ListBucket") ? " " + prefix + "*" : "")));
            return grants;
        }
    }

    private static Set<Need> needs(List<OperationNeeds> operations, Function<OperationNeeds, Set<Need>> where) {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        operations.forEach(operation -> needs.addAll(where.apply(operation)));
        return needs;
    }

    private static List<Place> allowed(Map<String, Value> resources, String function) {
        return Arrays.stream(
                        variable(resources, function, "MEDIAFN_ALLOW").text().split(",", -1))
                .map(Place::ofUri)
                .toList();
    }

    private static List<String> eventPermissions(Map<String, Value> resources) {
        List<OperationNeeds> operations = new ArrayList<>(BY_EVENTS);
        boolean pipeline = !variable(resources, "Function", "MEDIAFN_PIPELINE").absent();
        if (pipeline) {
            operations.addAll(BY_RULES);
        }
        List<Place> allowed = allowed(resources, "Function");
        List<Place> targets = allowed.stream()
                .skip(1)
                .filter(place -> !place.bucket().equals("<DatasetBucket.Arn>"))
                .toList();
        if (pipeline && !targets.isEmpty()) {
            operations.add(OperationNeeds.COPY);
        }
        boolean scheduled = resources.containsKey("Schedule");
        if (scheduled) {
            operations.add(OperationNeeds.COMPACT);
        }
        Set<String> expected = others(resources, "Function");
        expected.addAll(allowed.getFirst().grants(needs(operations, OperationNeeds::media)));
        targets.forEach(place -> expected.addAll(place.grants(needs(operations, OperationNeeds::target))));
        String dataset = variable(resources, "Function", "MEDIAFN_DATASET").text();
        if (dataset.startsWith("s3://")) {
            expected.addAll(Place.ofUri(dataset + "segments/").grants(needs(operations, OperationNeeds::manifest)));
        }
        for (String action : List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")) {
            expected.add(action + " <ObjectEvents.Arn>");
        }
        if (scheduled) {
            expected.add("sqs:SendMessage <DeadLetters.Arn>");
        }
        return differences("FunctionRole", expected, granted(resources, "FunctionRole"));
    }

    private static List<String> httpPermissions(Map<String, Value> resources) {
        if (!resources.containsKey("HttpFunction")) {
            return resources.containsKey("HttpFunctionRole") ? List.of("a role for nothing") : List.of();
        }
        List<OperationNeeds> operations = Arrays.stream(variable(resources, "HttpFunction", "MEDIAFN_OPERATIONS")
                        .text()
                        .split(",", -1))
                .map(name -> OperationNeeds.named(name).orElseThrow())
                .toList();
        List<Place> allowed = allowed(resources, "HttpFunction");
        Place manifest = allowed.getLast();
        Set<String> expected = others(resources, "HttpFunction");
        expected.addAll(allowed.getFirst().grants(needs(operations, OperationNeeds::media)));
        allowed.subList(1, allowed.size() - 1)
                .forEach(place -> expected.addAll(place.grants(needs(operations, OperationNeeds::target))));
        expected.addAll(new Place(manifest.bucket(), manifest.prefix() + "segments/")
                .grants(needs(operations, OperationNeeds::manifest)));
        Value jobs = variable(resources, "HttpFunction", "MEDIAFN_JOBS");
        if (!jobs.absent()) {
            expected.addAll(Place.ofUri(jobs.text()).grants(Set.of(Need.LIST, Need.READ, Need.RECORD)));
        }
        return differences("HttpFunctionRole", expected, granted(resources, "HttpFunctionRole"));
    }

    /** What every function of this stack needs. */
    private static Set<String> others(Map<String, Value> resources, String function) {
        Set<String> expected = new TreeSet<>();
        expected.add("logs:CreateLogStream <" + function + "Log.Arn>");
        expected.add("logs:PutLogEvents <" + function + "Log.Arn>");
        // AWS has no narrower resource for these two.
        expected.add("xray:PutTraceSegments *");
        expected.add("xray:PutTelemetryRecords *");
        if (properties(resources, "DatasetBucket")
                .at("BucketEncryption", "ServerSideEncryptionConfiguration")
                .text()
                .contains(TemplateChecks.KEY)) {
            expected.add("kms:Decrypt " + TemplateChecks.KEY);
            expected.add("kms:GenerateDataKey " + TemplateChecks.KEY);
        }
        if (!variable(resources, function, "FIFTYONE_DATABASE_URI").absent()) {
            expected.add("secretsmanager:GetSecretValue " + TemplateChecks.SECRET);
        }
        return expected;
    }

    private static Set<String> granted(Map<String, Value> resources, String role) {
        Set<String> granted = new TreeSet<>();
        for (Value policy : properties(resources, role).at("Policies").each()) {
            for (Value statement : policy.at("PolicyDocument", "Statement").each()) {
                if (!statement.at("NotAction").absent()
                        || !statement.at("NotResource").absent()) {
                    granted.add("by exclusion");
                }
                String prefix = String.join(
                        ",",
                        statement.at("Condition", "StringLike", "s3:prefix").each().stream()
                                .map(Value::text)
                                .toList());
                for (Value action : statement.at("Action").each()) {
                    for (Value resource : statement.at("Resource").each()) {
                        granted.add(action.text() + " " + resource.text() + (prefix.isEmpty() ? "" : " " + prefix));
                    }
                }
            }
        }
        return granted;
    }

    private static List<String> differences(String role, Set<String> expected, Set<String> granted) {
        List<String> found = new ArrayList<>();
        granted.stream().filter(grant -> !expected.contains(grant)).forEach(grant -> found.add(role + " may " + grant));
        expected.stream()
                .filter(grant -> !granted.contains(grant))
                .forEach(grant -> found.add(role + " may not " + grant));
        return found;
    }

    private static List<String> roles(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        ofType(resources, "AWS::Serverless::Function").forEach((id, function) -> {
            if (!function.at("Role").is("<" + id + "Role.Arn>")
                    || !function.at("Policies").absent()) {
                found.add(id + " lets SAM add managed policies");
            }
        });
        ofType(resources, "AWS::IAM::Role").forEach((id, role) -> {
            if (!role.at("ManagedPolicyArns").absent()) {
                found.add(id + " has managed policies");
            }
            for (Value statement :
                    role.at("AssumeRolePolicyDocument", "Statement").each()) {
                if (!statement.at("Principal").is(Map.of("Service", "lambda.amazonaws.com"))
                        || !statement.at("Action").is("sts:AssumeRole")) {
                    found.add(id + " can be assumed by "
                            + statement.at("Principal").text());
                }
            }
        });
        return found;
    }

    private static List<String> keys(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        ofType(resources, "AWS::IAM::Role")
                .forEach((id, role) -> role.at("Policies").each().stream()
                        .flatMap(policy -> policy.at("PolicyDocument", "Statement").each().stream())
                        .filter(statement -> statement.at("Action").text().contains("kms:"))
                        .filter(statement -> !statement
                                .at("Condition", "StringEquals", "kms:ViaService")
                                .is("s3.eu-central-1.amazonaws.com"))
                        .forEach(statement -> found.add(id + " may use the key not only through S3")));
        return found;
    }

    // ---- Planted defects
    // ----------------------------------------------------------------------------------------------

    static Stream<Arguments> defects() {
        String events = "FunctionRole";
        String http = "HttpFunctionRole";
        return Stream.of(
                planted(
                        "a wildcard action",
                        "FunctionRole may s3:* ",
                        t -> statement(t, events, "ReadMedia").put("Action", "s3:*")),
                planted(
                        "listing without a pipeline",
                        "defaults: FunctionRole may s3:ListBucket",
                        t -> statement(t, events, "ReadMedia").put("Action", List.of("s3:GetObject", "s3:ListBucket"))),
                planted(
                        "listing of a whole bucket",
                        "pipeline: FunctionRole may s3:ListBucket arn:aws:s3:::<MediaBucket>",
                        t -> statement(t, events, "ListMedia").remove("Condition")),
                planted(
                        "reading beyond the prefix",
                        "FunctionRole may s3:GetObject arn:aws:s3:::<MediaBucket>/*x",
                        t -> statement(t, events, "ReadMedia").put("Resource", "arn:aws:s3:::<MediaBucket>/*x")),
                planted(
                        "writing everywhere",
                        "FunctionRole may s3:PutObject *",
                        t -> statement(t, events, "WriteRecords").put("Resource", "*")),
                planted(
                        "writing beside the segments",
                        "FunctionRole may s3:PutObject <DatasetBucket.Arn>/dataset/*",
                        t -> statement(t, events, "WriteRecords")
                                .put("Resource", Map.of("Fn::Sub", "${DatasetBucket.Arn}/${DatasetPrefix}*"))),
                planted(
                        "uploads that can't be aborted",
                        "FunctionRole may not s3:AbortMultipartUpload",
                        t -> statement(t, events, "WriteDestination").put("Action", List.of("s3:PutObject"))),
                planted(
                        "copies that nobody asked for",
                        "FunctionRole may s3:PutObject arn:aws:s3:::archive/*",
                        t -> TemplateChecks.condition(t, "PipelineCopies", Map.of("Condition", "Copies"))),
                planted(
                        "the key beyond S3",
                        "FunctionRole may use the key not only through S3",
                        t -> statement(t, events, "UseKeyThroughS3").remove("Condition")),
                planted(
                        "everything but",
                        "FunctionRole may by exclusion",
                        t -> statement(t, events, "Trace").put("NotAction", "iam:*")),
                planted(
                        "a permission taken away",
                        "FunctionRole may not sqs:DeleteMessage",
                        t -> statement(t, events, "TakeObjectEvents")
                                .put("Action", List.of("sqs:ReceiveMessage", "sqs:GetQueueAttributes"))),
                planted(
                        "any secret",
                        "FunctionRole may secretsmanager:GetSecretValue *",
                        t -> statement(t, events, "ReadDatabaseUri").put("Resource", "*")),
                planted(
                        "deleting by HTTP that nobody asked for",
                        "HTTP: HttpFunctionRole may s3:DeleteObject",
                        t -> TemplateChecks.condition(t, "AllowsDeletes", Map.of("Condition", "HasHttp"))),
                planted(
                        "reading for who lists only",
                        "HTTP with list: HttpFunctionRole may s3:GetObject",
                        t -> TemplateChecks.condition(t, "AllowsReads", Map.of("Condition", "HasHttp"))),
                planted(
                        "a wildcard for HTTP",
                        "HttpFunctionRole may s3:*",
                        t -> statement(t, http, "ReadMedia").put("Action", List.of("s3:*"))),
                planted(
                        "replies anywhere",
                        "HttpFunctionRole may s3:PutObject <DatasetBucket.Arn>/*",
                        t -> statement(t, http, "KeepJobs")
                                .put("Resource", Map.of("Fn::Sub", "${DatasetBucket.Arn}/*"))),
                planted(
                        "a managed policy",
                        "FunctionRole has managed policies",
                        t -> set(t, List.of("arn:aws:iam::aws:policy/X"), events, "ManagedPolicyArns")),
                planted(
                        "no role of its own",
                        "Function lets SAM add managed policies",
                        t -> remove(t, "Function", "Role")),
                planted(
                        "HTTP with the role of the events",
                        "HttpFunction lets SAM add managed policies",
                        t -> set(t, Map.of("Fn::GetAtt", "FunctionRole.Arn"), "HttpFunction", "Role")),
                planted(
                        "a role for others",
                        "FunctionRole can be assumed by ",
                        t -> set(
                                t,
                                List.of(Map.of("Effect", "Allow", "Principal", "*", "Action", "sts:AssumeRole")),
                                events,
                                "AssumeRolePolicyDocument",
                                "Statement")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("defects")
    void detects(String name, String finding, Consumer<Map<String, Object>> defect) throws IOException {
        TemplateChecks.assertFound(
                List.of(
                        TemplatePermissionsTest::eventPermissions,
                        TemplatePermissionsTest::httpPermissions,
                        TemplatePermissionsTest::roles,
                        TemplatePermissionsTest::keys),
                finding,
                defect);
    }
}
