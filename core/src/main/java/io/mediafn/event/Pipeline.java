package io.mediafn.event;

import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
import io.mediafn.operation.Globs;
import io.mediafn.operation.metadata.MetadataOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** The prefixes that its rules write objects to. */
    public List<Location> outputs() {
        return rules.stream()
                .flatMap(rule -> rule.steps().stream())
                .filter(Step.Copy.class::isInstance)
                .map(step -> ((Step.Copy) step).outdir())
                .toList();
    }

    /**
     * Reads a pipeline.
     *
     * @throws InvalidFieldsException naming everything that breaks a rule; also an output that would set off the rule that
     *     made it, directly or through others
     */
    public static Pipeline fromJson(Map<String, Object> json) {
        return PipelineReader.read(json);
    }
}
