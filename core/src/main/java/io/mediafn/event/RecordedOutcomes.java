package io.mediafn.event;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.DatasetException;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.operation.DatasetErrors;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what was observed, and says what became of its events. */
final class RecordedOutcomes {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedOutcomes.class);

    private RecordedOutcomes() {}

    /** Where it is not certain that all is written, every event comes again; written twice it changes nothing. */
    static List<EventOutcome> write(
            Dataset dataset, LinkedPlaces places, List<EventOutcome> outcomes, List<SampleRecord> observations) {
        if (observations.isEmpty()) {
            return outcomes;
        }
        try {
            dataset.record(observations, places::other);
            return outcomes;
        } catch (RuntimeException e) {
            ItemError error = e instanceof DatasetException of ? DatasetErrors.of(of) : ItemError.of(e);
            LOG.error("the dataset could not be written: {}", error.message());
            return outcomes.stream()
                    .map(outcome -> outcome.outcome() == Outcome.SKIPPED || outcome.redeliver()
                            ? outcome
                            : EventOutcome.failed(outcome.event(), error))
                    .toList();
        }
    }
}
