package io.mediafn.permission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An IAM policy of AWS. */
public final class AwsPolicy {
    private static final String LIST = "s3:ListBucket";
    private static final String LIST_UPLOADS = "s3:ListBucketMultipartUploads";

    private AwsPolicy() {}

    /** The actions that take an object, for what is needed; in the order of the alphabet. */
    public static Set<String> objectActions(Set<Need> needs) {
        Set<String> actions = new TreeSet<>();
        for (Need need : needs) {
            actions.addAll(
                    switch (need) {
                        case LIST -> Set.of();
                        case READ -> Set.of("s3:GetObject");
                        case READ_TAGS -> Set.of("s3:GetObjectTagging");
                        case RECORD -> Set.of("s3:PutObject");
                        case WRITE ->
                            Set.of(
                                    "s3:AbortMultipartUpload",
                                    "s3:ListMultipartUploadParts",
                                    "s3:PutObject",
                                    "s3:PutObjectTagging");
                        case DELETE -> Set.of("s3:DeleteObject");
                        case CLEAN_UPLOADS -> Set.of("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts");
                    });
        }
        return actions;
    }

    /** The actions that take a bucket; of these only the listing of objects can be limited to a prefix. */
    public static Set<String> bucketActions(Set<Need> needs) {
        Set<String> actions = new TreeSet<>();
        if (needs.contains(Need.LIST)) {
            actions.add(LIST);
        }
        if (needs.contains(Need.WRITE) || needs.contains(Need.CLEAN_UPLOADS)) {
            actions.add(LIST_UPLOADS);
        }
        return actions;
    }

    /** The policy as JSON; all grants are for buckets of S3. */
    public static Map<String, Object> of(List<Grant> grants) {
        List<Map<String, Object>> statements = new ArrayList<>();
        for (int i = 0; i < grants.size(); i++) {
            Grant grant = grants.get(i);
            String number = grants.size() == 1 ? "" : String.valueOf(i + 1);
            String bucket = "arn:aws:s3:::" + grant.place().bucket();
            for (String action : bucketActions(grant.needs())) {
                boolean objects = action.equals(LIST);
                Map<String, Object> statement =
                        statement((objects ? "List" : "FindUploads") + number, List.of(action), bucket);
                if (objects && !grant.key().isEmpty()) {
                    statement.put("Condition", Map.of("StringLike", Map.of("s3:prefix", List.of(pattern(grant)))));
                }
                statements.add(statement);
            }
            Set<String> actions = objectActions(grant.needs());
            if (!actions.isEmpty()) {
                statements.add(statement("Objects" + number, List.copyOf(actions), bucket + "/" + pattern(grant)));
            }
        }
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", statements);
        return policy;
    }

    private static Map<String, Object> statement(String sid, List<String> actions, String resource) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Sid", sid);
        statement.put("Effect", "Allow");
        statement.put("Action", actions);
        statement.put("Resource", resource);
        return statement;
    }

    /** In a policy {@code *}, {@code ?} and {@code $} mean something else than in a key. */
    private static String pattern(Grant grant) {
        StringBuilder pattern = new StringBuilder();
        grant.key()
                .chars()
                .forEach(c -> pattern.append(c == '*' || c == '?' || c == '$' ? "${" + (char) c + "}" : (char) c));
        return pattern + (grant.place().isPrefix() ? "*" : "");
    }
}
