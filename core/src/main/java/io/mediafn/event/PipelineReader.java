package io.mediafn.event;

import io.mediafn.json.Fields;
import io.mediafn.json.InvalidFieldsException;
import io.mediafn.location.Location;
import io.mediafn.operation.Globs;
import io.mediafn.operation.copy.CopyRequestReader;
import io.mediafn.operation.metadata.MetadataRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads the JSON of a pipeline and collects every problem. Belongs to one thread. */
final class PipelineReader {
    private static final String RULES = "rules";
    private static final String SCHEDULE = "schedule";
    private static final String DATASET = "dataset";
    private static final String OUTDIR = "outdir";
    private static final List<String> STEPS =
            List.of(Step.Metadata.NAME, Step.Copy.NAME, Step.Relink.NAME, Step.Unregister.NAME);

    private PipelineReader() {}

    static Pipeline read(Map<String, Object> json, UnaryOperator<Location> spelling) {
        Fields fields = new Fields(json);
        if (!fields.has(RULES) && !fields.has(SCHEDULE)) {
            fields.reject(RULES, "a list of rules, or a schedule beside it or instead");
        }
        List<Rule> rules = new ArrayList<>();
        List<Fields> written = fields.objects(RULES);
        for (int i = 0; i < written.size(); i++) {
            String name = RULES + "[" + i + "]";
            rule(written.get(i), spelling).ifPresent(rules::add);
            fields.verify(name, written.get(i));
        }
        List<Map<String, Object>> schedule = new ArrayList<>();
        List<Fields> requests = fields.objects(SCHEDULE);
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i).string("operation").isEmpty()) {
                requests.get(i).reject("operation", "the name of an operation");
            }
            schedule.add(requests.get(i).asMap());
            fields.verify(SCHEDULE + "[" + i + "]", requests.get(i));
        }
        if (rules.size() == written.size()) {
            OwnOutputs.check(fields, RULES, rules, spelling);
        }
        fields.verify();
        return new Pipeline(rules, schedule);
    }

    private static Optional<Rule> rule(Fields rule, UnaryOperator<Location> spelling) {
        Fields when = rule.object("when");
        Optional<Location> prefix =
                when.parsed("prefix", Location::of).map(Location::asPrefix).map(spelling);
        List<String> include = when.parsedList("include", Globs::checked);
        List<String> exclude = when.parsedList("exclude", Globs::checked);
        ObjectEvent.Type type = when.string("event")
                .flatMap(text -> when.parse("event", text, PipelineReader::type))
                .orElse(ObjectEvent.Type.CREATED);
        rule.verify("when", when);

        List<Step> steps = new ArrayList<>();
        List<Fields> written = rule.objects("do");
        if (written.isEmpty()) {
            rule.reject("do", "a list of at least one of " + String.join(", ", STEPS));
        }
        for (int i = 0; i < written.size(); i++) {
            step(written.get(i), type, prefix, steps).ifPresent(steps::add);
            rule.verify("do[" + i + "]", written.get(i));
        }
        return steps.size() == written.size() && !steps.isEmpty()
                ? Optional.of(new Rule(prefix, Globs.of(include, exclude), type, steps))
                : Optional.empty();
    }

    private static ObjectEvent.Type type(String text) {
        return switch (text) {
            case "created" -> ObjectEvent.Type.CREATED;
            case "deleted" -> ObjectEvent.Type.DELETED;
            default -> throw new IllegalArgumentException("one of: created, deleted");
        };
    }

    private static Optional<Step> step(
            Fields written, ObjectEvent.Type type, Optional<Location> prefix, List<Step> before) {
        List<String> names = written.names();
        if (names.size() != 1 || !STEPS.contains(names.getFirst())) {
            names.forEach(written::has);
            written.reject(names.isEmpty() ? "do" : names.getFirst(), "exactly one of " + String.join(", ", STEPS));
            return Optional.empty();
        }
        String name = names.getFirst();
        boolean ofDeletions = name.equals(Step.Unregister.NAME);
        if (ofDeletions != (type == ObjectEvent.Type.DELETED)) {
            written.reject(
                    name,
                    ofDeletions ? "goes with event deleted" : "goes with event created: there is nothing left to read");
        }
        Fields options = written.object(name);
        Optional<Step> step = switch (name) {
            case Step.Metadata.NAME ->
                Optional.of(new Step.Metadata(options.string(DATASET), MetadataRequest.options(options)));
            case Step.Copy.NAME -> copy(options, prefix);
            case Step.Relink.NAME -> relink(options, prefix, before);
            default -> Optional.of(new Step.Unregister(options.string(DATASET)));
        };
        written.verify(name, options);
        return step;
    }

    private static Optional<Step> copy(Fields options, Optional<Location> prefix) {
        Optional<Location> outdir = options.parsed(OUTDIR, Location::of).map(Location::asPrefix);
        if (outdir.isEmpty()) {
            options.reject(OUTDIR, "the prefix that gets the copies");
        }
        if (prefix.isEmpty()) {
            options.reject(OUTDIR, "goes with when.prefix, below which names begin");
        }
        Map<String, Object> more = new LinkedHashMap<>(options.asMap());
        more.remove(OUTDIR);
        if (outdir.isEmpty() || prefix.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> request = new LinkedHashMap<>(more);
        request.put("inpaths", List.of(prefix.get().child("x").toString()));
        request.put("outpaths", List.of(outdir.get().child("x").toString()));
        try {
            // Every event will ask for just that.
            CopyRequestReader.read(request, false);
        } catch (InvalidFieldsException e) {
            e.errors().forEach(error -> options.reject(error.field(), error.rule(), error.value()));
            return Optional.empty();
        }
        return Optional.of(new Step.Copy(prefix.get(), outdir.get(), Map.copyOf(more)));
    }

    /** Without prefixes it goes by the copy before it: from where the object lies to where its copy does. */
    private static Optional<Step> relink(Fields options, Optional<Location> prefix, List<Step> before) {
        Optional<String> dataset = options.string(DATASET);
        Optional<Location> from = options.parsed("from_prefix", Location::of).map(Location::asPrefix);
        Optional<Location> to = options.parsed("to_prefix", Location::of).map(Location::asPrefix);
        Optional<Step.Copy> copy = before.stream()
                .filter(Step.Copy.class::isInstance)
                .map(Step.Copy.class::cast)
                .reduce((first, last) -> last);
        if (prefix.isEmpty()) {
            options.reject("from_prefix", "goes with when.prefix, below which names begin");
            return Optional.empty();
        }
        if (from.isPresent() && to.isEmpty()) {
            // The object itself is the new place.
            to = prefix;
        }
        if (from.isEmpty() && to.isEmpty() && copy.isPresent()) {
            from = prefix;
            to = Optional.of(copy.get().outdir());
        }
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
            options.reject("from_prefix", "given, another one than to_prefix; or absent behind a copy");
            return Optional.empty();
        }
        return Optional.of(new Step.Relink(dataset, prefix.get(), from.get(), to.get()));
    }
}
