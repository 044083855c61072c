package io.mediafn.operation.copy;

import io.mediafn.batch.ItemError;
import io.mediafn.batch.Outcome;
import io.mediafn.location.Location;
import io.mediafn.operation.ItemResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one object.
 *
 * @param reason why it was skipped or not attempted
 * @param size of the source in bytes, 0 where it is not known
 * @param notKept names of what the source has and the copy hasn't
 * @param estimate of what it costs
 * @param sourceEtag of the object that was copied, or found to be the same; absent where it is not known
 */
public record CopyResult(
        CopyItem item,
        Outcome outcome,
        Optional<String> reason,
        Optional<Method> method,
        long size,
        Optional<Verdict> verdict,
        List<String> notKept,
        Optional<ItemError> error,
        Optional<Estimate> estimate,
        Optional<String> sourceEtag)
        implements ItemResult {
    private static final String SAME = "same_checksum";

    public CopyResult {
        notKept = List.copyOf(notKept);
    }

    public Location in() {
        return item.in();
    }

    public Location out() {
        return item.out();
    }

    static CopyResult done(CopyItem item, Method method, long size, Verdict verdict, List<String> notKept) {
        return new CopyResult(
                item,
                Outcome.DONE,
                Optional.empty(),
                Optional.of(method),
                size,
                Optional.of(verdict),
                notKept,
                Optional.empty(),
                Optional.of(Estimate.of(
                        method,
                        item.in(),
                        item.out(),
                        size,
                        CopySettings.defaults().partSize())),
                Optional.empty());
    }

    static CopyResult skipped(CopyItem item, String reason, long size) {
        return without(item, Outcome.SKIPPED, Optional.of(reason), size, Optional.empty(), Optional.empty());
    }

    static CopyResult failed(CopyItem item, ItemError error) {
        return without(item, Outcome.FAILED, Optional.empty(), 0, Optional.of(error), Optional.empty());
    }

    static CopyResult notAttempted(CopyItem item, String reason) {
        return without(item, Outcome.NOT_ATTEMPTED, Optional.of(reason), 0, Optional.empty(), Optional.empty());
    }

    static CopyResult planned(CopyItem item, Estimate estimate, long size) {
        return without(item, Outcome.PLANNED, Optional.empty(), size, Optional.empty(), Optional.of(estimate));
    }

    private static CopyResult without(
            CopyItem item,
            Outcome outcome,
            Optional<String> reason,
            long size,
            Optional<ItemError> error,
            Optional<Estimate> estimate) {
        return new CopyResult(
                item,
                outcome,
                reason,
                estimate.map(Estimate::method),
                size,
                Optional.empty(),
                List.of(),
                error,
                estimate,
                Optional.empty());
    }

    /** The same copy, whose source could not be removed. */
    CopyResult butFailed(ItemError why) {
        return new CopyResult(
                item, Outcome.FAILED, reason, method, size, verdict, notKept, Optional.of(why), estimate, sourceEtag);
    }

    CopyResult withSourceEtag(Optional<String> etag) {
        return new CopyResult(item, outcome, reason, method, size, verdict, notKept, error, estimate, etag);
    }

    /** Something that never came to be copied. */
    public static CopyResult failed(Location in, Location out, ItemError error) {
        return failed(CopyItem.of(in, out), error);
    }

    /** Something that has no need to be. */
    public static CopyResult skipped(Location in, Location out, String reason) {
        return skipped(CopyItem.of(in, out), reason, 0);
    }

    /** Something that was done without copying. */
    public static CopyResult done(Location in, Location out) {
        return without(CopyItem.of(in, out), Outcome.DONE, Optional.empty(), 0, Optional.empty(), Optional.empty());
    }

    /** Something that a dry run would do without copying. */
    public static CopyResult planned(Location in, Location out) {
        return without(CopyItem.of(in, out), Outcome.PLANNED, Optional.empty(), 0, Optional.empty(), Optional.empty());
    }

    public static CopyResult notAttempted(Location in, Location out, String reason) {
        return notAttempted(CopyItem.of(in, out), reason);
    }

    /** Whether what stands at the target now is proven to be the source, by a checksum. */
    public boolean isProven() {
        boolean same = outcome == Outcome.SKIPPED && SAME.equals(reason.orElse(""));
        return same
                || (outcome == Outcome.DONE
                        && verdict.filter(proof -> proof.level() != Verdict.Level.SIZE_ONLY)
                                .isPresent());
    }

    /** The same copy, which is worth nothing for its purpose. */
    public CopyResult failedAfterwards(ItemError why) {
        return butFailed(why);
    }

    /** Bytes that were written at the target, or would be. */
    @Override
    public long bytes() {
        return outcome == Outcome.DONE || outcome == Outcome.PLANNED ? size : 0;
    }

    @Override
    public double usd() {
        return outcome == Outcome.PLANNED || outcome == Outcome.DONE
                ? estimate.map(Estimate::usd).orElse(0.0)
                : 0;
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("inpath", in().display());
        json.put("outpath", out().display());
        json.put("outcome", outcome.text());
        reason.ifPresent(text -> json.put("reason", text));
        method.ifPresent(way -> json.put("method", way.text()));
        if (outcome == Outcome.DONE || outcome == Outcome.PLANNED || outcome == Outcome.SKIPPED) {
            json.put("size_bytes", size);
        }
        verdict.ifPresent(proven -> {
            json.put("verdict", proven.level().text());
            proven.algorithm().ifPresent(algorithm -> json.put("checksum_algorithm", algorithm.text()));
        });
        if (!item.left().isEmpty()) {
            json.put("assets_not_copied", item.left());
        }
        if (!notKept.isEmpty()) {
            json.put("not_kept", notKept);
        }
        estimate.filter(plan -> outcome == Outcome.PLANNED).ifPresent(plan -> json.putAll(plan.toJson()));
        error.ifPresent(why -> json.put("error", why.toJson()));
        return json;
    }
}
