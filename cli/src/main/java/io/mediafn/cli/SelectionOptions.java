package io.mediafn.cli;

import io.mediafn.operation.Globs;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of commands whose LOCATIONs may be globs. */
final class SelectionOptions {
    @Option(names = "--raw", description = "take * ? [ ] { } in a LOCATION as they are")
    private boolean raw;

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description = "of a folder, only what matches; may be given again")
    private List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "leave out what matches; may be given again")
    private List<String> exclude = new ArrayList<>();

    /**
     * Reads the arguments, all of them before anything is done.
     *
     * @throws UsageException if an option does not go with them
     */
    List<Selection> selections(List<String> locations) {
        List<Selection> selections =
                locations.stream().map(text -> Selection.of(text, raw)).toList();
        check("--include", include);
        check("--exclude", exclude);
        if (!include.isEmpty()) {
            selections.stream().filter(it -> it.glob().isPresent()).findFirst().ifPresent(it -> {
                throw new UsageException("--include goes with a folder; " + it + " says itself what is meant");
            });
        }
        return selections;
    }

    private static void check(String option, List<String> globs) {
        for (String glob : globs) {
            try {
                Globs.checked(glob);
            } catch (IllegalArgumentException e) {
                throw new UsageException(option + " '" + glob + "': " + e.getMessage());
            }
        }
    }

    boolean areGiven() {
        return !include.isEmpty() || !exclude.isEmpty();
    }

    Globs globs(Selection selection, boolean recursive) {
        return selection.globs(recursive, include, exclude);
    }
}
