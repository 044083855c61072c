package io.mediafn.event;

import io.mediafn.batch.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Follows the rules of a pipeline. Events that come twice, late or out of order leave the same state, as every step looks
 * at what is there now. Thread-safe.
 */
public final class PipelineRunner {
    private final Pipeline pipeline;
    private final Function<Step, EventStep> steps;
    private final Predicate<ObjectEvent> ownOutput;

    /**
     * Makes a runner.
     *
     * @param steps makes each step ready; asked when it is needed
     * @param ownOutput whether an event is about something that this deployment wrote itself
     */
    PipelineRunner(Pipeline pipeline, Function<Step, EventStep> steps, Predicate<ObjectEvent> ownOutput) {
        this.pipeline = pipeline;
        this.steps = steps;
        this.ownOutput = ownOutput;
    }

    /** One outcome for each event, in their order. Nothing new is started after the deadline. */
    public List<EventOutcome> run(List<ObjectEvent> events, Deadline deadline) {
        List<Progress> all = events.stream().map(this::begun).toList();
        for (Rule rule : pipeline.rules()) {
            List<Progress> meant =
                    all.stream().filter(event -> event.isMeantBy(rule)).toList();
            for (Step step : rule.steps()) {
                follow(
                        step,
                        meant.stream().filter(event -> !event.failedIn(rule)).toList(),
                        rule,
                        deadline);
            }
        }
        return all.stream().map(Progress::told).toList();
    }

    private void follow(Step step, List<Progress> meant, Rule rule, Deadline deadline) {
        if (meant.isEmpty()) {
            return;
        }
        List<EventOutcome> outcomes =
                steps.apply(step).run(meant.stream().map(event -> event.event).toList(), deadline);
        IntStream.range(0, meant.size()).forEach(i -> meant.get(i).add(rule, step, outcomes.get(i)));
    }

    private Progress begun(ObjectEvent event) {
        if (event.location().isOwn() || ownOutput.test(event)) {
            return new Progress(event, Optional.of("own_output"));
        }
        return new Progress(event, event.location().isMedia() ? Optional.empty() : Optional.of("not_media"));
    }

    /** How far an event has come. Belongs to the thread that runs. */
    private static final class Progress {
        private final ObjectEvent event;
        private final Optional<String> passedOver;
        private final List<Map.Entry<Step, EventOutcome>> done = new ArrayList<>();
        private final List<Rule> failed = new ArrayList<>();

        Progress(ObjectEvent event, Optional<String> passedOver) {
            this.event = event;
            this.passedOver = passedOver;
        }

        boolean isMeantBy(Rule rule) {
            return passedOver.isEmpty() && rule.matches(event);
        }

        boolean failedIn(Rule rule) {
            return failed.contains(rule);
        }

        void add(Rule rule, Step step, EventOutcome outcome) {
            done.add(Map.entry(step, outcome));
            outcome.error().ifPresent(error -> EventLog.failed(step, outcome, error));
            // What a file's own fault made fail is settled: coming again would change nothing.
            if (outcome.redeliver()) {
                failed.add(rule);
            }
        }

        /** Its outcome, and a line of the log, unless there was one for what failed. */
        EventOutcome told() {
            EventOutcome outcome = outcome();
            if (outcome.error().isEmpty()) {
                EventLog.settled(outcome);
            }
            return outcome;
        }

        /** That of its one step; of several the sum, with each of them. */
        EventOutcome outcome() {
            if (done.isEmpty()) {
                String nothing = event.type() == ObjectEvent.Type.DELETED ? "no_rule_for_deletions" : "no_rule";
                return EventOutcome.skipped(event, passedOver.orElse(nothing));
            }
            if (done.size() == 1) {
                return done.getFirst().getValue();
            }
            List<Map<String, Object>> items = new ArrayList<>();
            done.forEach(step -> {
                Map<String, Object> item = new LinkedHashMap<>();
                item.put("step", step.getKey().name());
                item.putAll(step.getValue().item());
                items.add(item);
            });
            return EventOutcome.ofSteps(
                    event, done.stream().map(Map.Entry::getValue).toList(), items);
        }
    }
}
