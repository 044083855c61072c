package io.mediafn.lambda;

import static io.mediafn.lambda.TemplateChecks.TOPIC;
import static io.mediafn.lambda.TemplateChecks.assertFound;
import static io.mediafn.lambda.TemplateChecks.findings;
import static io.mediafn.lambda.TemplateChecks.mapping;
import static io.mediafn.lambda.TemplateChecks.ofType;
import static io.mediafn.lambda.TemplateChecks.planted;
import static io.mediafn.lambda.TemplateChecks.properties;
import static io.mediafn.lambda.TemplateChecks.remove;
import static io.mediafn.lambda.TemplateChecks.resource;
import static io.mediafn.lambda.TemplateChecks.set;
import static io.mediafn.lambda.TemplateChecks.statement;
import static io.mediafn.lambda.TemplateChecks.template;
import static io.mediafn.lambda.TemplateChecks.timing;
import static io.mediafn.lambda.TemplateChecks.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.lambda.Template.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What template.yaml promises of events: who may send them, and that none gets lost. */
@NullMarked
class TemplateEventsTest {
    @Test
    void only_the_media_bucket_may_send_to_the_queue() throws IOException {
        assertThat(findings(TemplateEventsTest::queuePolicy)).isEmpty();
    }

    @Test
    void the_bucket_tells_of_its_prefix_one_way() throws IOException {
        assertThat(findings(TemplateEventsTest::notifications)).isEmpty();
    }

    @Test
    void what_fails_five_times_goes_to_the_dead_letters_and_is_kept_there() throws IOException {
        assertThat(findings(TemplateEventsTest::deadLetters)).isEmpty();
    }

    @Test
    void visibility_timeout_is_six_function_timeouts_and_the_batching_window() throws IOException {
        assertThat(findings(TemplateEventsTest::visibility)).isEmpty();
    }

    @Test
    void a_bad_message_does_not_bring_back_its_batch() throws IOException {
        assertThat(findings(TemplateEventsTest::partialBatches)).isEmpty();
    }

    @Test
    void concurrency_is_limited_on_the_mapping() throws IOException {
        assertThat(findings(TemplateEventsTest::concurrency)).isEmpty();
    }

    @Test
    void a_schedule_starts_the_function_and_its_failures_are_kept() throws IOException {
        assertThat(findings(TemplateEventsTest::schedule)).isEmpty();
    }

    @Test
    void dead_letters_and_a_backlog_raise_alarms() throws IOException {
        assertThat(findings(TemplateEventsTest::alarms)).isEmpty();
    }

    @Test
    void without_somebody_to_tell_alarms_are_there_and_silent() throws IOException {
        Map<String, Value> silent = Template.resources(template(), Map.of());
        assertThat(properties(silent, "DeadLettersAlarm").at("AlarmActions").each())
                .isEmpty();
    }

    // ---- The checks
    // ---------------------------------------------------------------------------------------------------

    private static List<String> queuePolicy(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        boolean bridge = resources.containsKey("MediaEvents");
        String name = bucketName(resources);
        List<Value> allowed = ofType(resources, "AWS::SQS::QueuePolicy").values().stream()
                .flatMap(policy -> policy.at("PolicyDocument", "Statement").each().stream())
                .filter(statement -> !statement.at("Effect").is("Deny"))
                .toList();
        Map<String, Object> expected = bridge
                ? Map.of("ArnEquals", Map.of("aws:SourceArn", "<MediaEvents.Arn>"))
                : Map.of(
                        "ArnEquals", Map.of("aws:SourceArn", "arn:aws:s3:::" + name),
                        "StringEquals", Map.of("aws:SourceAccount", Template.ACCOUNT));
        if (allowed.size() != 1) {
            found.add(allowed.size() + " statements allow something on a queue");
        }
        for (Value statement : allowed) {
            String sender = bridge ? "events.amazonaws.com" : "s3.amazonaws.com";
            if (!statement.at("Principal").is(Map.of("Service", sender))
                    || !statement.at("Action").is("sqs:SendMessage")
                    || !statement.at("Resource").is("<ObjectEvents.Arn>")) {
                found.add("the queue's policy allows more than sending by " + sender);
            }
            if (!statement.at("Condition").is(expected)) {
                found.add("the queue takes messages for others than " + (bridge ? "the rule" : name));
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

    /** As the policy must name it: before the bucket exists. */
    private static String bucketName(Map<String, Value> resources) {
        Value made = properties(resources, "MediaBucket").at("BucketName");
        return made.absent() ? "old-media" : made.text();
    }

    /** The bucket tells either the queue or EventBridge, of its prefix alone, and of deletions only where rules can be. */
    private static List<String> notifications(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        boolean bridge = resources.containsKey("MediaEvents");
        boolean deletions = !variable(resources, "Function", "MEDIAFN_PIPELINE").absent();
        String prefix = variable(resources, "Function", "MEDIAFN_ALLOW")
                .text()
                .split(",", 2)[0]
                .replaceFirst("^s3://[^/]*/", "");
        Value told = properties(resources, "MediaBucket").at("NotificationConfiguration");
        if (resources.containsKey("MediaBucket")
                && bridge
                        != told.at("EventBridgeConfiguration", "EventBridgeEnabled")
                                .is(true)) {
            found.add("the bucket tells EventBridge without a rule, or a rule without the bucket");
        }
        if (resources.containsKey("MediaBucket") && !bridge) {
            List<Value> queues = told.at("QueueConfigurations").each();
            List<String> events =
                    queues.stream().map(queue -> queue.at("Event").text()).toList();
            if (!events.equals(
                    deletions ? List.of("s3:ObjectCreated:*", "s3:ObjectRemoved:*") : List.of("s3:ObjectCreated:*"))) {
                found.add("the queue is told of " + events);
            }
            for (Value queue : queues) {
                Value filter = queue.at("Filter", "S3Key", "Rules");
                if (!queue.at("Queue").is("<ObjectEvents.Arn>")
                        || (prefix.isEmpty()
                                ? !filter.absent()
                                : !filter.is(List.of(Map.of("Name", "prefix", "Value", prefix))))) {
                    found.add("the queue is told of other objects than those below " + prefix);
                }
            }
        }
        if (bridge) {
            found.addAll(rule(properties(resources, "MediaEvents"), bucketName(resources), prefix, deletions));
        }
        return found;
    }

    private static List<String> rule(Value rule, String bucket, String prefix, boolean deletions) {
        List<String> found = new ArrayList<>();
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("bucket", Map.of("name", List.of(bucket)));
        if (!prefix.isEmpty()) {
            detail.put("object", Map.of("key", List.of(Map.of("prefix", prefix))));
        }
        Map<String, Object> expected = Map.of(
                "source",
                List.of("aws.s3"),
                "detail-type",
                deletions ? List.of("Object Created", "Object Deleted") : List.of("Object Created"),
                "detail",
                detail);
        if (!rule.at("EventPattern").is(expected)) {
            found.add("the rule matches " + rule.at("EventPattern").text());
        }
        List<Value> targets = rule.at("Targets").each();
        if (targets.size() != 1 || !targets.getFirst().at("Arn").is("<ObjectEvents.Arn>")) {
            found.add("the rule sends elsewhere than to the queue");
        }
        for (Value target : targets) {
            if (target.at("RetryPolicy", "MaximumRetryAttempts").number() != 185) {
                found.add("EventBridge gives up early");
            }
        }
        return found;
    }

    /** What EventBridge starts by the clock is an asynchronous invocation: without a place for failures it is forgotten. */
    private static List<String> schedule(Map<String, Value> resources) {
        List<String> found = new ArrayList<>();
        boolean scheduled = resources.containsKey("Schedule");
        Value permission = properties(resources, "ScheduleMayStart");
        if (scheduled
                && (!permission.at("Principal").is("events.amazonaws.com")
                        || !permission.at("SourceArn").is("<Schedule.Arn>")
                        || !permission.at("FunctionName").is("<Function>"))) {
            found.add("others than the schedule may start the function");
        }
        if (ofType(resources, "AWS::Lambda::Permission").size() != (scheduled ? 1 : 0)) {
            found.add("permissions to start functions");
        }
        if (scheduled
                && (!properties(resources, "Schedule")
                                .at("Targets")
                                .each()
                                .getFirst()
                                .at("Arn")
                                .is("<Function.Arn>")
                        || !properties(resources, "Schedule").at("EventPattern").absent())) {
            found.add("the schedule starts something else");
        }
        Value failures = properties(resources, "ScheduleFailures");
        if (scheduled
                && (!failures.at("FunctionName").is("<Function>")
                        || !failures.at("DestinationConfig", "OnFailure", "Destination")
                                .is("<DeadLetters.Arn>"))) {
            found.add("a schedule that fails is forgotten");
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
    // ----------------------------------------------------------------------------------------------

    static Stream<Arguments> defects() {
        return Stream.of(
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
                planted("no alarm", "no alarm on <DeadLetters.QueueName>", t -> remove(t, "DeadLettersAlarm")),
                planted(
                        "an alarm on the wrong queue",
                        "no alarm on <ObjectEvents.QueueName>",
                        t -> set(t, List.of(), "BacklogAlarm", "Dimensions")),
                planted(
                        "an unheard alarm",
                        "nobody hears the alarm on <DeadLetters.QueueName>",
                        t -> remove(t, "DeadLettersAlarm", "AlarmActions")),
                planted(
                        "any bucket may send",
                        "the queue takes messages for others than ",
                        t -> statement(t, "ObjectEventsPolicy", "NotificationsOfTheMediaBucket")
                                .remove("Condition")),
                planted(
                        "anybody may send",
                        "the queue's policy allows more than sending by s3.amazonaws.com",
                        t -> statement(t, "ObjectEventsPolicy", "NotificationsOfTheMediaBucket")
                                .put("Principal", "*")),
                planted(
                        "any rule may send",
                        "the queue takes messages for others than the rule",
                        t -> statement(t, "ObjectEventsPolicy", "EventsOfTheMediaBucket")
                                .remove("Condition")),
                planted(
                        "a rule without its statement in the queue's policy",
                        "the queue's policy allows more than sending by events.amazonaws.com",
                        t -> statement(t, "ObjectEventsPolicy", "EventsOfTheMediaBucket")
                                .put("Principal", Map.of("Service", "s3.amazonaws.com"))),
                planted(
                        "a rule for every bucket",
                        "the rule matches ",
                        t -> remove(t, "MediaEvents", "EventPattern", "detail", "bucket")),
                planted(
                        "a rule for the whole bucket",
                        "the rule matches ",
                        t -> remove(t, "MediaEvents", "EventPattern", "detail", "object")),
                planted(
                        "a rule past the queue",
                        "the rule sends elsewhere than to the queue",
                        t -> set(
                                t,
                                List.of(Map.of("Arn", Map.of("Fn::GetAtt", "Function.Arn"))),
                                "MediaEvents",
                                "Targets")),
                planted(
                        "a bucket that is silent",
                        "the bucket tells EventBridge without a rule",
                        t -> remove(t, "MediaBucket", "NotificationConfiguration")),
                planted(
                        "deletions that nobody hears",
                        "the queue is told of [s3:ObjectCreated:*]",
                        t -> set(
                                t,
                                Map.of(
                                        "QueueConfigurations",
                                        List.of(Map.of(
                                                "Event",
                                                "s3:ObjectCreated:*",
                                                "Queue",
                                                Map.of("Fn::GetAtt", "ObjectEvents.Arn")))),
                                "MediaBucket",
                                "NotificationConfiguration")),
                planted(
                        "a schedule that fails unseen",
                        "a schedule that fails is forgotten",
                        t -> remove(t, "ScheduleFailures")),
                planted(
                        "any rule may start the function",
                        "others than the schedule may start the function",
                        t -> remove(t, "ScheduleMayStart", "SourceArn")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("defects")
    void detects(String name, String finding, Consumer<Map<String, Object>> defect) throws IOException {
        assertFound(
                List.of(
                        TemplateEventsTest::queuePolicy,
                        TemplateEventsTest::notifications,
                        TemplateEventsTest::deadLetters,
                        TemplateEventsTest::visibility,
                        TemplateEventsTest::partialBatches,
                        TemplateEventsTest::concurrency,
                        TemplateEventsTest::schedule,
                        TemplateEventsTest::alarms),
                finding,
                defect);
    }
}
