package io.mediafn.permission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A custom role of Azure, and the conditions that keep it below prefixes. */
public final class AzureRole {
    /** The role's name. */
    public static final String NAME = "mediafn objects";

    private static final String BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";

    private AzureRole() {}

    /** The data actions for what is needed, in the order of the alphabet. */
    public static Set<String> dataActions(Set<Need> needs) {
        Set<String> actions = new TreeSet<>();
        for (Need need : needs) {
            actions.addAll(
                    switch (need) {
                        case LIST, READ -> Set.of(BLOBS + "/read");
                        // Blocks that nobody committed are listed with the blobs, and go by themselves after a week.
                        case CLEAN_UPLOADS -> Set.of(BLOBS + "/read", BLOBS + "/delete");
                        case READ_TAGS -> Set.of(BLOBS + "/tags/read");
                        case RECORD -> Set.of(BLOBS + "/add/action", BLOBS + "/write");
                        case WRITE -> Set.of(BLOBS + "/add/action", BLOBS + "/tags/write", BLOBS + "/write");
                        case DELETE -> Set.of(BLOBS + "/delete");
                    });
        }
        return actions;
    }

    /** The definition of the role, as {@code az role definition create} takes it. */
    public static Map<String, Object> of(List<Grant> grants) {
        Set<String> actions = new TreeSet<>();
        grants.forEach(grant -> actions.addAll(dataActions(grant.needs())));
        Map<String, Object> role = new LinkedHashMap<>();
        role.put("Name", NAME);
        role.put("IsCustom", true);
        role.put("Description", "What mediafn does with blobs");
        role.put("Actions", List.of());
        role.put("NotActions", List.of());
        role.put("DataActions", List.copyOf(actions));
        role.put("NotDataActions", List.of());
        role.put("AssignableScopes", List.of("/subscriptions/SUBSCRIPTION"));
        return role;
    }

    /**
     * The condition of the role's assignment at a container: below the prefix, and only what is needed there. Empty for a
     * whole container that needs all of the role.
     *
     * @throws IllegalArgumentException if the key has a character that a condition has no way to write
     */
    public static String condition(Grant grant, Set<String> roleActions) {
        if (grant.key().chars().anyMatch(c -> "'*?\\".indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    grant.place().display() + ": a condition of Azure can't have ' * ? or \\ in a prefix");
        }
        Set<String> needed = dataActions(grant.needs());
        List<String> clauses = new ArrayList<>();
        for (String action : roleActions) {
            if (!needed.contains(action)) {
                clauses.add("(!(ActionMatches{'" + action + "'}))");
            } else if (!grant.key().isEmpty()) {
                clauses.add(
                        action.equals(BLOBS + "/read")
                                ? reads(grant)
                                : "((!(ActionMatches{'" + action + "'})) OR (" + below(grant) + "))");
            }
        }
        return String.join(" AND ", clauses);
    }

    private static String reads(Grant grant) {
        String read = "ActionMatches{'" + BLOBS + "/read'}";
        String list = "SubOperationMatches{'Blob.List'}";
        return "((!(" + read + " AND NOT " + list + ")) OR (" + below(grant) + "))"
                + " AND ((!(" + read + " AND " + list + ")) OR (@Request[" + BLOBS + ":prefix] StringLike '"
                + grant.key() + "*'))";
    }

    private static String below(Grant grant) {
        return "@Resource[" + BLOBS + ":path] "
                + (grant.place().isPrefix()
                        ? "StringLike '" + grant.key() + "*'"
                        : "StringEquals '" + grant.key() + "'");
    }
}
