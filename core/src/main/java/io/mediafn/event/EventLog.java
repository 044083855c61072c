package io.mediafn.event;

import io.mediafn.batch.ItemError;
import io.mediafn.storage.StorageException.Kind;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of events, for whoever reads the function's log. An event that lies among the dead letters says nowhere else
 * why.
 */
final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}");

    private EventLog() {}

    /** A step that did not do its work. */
    static void failed(Step step, EventOutcome outcome, ItemError error) {
        String what = outcome.redeliver()
                ? "will be delivered again:"
                : error.kind() == Kind.NOT_FOUND ? "is not there:" : "recorded as failed:";
        LOG.warn("{} {} {} {}: {}", step.name(), what, location(outcome), error.kind(), oneLine(error.message()));
    }

    /** An event of which no step failed. */
    static void settled(EventOutcome outcome) {
        if (outcome.item().get("reason") instanceof String reason) {
            LOG.info("{} {} ({})", outcome.outcome().text(), location(outcome), reason);
        } else {
            LOG.info("{} {}", outcome.outcome().text(), location(outcome));
        }
    }

    private static String location(EventOutcome outcome) {
        return oneLine(outcome.event().location().toString());
    }

    /** A key may hold line breaks, and what comes behind one would look like a line of the log. */
    private static String oneLine(String text) {
        return CONTROL_CHARACTERS.matcher(text).replaceAll("\uFFFD");
    }
}
