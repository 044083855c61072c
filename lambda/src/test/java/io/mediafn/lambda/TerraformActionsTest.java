package io.mediafn.lambda;

import static io.mediafn.permission.Need.CLEAN_UPLOADS;
import static io.mediafn.permission.Need.DELETE;
import static io.mediafn.permission.Need.LIST;
import static io.mediafn.permission.Need.READ;
import static io.mediafn.permission.Need.READ_TAGS;
import static io.mediafn.permission.Need.RECORD;
import static io.mediafn.permission.Need.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediafn.permission.AwsPolicy;
import io.mediafn.permission.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The Terraform module grants the actions of the same table as the template. Where it grants them is for its own tests,
 * which work out its expressions.
 */
@NullMarked
class TerraformActionsTest {
    private static final Pattern ACTION = Pattern.compile("\"(s3:[A-Z][A-Za-z]+)\"");
    private static final Pattern SID = Pattern.compile("Sid\\s+= \"([A-Za-z]+)");

    @Test
    void each_statement_has_the_actions_of_its_needs() throws IOException {
        Map<String, Set<String>> granted = statements();

        assertThat(granted).containsEntry("ReadMedia", actions(READ, READ_TAGS));
        assertThat(granted).containsEntry("List", actions(LIST));
        assertThat(granted).containsEntry("DeleteMedia", actions(DELETE));
        Set<String> destinations = new TreeSet<>(granted.getOrDefault("WriteDestinations", Set.of()));
        destinations.addAll(granted.getOrDefault("FindAbandonedUploads", Set.of()));
        assertThat(destinations).isEqualTo(actions(READ, READ_TAGS, WRITE));
        assertThat(granted).containsEntry("WriteRecords", actions(RECORD));
        assertThat(granted).containsEntry("ReadRecords", actions(READ));
        assertThat(granted).containsEntry("KeepJobs", actions(READ, RECORD));
        assertThat(granted).containsEntry("ReadPipeline", actions(READ));
    }

    @Test
    void cleaning_uploads_is_a_part_of_writing() {
        assertThat(actions(WRITE)).containsAll(actions(CLEAN_UPLOADS));
    }

    private static Set<String> actions(Need first, Need... more) {
        Set<Need> needs = EnumSet.of(first, more);
        Set<String> actions = new TreeSet<>(AwsPolicy.objectActions(needs));
        actions.addAll(AwsPolicy.bucketActions(needs));
        return actions;
    }

    /** The actions of S3 by statement; those that a list comprehension hands to it stand in the lines before its Sid. */
    private static Map<String, Set<String>> statements() throws IOException {
        Map<String, Set<String>> statements = new TreeMap<>();
        Set<String> before = new TreeSet<>();
        String sid = "";
        for (String line : Files.readAllLines(TemplateChecks.FILE.resolveSibling("terraform/aws/iam.tf"))) {
            if (line.strip().startsWith("[for ")) {
                sid = "";
                before.clear();
            }
            Matcher named = SID.matcher(line);
            if (named.find()) {
                sid = named.group(1);
                statements.computeIfAbsent(sid, none -> new TreeSet<>()).addAll(before);
                before.clear();
            }
            for (Matcher action = ACTION.matcher(line); action.find(); ) {
                (sid.isEmpty() ? before : statements.computeIfAbsent(sid, none -> new TreeSet<>()))
                        .add(action.group(1));
            }
        }
        return statements;
    }
}
