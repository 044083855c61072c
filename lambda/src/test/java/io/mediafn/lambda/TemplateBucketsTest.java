package io.mediafn.lambda;

import static io.mediafn.lambda.TemplateChecks.KEY;
import static io.mediafn.lambda.TemplateChecks.S3;
import static io.mediafn.lambda.TemplateChecks.SQS;
import static io.mediafn.lambda.TemplateChecks.assertFound;
import static io.mediafn.lambda.TemplateChecks.eachOf;
import static io.mediafn.lambda.TemplateChecks.findings;
import static io.mediafn.lambda.TemplateChecks.ofType;
import static io.mediafn.lambda.TemplateChecks.planted;
import static io.mediafn.lambda.TemplateChecks.properties;
import static io.mediafn.lambda.TemplateChecks.remove;
import static io.mediafn.lambda.TemplateChecks.resource;
import static io.mediafn.lambda.TemplateChecks.set;
import static io.mediafn.lambda.TemplateChecks.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.lambda.Template.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What template.yaml promises of its buckets: nobody sees them, and nothing is lost or paid for unseen. */
@NullMarked
class TemplateBucketsTest {
    @Test
    void nothing_is_public() throws IOException {
        assertThat(findings(TemplateBucketsTest::publicAccess)).isEmpty();
    }

    @Test
    void buckets_talk_over_tls_only() throws IOException {
        assertThat(findings(TemplateBucketsTest::tls)).isEmpty();
    }

    @Test
    void buckets_and_queues_are_encrypted() throws IOException {
        assertThat(findings(TemplateBucketsTest::encryption)).isEmpty();
    }

    @Test
    void abandoned_uploads_are_aborted() throws IOException {
        assertThat(findings(TemplateBucketsTest::abandonedUploads)).isEmpty();
    }

    @Test
    void the_dataset_outlives_the_stack_and_nothing_else_does() throws IOException {
        assertThat(findings(TemplateBucketsTest::retention)).isEmpty();
    }

    @Test
    void what_the_function_writes_never_starts_it() throws IOException {
        assertThat(findings(TemplateBucketsTest::loops)).isEmpty();
    }

    // ---- The checks
    // ---------------------------------------------------------------------------------------------------

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
        String dataset = variable(resources, "Function", "MEDIAFN_DATASET").text();
        if (dataset.contains("://") && !dataset.matches("s3://<DatasetBucket>/.*/")) {
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

    // ---- Planted defects
    // ----------------------------------------------------------------------------------------------

    static Stream<Arguments> defects() {
        return Stream.of(
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
                                "MEDIAFN_DATASET")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("defects")
    void detects(String name, String finding, Consumer<Map<String, Object>> defect) throws IOException {
        assertFound(
                List.of(
                        TemplateBucketsTest::publicAccess,
                        TemplateBucketsTest::tls,
                        TemplateBucketsTest::encryption,
                        TemplateBucketsTest::abandonedUploads,
                        TemplateBucketsTest::retention,
                        TemplateBucketsTest::loops),
                finding,
                defect);
    }
}
