package io.mediafn.config;

import io.mediafn.location.Location;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The variables that say what a function is deployed for. */
final class DeploymentVariables {
    static final String PIPELINE = "MEDIAFN_PIPELINE";
    static final String JOBS = "MEDIAFN_JOBS";
    static final String OPERATIONS = "MEDIAFN_OPERATIONS";
    static final String TIMEOUT = "MEDIAFN_TIMEOUT_SECONDS";

    private static final Pattern OPERATION = Pattern.compile("[a-z][a-z-]{0,30}");
    private static final int LONGEST_TIMEOUT = 86_400;

    private final Variables variables;

    DeploymentVariables(Variables variables) {
        this.variables = variables;
    }

    Deployment read() {
        Optional<Location> jobs = variables.parsed(JOBS, Variables::prefix).map(Location::asPrefix);
        return new Deployment(
                variables.parsed(PIPELINE, DeploymentVariables::pipeline),
                jobs,
                operations(),
                variables
                        .parsed(TIMEOUT, text -> Variables.number(text, 1, LONGEST_TIMEOUT))
                        .map(Duration::ofSeconds));
    }

    /** Its rules are checked where they are understood. */
    private static String pipeline(String text) {
        if (text.startsWith("[")) {
            throw new IllegalArgumentException("must be a JSON object, or the location of one; it is a list");
        }
        return text.startsWith("{") ? text : Location.of(text).toString();
    }

    /** A list that was meant and got lost on its way must not become all of them. */
    private Optional<Set<String>> operations() {
        if (variables.isBlank(OPERATIONS)) {
            variables.problems().add(OPERATIONS, "must name an operation, or be absent; it is blank");
        }
        return variables.parsed(OPERATIONS, text -> {
            Set<String> names = new LinkedHashSet<>();
            Arrays.stream(text.split(",", -1)).map(String::strip).forEach(name -> {
                if (!OPERATION.matcher(name).matches()) {
                    throw new IllegalArgumentException(
                            "must be names of operations, separated by commas; one is '" + name + "'");
                }
                names.add(name);
            });
            return Set.copyOf(names);
        });
    }
}
