package io.mediafn.permission;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Roles of Google Cloud, and what binds them, as commands of gcloud. Listing is asked of a bucket and not of an object,
 * so it has a role and a condition of its own.
 */
public final class GoogleCommands {
    private static final String LIST = "storage.objects.list";

    private GoogleCommands() {}

    /** The permissions for what is needed, in the order of the alphabet. */
    public static Set<String> permissions(Set<Need> needs) {
        Set<String> permissions = new TreeSet<>();
        for (Need need : needs) {
            permissions.addAll(
                    switch (need) {
                        case LIST -> Set.of(LIST);
                        case READ -> Set.of("storage.objects.get");
                        case RECORD -> Set.of("storage.objects.create");
                        // To replace an object is to delete the one before it.
                        case WRITE -> Set.of("storage.objects.create", "storage.objects.delete");
                        case DELETE -> Set.of("storage.objects.delete");
                        // There are no tags, and what an upload left goes by itself after a week.
                        case READ_TAGS, CLEAN_UPLOADS -> Set.of();
                    });
        }
        return permissions;
    }

    /** The commands, one a line; {@code PROJECT} and {@code ACCOUNT} are left to be filled in. */
    public static List<String> of(List<Grant> grants) {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < grants.size(); i++) {
            Grant grant = grants.get(i);
            String number = grants.size() == 1 ? "" : String.valueOf(i + 1);
            Set<String> objects = permissions(grant.needs());
            boolean lists = objects.remove(LIST);
            if (!objects.isEmpty()) {
                role(commands, "mediafnObjects" + number, objects, grant, objects(grant));
            }
            if (lists) {
                role(commands, "mediafnList" + number, Set.of(LIST), grant, listing(grant));
            }
        }
        return List.copyOf(commands);
    }

    private static void role(
            List<String> commands, String name, Set<String> permissions, Grant grant, String condition) {
        commands.add("gcloud iam roles create " + name + " --project=PROJECT --permissions="
                + String.join(",", permissions));
        // A delimiter of its own, since expressions have commas.
        commands.add("gcloud storage buckets add-iam-policy-binding gs://"
                + grant.place().bucket() + " --member=serviceAccount:ACCOUNT --role=projects/PROJECT/roles/" + name
                + " --condition=" + quoted("^;^title=" + name + ";expression=" + condition));
    }

    private static String objects(Grant grant) {
        String name = "projects/_/buckets/" + grant.place().bucket() + "/objects/" + grant.key();
        return grant.place().isPrefix()
                ? "resource.name.startsWith(" + text(name) + ")"
                : "resource.name == " + text(name);
    }

    private static String listing(Grant grant) {
        return "resource.type == \"storage.googleapis.com/Bucket\""
                + " && api.getAttribute(\"storage.googleapis.com/objectListPrefix\", \"\").startsWith("
                + text(grant.key()) + ")";
    }

    /** A string of the Common Expression Language. */
    private static String text(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace(";", "\\x3b") + '"';
    }

    /** A word of a shell. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
