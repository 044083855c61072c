package io.mediafn.event;

import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
import io.mediafn.operation.Globs;
import io.mediafn.operation.metadata.MetadataOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * What events lead to. Immutable.
 *
 * @param rules all that match an event are followed, in their order
 * @param schedule requests that are run when the platform's clock says so; each has the field {@code operation}
 */
public record Pipeline(List<Rule> rules, List<Map<String, Object>> schedule) {
    public Pipeline {
        rules = List.copyOf(rules);
        schedule = List.copyOf(schedule);
    }

    /** Metadata of whatever is created, into the dataset of the settings. */
    public static Pipeline byDefault() {
        Step metadata = new Step.Metadata(Optional.empty(), MetadataOptions.DEFAULT);
        Rule rule = new Rule(Optional.empty(), Globs.everything(), ObjectEvent.Type.CREATED, List.of(metadata));
        return new Pipeline(List.of(rule), List.of());
    }

    /**
     * What a pipeline names, for whoever knows whether that can be.
     *
     * @param field that names it, as {@code rules[0].when.prefix}
     */
    public record Named<T>(String field, T value) {}

    /** The prefixes whose events are meant. */
    public List<Named<Location>> prefixes() {
        List<Named<Location>> found = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            String field = "rules[" + i + "].when.prefix";
            rules.get(i).prefix().ifPresent(prefix -> found.add(new Named<>(field, prefix)));
        }
        return found;
    }

    /** The prefixes that its rules write objects to. */
    public List<Named<Location>> outputs() {
        return ofSteps((step, field) ->
                step instanceof Step.Copy copy ? List.of(new Named<>(field + ".outdir", copy.outdir())) : List.of());
    }

    /** The prefixes that samples are relinked from and to. */
    public List<Named<Location>> links() {
        return ofSteps((step, field) -> step instanceof Step.Relink relink
                ? List.of(
                        new Named<>(field + ".from_prefix", relink.from()),
                        new Named<>(field + ".to_prefix", relink.to()))
                : List.of());
    }

    /** The datasets that its rules write to; absent for that of the settings. */
    public List<Named<Optional<String>>> datasets() {
        return ofSteps((step, field) ->
                step instanceof Step.Copy ? List.of() : List.of(new Named<>(field + ".dataset", step.dataset())));
    }

    private <T> List<Named<T>> ofSteps(BiFunction<Step, String, List<Named<T>>> names) {
        List<Named<T>> found = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            List<Step> steps = rules.get(i).steps();
            for (int j = 0; j < steps.size(); j++) {
                Step step = steps.get(j);
                found.addAll(names.apply(step, "rules[" + i + "].do[" + j + "]." + step.name()));
            }
        }
        return found;
    }

    /**
     * Reads a pipeline.
     *
     * @param spelling how events write a place
     * @throws InvalidFieldsException naming everything that breaks a rule; also an output that would set off the rule that
     *     made it, directly or through others
     */
    public static Pipeline fromJson(Map<String, Object> json, UnaryOperator<Location> spelling) {
        return PipelineReader.read(json, spelling);
    }
}
