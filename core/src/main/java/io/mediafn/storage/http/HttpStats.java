package io.mediafn.storage.http;

import io.mediafn.location.Location;
import io.mediafn.storage.ByteRange;
import io.mediafn.storage.ObjectStat;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out about an object with as little of it as its server allows. */
final class HttpStats {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    /** From servers without HEAD, and to URLs that are signed for GET alone. */
    private static final Set<Integer> HEAD_REFUSED = Set.of(403, 405, 501);

    private static final ByteRange FIRST_BYTE = ByteRange.of(0, 1);

    private final HttpCall call;
    private final Location at;
    private final HttpLimits limits;

    HttpStats(HttpCall call, Location at, HttpLimits limits) {
        this.call = call;
        this.at = at;
        this.limits = limits;
    }

    ObjectStat stat() throws HttpFailure {
        Optional<ObjectStat> head = call.run("HEAD", Map.of(), this::ofHead);
        if (head.isPresent()) {
            return head.get();
        }
        Optional<ObjectStat> first = call.run("GET", Map.of("Range", FIRST_BYTE.header()), this::ofFirstByte);
        if (first.isPresent()) {
            return first.get();
        }
        return call.run("GET", Map.of(), this::ofWhole);
    }

    /** Empty where HEAD is no way to know. */
    private Optional<ObjectStat> ofHead(Answer answer) throws HttpFailure {
        answer.discard();
        if (HEAD_REFUSED.contains(answer.status())) {
            return Optional.empty();
        }
        if (answer.status() != OK) {
            throw HttpErrors.ofStatus(answer);
        }
        // Programs that make their answers on the way often say 0 here, and know better when asked for the bytes.
        long size = answer.length().orElse(0);
        return size == 0 ? Optional.empty() : Optional.of(AnswerStat.of(at, size, answer, true));
    }

    /** Empty where the object has no first byte, of which the answer says little. */
    private Optional<ObjectStat> ofFirstByte(Answer answer) throws IOException, HttpFailure {
        if (answer.status() == HttpErrors.NOT_SATISFIABLE) {
            answer.discard();
            return Optional.empty();
        }
        if (answer.status() != PARTIAL_CONTENT) {
            return Optional.of(ofWhole(answer));
        }
        ObjectStat stat = AnswerStat.of(at, HttpReads.sizeInRange(answer, FIRST_BYTE), answer, false);
        answer.discard();
        return Optional.of(stat);
    }

    private ObjectStat ofWhole(Answer answer) throws IOException, HttpFailure {
        if (answer.status() != OK) {
            HttpFailure failure = HttpErrors.ofStatus(answer);
            answer.discard();
            throw failure;
        }
        if (answer.length().isEmpty()) {
            return AnswerStat.of(at, Unsized.read(answer, limits, false).size(), answer, true);
        }
        ObjectStat stat = AnswerStat.of(at, answer.length().getAsLong(), answer, true);
        answer.discard();
        return stat;
    }
}
