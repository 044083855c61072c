package io.mediafn.cli.policy;

import io.mediafn.permission.AwsPolicy;
import io.mediafn.permission.AzureRole;
import io.mediafn.permission.GoogleCommands;
import io.mediafn.permission.Grant;
import io.mediafn.permission.Need;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a cloud is to be told.
 *
 * @param lines the policy itself
 * @param howTo what to do with it
 */
record PolicyText(List<String> lines, List<String> howTo) {
    PolicyText {
        lines = List.copyOf(lines);
        howTo = List.copyOf(howTo);
    }

    static PolicyText ofAws(List<Grant> grants) {
        List<String> howTo = new ArrayList<>();
        howTo.add("Save it as policy.json, then:");
        howTo.add(
                "  aws iam put-role-policy --role-name ROLE --policy-name mediafn --policy-document file://policy.json");
        howTo.add(
                "A bucket with a KMS key of its own needs kms:Decrypt, and kms:GenerateDataKey for writing, besides.");
        return new PolicyText(PrettyJson.of(AwsPolicy.of(grants)).lines().toList(), howTo);
    }

    static PolicyText ofGoogle(List<Grant> grants) {
        return new PolicyText(
                GoogleCommands.of(grants),
                List.of(
                        "Put in your PROJECT and ACCOUNT (NAME@PROJECT.iam.gserviceaccount.com) and run it.",
                        "Conditions need uniform bucket-level access."));
    }

    static PolicyText ofAzure(List<Grant> grants) {
        Set<Need> all = EnumSet.noneOf(Need.class);
        grants.forEach(grant -> all.addAll(grant.needs()));
        Set<String> actions = AzureRole.dataActions(all);
        List<String> howTo = new ArrayList<>();
        howTo.add("Put in your SUBSCRIPTION, GROUP, ACCOUNT and PRINCIPAL, save it as role.json, then:");
        howTo.add("  az role definition create --role-definition @role.json");
        for (Grant grant : grants) {
            String account = grant.place().service().isEmpty()
                    ? "ACCOUNT"
                    : grant.place().service();
            String condition = AzureRole.condition(grant, actions);
            howTo.add("  az role assignment create --assignee PRINCIPAL --role '" + AzureRole.NAME
                    + "' --scope /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Storage/storageAccounts/"
                    + account + "/blobServices/default/containers/"
                    + grant.place().bucket()
                    + (condition.isEmpty()
                            ? ""
                            : " --condition-version 2.0 --condition \"" + condition.replace("\"", "\\\"") + "\""));
        }
        return new PolicyText(PrettyJson.of(AzureRole.of(grants)).lines().toList(), howTo);
    }
}
