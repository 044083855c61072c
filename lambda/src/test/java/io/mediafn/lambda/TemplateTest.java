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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What template.yaml promises and a local AWS doesn't enforce. Each check returns its findings; the real template has none
 * in any variant, and {@link #detects} plants a defect for each to show that the check would see it.
 */
@NullMarked
class TemplateTest {
    private static final Path FILE =
            Path.of(System.getProperty("mediafn.root", "..")).resolve("template.yaml");
    private static final String KEY = "arn:aws:kms:eu-central-1:" + Template.ACCOUNT + ":key/1";
    private static final String TOPIC = "arn:aws:sns:eu-central-1:" + Template.ACCOUNT + ":ops";

    /** Parameters that people deploy with. */
    private static final Map<String, Map<String, ?>> VARIANTS = Map.of(
            "defaults", Map.of(),
            "named bucket", Map.of("MediaBucketName", "my-media", "MediaPrefix", "in/2026/"),
            "existing bucket", Map.of("ExistingMediaBucket", "old-media", "MediaPrefix", "in/"),
            "key and alarms", Map.of("KmsKeyArn", KEY, "AlarmTopicArn", TOPIC, "AlarmEmail", "a@example.com"));

    private static final String S3 = "AWS::S3::Bucket";
    private static final String SQS = "AWS::SQS::Queue";

    // ---- The promises
    // --------------------------------------------------------------------------------------------------

    @Test
    void everyPermissionOfTheFunctionIsOnTheListAndLimitedToItsPrefix() throws IOException {
        assertThat(findings(TemplateTest::permissions)).isEmpty();
    }

    @Test
    void nothingIsPublic() throws IOException {
        assertThat(findings(TemplateTest::publicAccess)).isEmpty();
    }

    @Test
    void bucketsTalkOverTlsOnly() throws IOException {
        assertThat(findings(TemplateTest::tls)).isEmpty();
    }

    @Test
    void bucketsAndQueuesAreEncrypted() throws IOException {
        assertThat(findings(TemplateTest::encryption)).isEmpty();
    }

    @Test
    void abandonedUploadsAreAborted() throws IOException {
        assertThat(findings(TemplateTest::abandonedUploads)).isEmpty();
    }

    @Test
    void onlyTheMediaBucketMaySendToTheQueue() throws IOException {
        assertThat(findings(TemplateTest::queuePolicy)).isEmpty();
    }

    @Test
    void whatFailsFiveTimesGoesToTheDeadLettersAndIsKeptThere() throws IOException {
        assertThat(findings(TemplateTest::deadLetters)).isEmpty();
    }

    @Test
    void visibilityTimeoutIsSixFunctionTimeoutsAndTheBatchingWindow() throws IOException {
        assertThat(findings(TemplateTest::visibility)).isEmpty();
    }

    @Test
    void aBadMessageDoesNotBringBackItsBatch() throws IOException {
        assertThat(findings(TemplateTest::partialBatches)).isEmpty();
    }

    @Test
    void concurrencyIsLimitedOnTheMapping() throws IOException {
        assertThat(findings(TemplateTest::concurrency)).isEmpty();
    }

    @Test
    void theLogIsOursAndExpires() throws IOException {
        assertThat(findings(TemplateTest::logs)).isEmpty();
    }

    @Test
    void theMediaCacheIsOff() throws IOException {
        assertThat(findings(TemplateTest::cache)).isEmpty();
    }

    @Test
    void theDatasetOutlivesTheStackAndNothingElseDoes() throws IOException {
        assertThat(findings(TemplateTest::retention)).isEmpty();
    }

    @Test
    void whatTheFunctionWritesNeverStartsIt() throws IOException {
        assertThat(findings(TemplateTest::loops)).isEmpty();
    }

    @Test
    void theHandlerIsAMethodOfThisModule() throws IOException {
        assertThat(findings(TemplateTest::handler)).isEmpty();
    }

    @Test
    void deadLettersAndABacklogRaiseAlarms() throws IOException {
        assertThat(findings(TemplateTest::alarms)).isEmpty();
        Map<String, Value> silent = Template.resources(Template.parse(FILE), Map.of());
        assertThat(properties(silent, "DeadLettersAlarm").at("AlarmActions").each())
                .isEmpty();
    }

    @Test
    void aDeploymentWithoutQuestionsRunsJava21OnX86() throws IOException {
        Value function = properties(Template.resources(Template.parse(FILE), Map.of()), "Function");
        assertThat(function.at("Runtime").text()).isEqualTo("java21");
        assertThat(function.at("Architectures").each()).containsExactly(new Value("x86_64"));
        assertThat(function.at("MemorySize").number()).isBetween(512, 1024);
        assertThat(function.at("Timeout").number()).isEqualTo(60);
    }

    // ---- The checks
    // ----------------------------------------------------------------------------------------------------

    private static List<String> permissions(Map<String, Value> resources) {
        Value function = properties(resources, "Function");
        String bucket = resources.containsKey("MediaBucket") ? "<MediaBucket>" : "old-media";
        String media =
                function.at("Environment", "Variables", "MEDIAFN_ALLOW").text().replaceFirst("^s3://", "arn:aws:s3:::");
        String dataset = function.at("Environment", "Variables", "MEDIAFN_DATASET")
                .text()
                .replaceFirst("^s3://<DatasetBucket>", "<DatasetBucket.Arn>");
        Map<String, String> expected = new LinkedHashMap<>(Map.of(
                "s3:GetObject", media + "*",
                "s3:PutObject", dataset + "segments/*",
                "sqs:ReceiveMessage", "<ObjectEvents.Arn>",
                "sqs:DeleteMessage", "<ObjectEvents.Arn>",
                "sqs:GetQueueAttributes", "<ObjectEvents.Arn>",
                "logs:CreateLogStream", "<FunctionLog.Arn>",
                "logs:PutLogEvents", "<FunctionLog.Arn>",
                "xray:PutTraceSegments", "*", // AWS has no narrower resource for these two
                "xray:PutTelemetryRecords", "*"));
        if (properties(resources, "DatasetBucket")
                .at("BucketEncryption", "ServerSideEncryptionConfiguration")
                .text()
                .contains(KEY)) {
            expected.put("kms:Decrypt", KEY);
            expected.put("kms:GenerateDataKey", KEY);
        }

        List<String> found = new ArrayList<>();
        if (!media.startsWith("arn:aws:s3:::" + bucket + "/")) {
            found.add("MEDIAFN_ALLOW is not in the media bucket");
        }
        if (!function.at("Role").is("<FunctionRole.Arn>")
                || !function.at("Policies").absent()) {
            found.add("the function lets SAM add managed policies");
        }
        Set<String> granted = new TreeSet<>();
        roles(resources).forEach((id, role) -> {
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
            for (Value policy : role.at("Policies").each()) {
                for (Value statement : policy.at("PolicyDocument", "Statement").each()) {
                    found.addAll(grants(id, statement, expected, granted));
                }
            }
        });
        Set<String> absent = new TreeSet<>(expected.keySet());
        absent.removeAll(granted);
        if (!absent.isEmpty()) {
            found.add("not granted: " + absent);
        }
        return found;
    }

    private static List<String> grants(
            String role, Value statement, Map<String, String> expected, Set<String> granted) {
        List<String> found = new ArrayList<>();
        if (!statement.at("NotAction").absent() || !statement.at("NotResource").absent()) {
            found.add(role + " grants by exclusion");
        }
        for (Value action : statement.at("Action").each()) {
            granted.add(action.text());
            String resource = expected.get(action.text());
            if (resource == null) {
                found.add(role + " may " + action.text());
            } else if (!statement.at("Resource").each().equals(List.of(new Value(resource)))) {
                found.add(role + " may " + action.text() + " on "
                        + statement.at("Resource").text() + ", expected " + resource);
            }
            if (action.text().startsWith("kms:")
                    && !statement
                            .at("Condition", "StringEquals", "kms:ViaService")
                            .is("s3.eu-central-1.amazonaws.com")) {
                found.add(role + " may " + action.text() + " not only through S3");
            }
        }
        return found;
    }

    private static List<String> publicAccess(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        ofType(resources, S3).forEach((id, bucket) -> {
            for (String block :
                    List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")) {
                if (!bucket.at("PublicAccessBlockConfiguration", block).is(true)) {
                    found.add(id + " lacks " + block);
                }
            }
            if (!bucket.at("OwnershipControls", "Rules")
                    .is(List.of(Map.of("ObjectOwnership", "BucketOwnerEnforced")))) {
                found.add(id + " has ACLs");
            }
            if (!bucket.at("WebsiteConfiguration").absent()
                    || !bucket.at("AccessControl").absent()) {
                found.add(id + " is a website or has an ACL");
            }
        });
        resources.forEach((id, resource) -> {
            for (Value statement :
                    resource.at("Properties", "PolicyDocument", "Statement").each()) {
                if (!statement.at("Effect").is("Deny")
                        && (statement.at("Principal").is("*")
                                || statement.at("Principal", "AWS").is("*"))) {
                    found.add(id + " admits everybody");
                }
            }
        });
        if (!properties(resources, "Function").at("FunctionUrlConfig").absent()) {
            found.add("the function has a URL");
        }
        return found;
    }

    private static List<String> tls(Map<String, Value> resources) {
        return eachOf(
                resources,
                S3,
                "takes requests without TLS",
                (id, bucket) -> ofType(resources, "AWS::S3::BucketPolicy").values().stream()
                        .filter(policy -> policy.at("Bucket").is("<" + id + ">"))
                        .flatMap(policy -> policy.at("PolicyDocument", "Statement").each().stream())
                        .anyMatch(statement -> statement.at("Effect").is("Deny")
                                && statement.at("Principal").is("*")
                                && statement.at("Action").is("s3:*")
                                && statement.at("Resource").is(List.of("<" + id + ".Arn>", "<" + id + ".Arn>/*"))
                                && statement
                                        .at("Condition", "Bool", "aws:SecureTransport")
                                        .is("false")));
    }

    private static List<String> encryption(Map<String, Value> resources) {
        List<String> found = new ArrayList<>(eachOf(
                resources,
                S3,
                "is not encrypted",
                (id, bucket) -> bucket.at("BucketEncryption", "ServerSideEncryptionConfiguration").each().stream()
                        .map(rule -> rule.at("ServerSideEncryptionByDefault"))
                        .anyMatch(rule -> rule.at("SSEAlgorithm").is("AES256")
                                || (rule.at("SSEAlgorithm").is("aws:kms")
                                        && rule.at("KMSMasterKeyID").is(KEY)))));
        found.addAll(eachOf(
                resources,
                SQS,
                "is not encrypted",
                (id, queue) -> queue.at("SqsManagedSseEnabled").is(true)));
        return found;
    }

    private static List<String> abandonedUploads(Map<String, Value> resources) {
        return eachOf(
                resources,
                S3,
                "keeps abandoned uploads",
                (id, bucket) -> bucket.at("LifecycleConfiguration", "Rules").each().stream()
                        .anyMatch(rule -> rule.at("Status").is("Enabled")
                                && rule.at("AbortIncompleteMultipartUpload", "DaysAfterInitiation")
                                                .number()
                                        > 0));
    }

    private static List<String> queuePolicy(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        // As the policy must name it: before the bucket exists.
        Value made = properties(resources, "MediaBucket").at("BucketName");
        String name = made.absent() ? "old-media" : made.text();
        List<Value> allowed = ofType(resources, "AWS::SQS::QueuePolicy").values().stream()
                .flatMap(policy -> policy.at("PolicyDocument", "Statement").each().stream())
                .filter(statement -> !statement.at("Effect").is("Deny"))
                .toList();
        Map<String, Object> expected = Map.of(
                "ArnEquals", Map.of("aws:SourceArn", "arn:aws:s3:::" + name),
                "StringEquals", Map.of("aws:SourceAccount", Template.ACCOUNT));
        if (allowed.size() != 1) {
            found.add(allowed.size() + " statements allow something on a queue");
        }
        for (Value statement : allowed) {
            if (!statement.at("Principal").is(Map.of("Service", "s3.amazonaws.com"))
                    || !statement.at("Action").is("sqs:SendMessage")
                    || !statement.at("Resource").is("<ObjectEvents.Arn>")) {
                found.add("the queue's policy allows more than S3's sending to it");
            }
            if (!statement.at("Condition").is(expected)) {
                found.add("the queue takes messages for others than " + name);
            }
        }
        if (resources.containsKey("MediaBucket")
                && !resources.get("MediaBucket").at("DependsOn").is("ObjectEventsPolicy")) {
            found.add("the bucket may be made before the queue lets it in");
        }
        if (name.length() > 63 || name.contains("<")) {
            found.add("the media bucket can't be named " + name);
        }
        return found;
    }

    private static List<String> deadLetters(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        Value queue = properties(resources, "ObjectEvents");
        Value dead = properties(resources, "DeadLetters");
        if (!queue.at("RedrivePolicy", "deadLetterTargetArn").is("<DeadLetters.Arn>") || dead.absent()) {
            found.add("the queue has no dead letters");
        }
        if (queue.at("RedrivePolicy", "maxReceiveCount").number() != 5) {
            found.add("maxReceiveCount is not 5");
        }
        if (dead.at("MessageRetentionPeriod").number() != 14 * 24 * 3600) {
            found.add("dead letters are not kept for 14 days");
        }
        // The age of a dead letter counts from the first queue.
        if (queue.at("MessageRetentionPeriod").number() > 7 * 24 * 3600
                || queue.at("MessageRetentionPeriod").absent()) {
            found.add("a message may come to the dead letters too old to stay there");
        }
        return found;
    }

    private static List<String> visibility(Map<String, Value> resources) {
        int visibility =
                properties(resources, "ObjectEvents").at("VisibilityTimeout").number();
        int timeout = properties(resources, "Function").at("Timeout").number();
        int window = mapping(resources).at("MaximumBatchingWindowInSeconds").number();
        return timeout > 0 && window >= 0 && visibility >= 6 * timeout + window
                ? List.of()
                : List.of("visibility timeout of " + visibility + " s for a function timeout of " + timeout + " s");
    }

    private static List<String> partialBatches(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        if (!mapping(resources).at("FunctionResponseTypes").is(List.of("ReportBatchItemFailures"))) {
            found.add("batch item failures are not reported");
        }
        if (!mapping(resources).at("Queue").is("<ObjectEvents.Arn>")) {
            found.add("the function is not fed by the queue");
        }
        return found;
    }

    private static List<String> concurrency(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        int maximum =
                mapping(resources).at("ScalingConfig", "MaximumConcurrency").number();
        if (maximum < 2 || maximum > 1000) {
            found.add("the mapping has no MaximumConcurrency");
        }
        if (!properties(resources, "Function")
                .at("ReservedConcurrentExecutions")
                .absent()) {
            found.add("throttled receives count against good messages");
        }
        return found;
    }

    private static List<String> logs(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        Value function = properties(resources, "Function");
        Value log = properties(resources, "FunctionLog");
        if (!function.at("LoggingConfig", "LogGroup").is("<FunctionLog>")
                || !log.at("LogGroupName")
                        .is("/aws/lambda/" + function.at("FunctionName").text())) {
            found.add("the function logs elsewhere");
        }
        if (log.at("RetentionInDays").number() < 1) {
            found.add("the log is kept for ever");
        }
        if (!function.at("Tracing").is("Active")) {
            found.add("tracing is off");
        }
        return found;
    }

    private static List<String> cache(Map<String, Value> resources) {
        // A string: Lambda refuses others, and YAML would read -1 as a number.
        Value size =
                properties(resources, "Function").at("Environment", "Variables", "FIFTYONE_MEDIA_CACHE_SIZE_BYTES");
        return size.is("-1") ? List.of() : List.of("the media cache is " + size.text());
    }

    private static List<String> retention(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        resources.forEach((id, resource) -> {
            boolean retained = resource.at("DeletionPolicy").text().startsWith("Retain");
            if (retained != id.equals("DatasetBucket")) {
                found.add(id + (retained ? " stays behind" : " goes with the stack"));
            }
        });
        resources.forEach((id, resource) -> {
            if (resource.at("Type").is(S3)
                    && !resource.at("UpdateReplacePolicy").is("Retain")) {
                found.add(id + " goes when it is replaced");
            }
        });
        if (!properties(resources, "DatasetBucket")
                .at("VersioningConfiguration", "Status")
                .is("Enabled")) {
            found.add("records that are overwritten are lost");
        }
        return found;
    }

    private static List<String> loops(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        String dataset = properties(resources, "Function")
                .at("Environment", "Variables", "MEDIAFN_DATASET")
                .text();
        if (!dataset.startsWith("s3://<DatasetBucket>/") || !dataset.endsWith("/")) {
            found.add("the dataset is not a folder of the dataset bucket");
        }
        ofType(resources, S3).forEach((id, bucket) -> {
            if (id.equals("MediaBucket")
                    == bucket.at("NotificationConfiguration").absent()) {
                found.add("notifications of " + id);
            }
        });
        properties(resources, "Function").at("Events").entries().forEach((id, event) -> {
            if (!new Value(event).at("Type").is("SQS")) {
                found.add("the function is started by " + id);
            }
        });
        return found;
    }

    private static List<String> handler(Map<String, Value> resources) {
        Value function = properties(resources, "Function");
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

    private static List<String> alarms(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        Map<String, String> expected = Map.of(
                "<DeadLetters.QueueName>", "ApproximateNumberOfMessagesVisible",
                "<ObjectEvents.QueueName>", "ApproximateAgeOfOldestMessage");
        expected.forEach((queue, metric) -> {
            List<Value> alarms = ofType(resources, "AWS::CloudWatch::Alarm").values().stream()
                    .filter(alarm -> alarm.at("Namespace").is("AWS/SQS")
                            && alarm.at("MetricName").is(metric)
                            && alarm.at("ComparisonOperator").is("GreaterThanThreshold")
                            && alarm.at("Dimensions").is(List.of(Map.of("Name", "QueueName", "Value", queue))))
                    .toList();
            if (alarms.isEmpty()) {
                found.add("no alarm on " + queue);
            }
            for (Value alarm : alarms) {
                List<Value> actions = alarm.at("AlarmActions").each();
                boolean mailed = resources.containsKey("AlarmTopic");
                if (mailed && !actions.equals(List.of(new Value(TOPIC), new Value("<AlarmTopic>")))) {
                    found.add("nobody hears the alarm on " + queue);
                }
                if (queue.startsWith("<DeadLetters") && alarm.at("Threshold").number() != 0) {
                    found.add("the first dead letter raises no alarm");
                }
            }
        });
        return found;
    }

    // ---- Planted defects
    // -----------------------------------------------------------------------------------------------

    static Stream<Arguments> defects() {
        return Stream.of(
                planted(
                        "a wildcard action",
                        "FunctionRole may s3:*",
                        t -> statement(t, "ReadMedia").put("Action", "s3:*")),
                planted(
                        "listing",
                        "FunctionRole may s3:ListBucket",
                        t -> statement(t, "ReadMedia").put("Action", List.of("s3:GetObject", "s3:ListBucket"))),
                planted(
                        "reading beyond the prefix",
                        "FunctionRole may s3:GetObject on ",
                        t -> statement(t, "ReadMedia").put("Resource", "arn:aws:s3:::<MediaBucket>/*x")),
                planted(
                        "writing everywhere",
                        "FunctionRole may s3:PutObject on *",
                        t -> statement(t, "WriteRecords").put("Resource", "*")),
                planted(
                        "writing beside the segments",
                        "FunctionRole may s3:PutObject on ",
                        t -> statement(t, "WriteRecords")
                                .put("Resource", Map.of("Fn::Sub", "${DatasetBucket.Arn}/${DatasetPrefix}*"))),
                planted(
                        "the key beyond S3",
                        "FunctionRole may kms:Decrypt not only through S3",
                        t -> statement(t, "UseKeyThroughS3").remove("Condition")),
                planted(
                        "everything but",
                        "FunctionRole grants by exclusion",
                        t -> statement(t, "Trace").put("NotAction", "iam:*")),
                planted(
                        "a permission taken away",
                        "not granted: [sqs:DeleteMessage]",
                        t -> statement(t, "TakeObjectEvents")
                                .put("Action", List.of("sqs:ReceiveMessage", "sqs:GetQueueAttributes"))),
                planted(
                        "a managed policy",
                        "FunctionRole has managed policies",
                        t -> set(t, List.of("arn:aws:iam::aws:policy/X"), "FunctionRole", "ManagedPolicyArns")),
                planted(
                        "no role of its own",
                        "the function lets SAM add managed policies",
                        t -> remove(t, "Function", "Role")),
                planted(
                        "a role for others",
                        "FunctionRole can be assumed by ",
                        t -> set(
                                t,
                                List.of(Map.of("Effect", "Allow", "Principal", "*", "Action", "sts:AssumeRole")),
                                "FunctionRole",
                                "AssumeRolePolicyDocument",
                                "Statement")),
                planted(
                        "a public media bucket",
                        "MediaBucket lacks BlockPublicPolicy",
                        t -> set(t, false, "MediaBucket", "PublicAccessBlockConfiguration", "BlockPublicPolicy")),
                planted(
                        "a dataset bucket without a block",
                        "DatasetBucket lacks RestrictPublicBuckets",
                        t -> remove(t, "DatasetBucket", "PublicAccessBlockConfiguration")),
                planted("ACLs", "MediaBucket has ACLs", t -> remove(t, "MediaBucket", "OwnershipControls")),
                planted(
                        "a policy for everybody",
                        "DatasetBucketPolicy admits everybody",
                        t -> set(
                                t,
                                List.of(Map.of("Effect", "Allow", "Principal", "*", "Action", "s3:GetObject")),
                                "DatasetBucketPolicy",
                                "PolicyDocument",
                                "Statement")),
                planted(
                        "a function URL",
                        "the function has a URL",
                        t -> set(t, Map.of("AuthType", "NONE"), "Function", "FunctionUrlConfig")),
                planted("no TLS policy", "MediaBucket takes requests without TLS", t -> remove(t, "MediaBucketPolicy")),
                planted(
                        "an unencrypted bucket",
                        "DatasetBucket is not encrypted",
                        t -> remove(t, "DatasetBucket", "BucketEncryption")),
                planted(
                        "an unencrypted queue",
                        "DeadLetters is not encrypted",
                        t -> set(t, false, "DeadLetters", "SqsManagedSseEnabled")),
                planted(
                        "abandoned uploads",
                        "MediaBucket keeps abandoned uploads",
                        t -> remove(t, "MediaBucket", "LifecycleConfiguration")),
                planted(
                        "any bucket may send",
                        "the queue takes messages for others than ",
                        t -> statement(t, "NotificationsOfTheMediaBucket").remove("Condition")),
                planted(
                        "anybody may send",
                        "the queue's policy allows more than S3's sending to it",
                        t -> statement(t, "NotificationsOfTheMediaBucket").put("Principal", "*")),
                planted(
                        "the bucket before the policy",
                        "the bucket may be made before the queue lets it in",
                        t -> resource(t, "MediaBucket").remove("DependsOn")),
                planted(
                        "another name in the policy",
                        "the queue takes messages for others than ",
                        t -> set(t, "elsewhere", "MediaBucket", "BucketName")),
                planted(
                        "no dead letters",
                        "the queue has no dead letters",
                        t -> remove(t, "ObjectEvents", "RedrivePolicy")),
                planted("endless retries", "maxReceiveCount is not 5", t -> timing(t, "MaxReceives", 1000)),
                planted(
                        "dead letters that expire soon",
                        "dead letters are not kept for 14 days",
                        t -> remove(t, "DeadLetters", "MessageRetentionPeriod")),
                planted(
                        "a queue that keeps as long as the dead letters",
                        "a message may come to the dead letters too old to stay there",
                        t -> set(t, 1_209_600, "ObjectEvents", "MessageRetentionPeriod")),
                planted(
                        "a short visibility timeout",
                        "visibility timeout of 360 s",
                        t -> timing(t, "VisibilitySeconds", 360)),
                planted("a long function timeout", "visibility timeout of ", t -> timing(t, "TimeoutSeconds", 900)),
                planted(
                        "whole batches",
                        "batch item failures are not reported",
                        t -> remove(t, "Function", "Events", "ObjectEvents", "Properties", "FunctionResponseTypes")),
                planted(
                        "no limit",
                        "the mapping has no MaximumConcurrency",
                        t -> remove(t, "Function", "Events", "ObjectEvents", "Properties", "ScalingConfig")),
                planted(
                        "a reservation",
                        "throttled receives count against good messages",
                        t -> set(t, 10, "Function", "ReservedConcurrentExecutions")),
                planted("a log for ever", "the log is kept for ever", t -> remove(t, "FunctionLog", "RetentionInDays")),
                planted("another log", "the function logs elsewhere", t -> remove(t, "Function", "LoggingConfig")),
                planted("no traces", "tracing is off", t -> remove(t, "Function", "Tracing")),
                planted(
                        "no cache setting",
                        "the media cache is ",
                        t -> remove(t, "Function", "Environment", "Variables", "FIFTYONE_MEDIA_CACHE_SIZE_BYTES")),
                planted(
                        "a cache",
                        "the media cache is 32000000000",
                        t -> set(
                                t,
                                "32000000000",
                                "Function",
                                "Environment",
                                "Variables",
                                "FIFTYONE_MEDIA_CACHE_SIZE_BYTES")),
                planted(
                        "a dataset that is deleted",
                        "DatasetBucket goes with the stack",
                        t -> resource(t, "DatasetBucket").remove("DeletionPolicy")),
                planted(
                        "a queue that stays",
                        "ObjectEvents stays behind",
                        t -> resource(t, "ObjectEvents").put("DeletionPolicy", "Retain")),
                planted(
                        "a media bucket that is replaced",
                        "MediaBucket goes when it is replaced",
                        t -> resource(t, "MediaBucket").put("UpdateReplacePolicy", "Delete")),
                planted(
                        "no versions of the dataset",
                        "records that are overwritten are lost",
                        t -> remove(t, "DatasetBucket", "VersioningConfiguration")),
                planted(
                        "a loop",
                        "notifications of DatasetBucket",
                        t -> set(
                                t,
                                Map.of("EventBridgeConfiguration", Map.of()),
                                "DatasetBucket",
                                "NotificationConfiguration")),
                planted(
                        "a dataset among the media",
                        "the dataset is not a folder of the dataset bucket",
                        t -> set(
                                t,
                                Map.of("Fn::Sub", "s3://${MediaBucket}/dataset/"),
                                "Function",
                                "Environment",
                                "Variables",
                                "MEDIAFN_DATASET")),
                planted(
                        "a handler that isn't there",
                        "handler: java.lang.ClassNotFoundException",
                        t -> set(t, "io.mediafn.lambda.Nobody::handleRequest", "Function", "Handler")),
                planted(
                        "a method that isn't there",
                        "no public method io.mediafn.lambda.MediaHandler::handle",
                        t -> set(t, "io.mediafn.lambda.MediaHandler::handle", "Function", "Handler")),
                planted("no alarm", "no alarm on <DeadLetters.QueueName>", t -> remove(t, "DeadLettersAlarm")),
                planted(
                        "an alarm on the wrong queue",
                        "no alarm on <ObjectEvents.QueueName>",
                        t -> set(t, List.of(), "BacklogAlarm", "Dimensions")),
                planted(
                        "an unheard alarm",
                        "nobody hears the alarm on <DeadLetters.QueueName>",
                        t -> remove(t, "DeadLettersAlarm", "AlarmActions")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("defects")
    void detects(String name, String finding, Consumer<Map<String, Object>> defect) throws IOException {
        Map<String, Object> template = Template.parse(FILE);
        defect.accept(template);
        assertThat(findings(TemplateTest::everything, template))
                .anySatisfy(found -> assertThat(found).contains(finding));
    }

    private static List<String> everything(Map<String, Value> resources) {
        List<Function<Map<String, Value>, List<String>>> checks = List.of(
                TemplateTest::permissions,
                TemplateTest::publicAccess,
                TemplateTest::tls,
                TemplateTest::encryption,
                TemplateTest::abandonedUploads,
                TemplateTest::queuePolicy,
                TemplateTest::deadLetters,
                TemplateTest::visibility,
                TemplateTest::partialBatches,
                TemplateTest::concurrency,
                TemplateTest::logs,
                TemplateTest::cache,
                TemplateTest::retention,
                TemplateTest::loops,
                TemplateTest::handler,
                TemplateTest::alarms);
        return checks.stream().flatMap(check -> check.apply(resources).stream()).toList();
    }

    private static Arguments planted(String name, String finding, Consumer<Map<String, Object>> defect) {
        return Arguments.of(name, finding, defect);
    }

    private static Map<String, Object> resource(Map<String, Object> template, String id) {
        return Template.map(Template.map(template.get("Resources")).get(id));
    }

    private static Map<String, Object> parent(Map<String, Object> template, String id, String... path) {
        Map<String, Object> parent = Template.map(resource(template, id).get("Properties"));
        for (String key : Arrays.copyOf(path, path.length - 1)) {
            parent = Template.map(parent.get(key));
        }
        return parent;
    }

    private static void set(Map<String, Object> template, Object value, String id, String... path) {
        parent(template, id, path).put(path[path.length - 1], value);
    }

    private static void remove(Map<String, Object> template, String id, String... path) {
        Object removed = path.length == 0
                ? Template.map(template.get("Resources")).remove(id)
                : parent(template, id, path).remove(path[path.length - 1]);
        assertThat(removed).as("what the defect takes away").isNotNull();
    }

    private static void timing(Map<String, Object> template, String name, int value) {
        Map<String, Object> timings =
                Template.map(Template.map(template.get("Mappings")).get("Timings"));
        assertThat(Template.map(timings.get("production")).replace(name, value)).isNotNull();
    }

    /** The policy statement with that Sid, wherever it is. */
    private static Map<String, Object> statement(Object place, String sid) {
        List<Map<String, Object>> found = new ArrayList<>();
        search(place, sid, found);
        assertThat(found).hasSize(1);
        return found.get(0);
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

    // ---- Reading
    // -------------------------------------------------------------------------------------------------------

    private static List<String> findings(Function<Map<String, Value>, List<String>> check) throws IOException {
        return findings(check, Template.parse(FILE));
    }

    private static List<String> findings(
            Function<Map<String, Value>, List<String>> check, Map<String, Object> template) {
        List<String> found = new ArrayList<>();
        VARIANTS.forEach((name, parameters) -> check.apply(Template.resources(template, parameters))
                .forEach(finding -> found.add(name + ": " + finding)));
        return found;
    }

    private static Value properties(Map<String, Value> resources, String id) {
        return resources.getOrDefault(id, new Value(null)).at("Properties");
    }

    private static Map<String, Value> ofType(Map<String, Value> resources, String type) {
        Map<String, Value> found = new LinkedHashMap<>();
        resources.forEach((id, resource) -> {
            if (resource.at("Type").is(type)) {
                found.put(id, resource.at("Properties"));
            }
        });
        return found;
    }

    private static Map<String, Value> roles(Map<String, Value> resources) {
        return ofType(resources, "AWS::IAM::Role");
    }

    private static Value mapping(Map<String, Value> resources) {
        return properties(resources, "Function").at("Events", "ObjectEvents", "Properties");
    }

    private static List<String> eachOf(
            Map<String, Value> resources, String type, String complaint, BiPredicate<String, Value> good) {
        return ofType(resources, type).entrySet().stream()
                .filter(entry -> !good.test(entry.getKey(), entry.getValue()))
                .map(entry -> entry.getKey() + " " + complaint)
                .toList();
    }
}
