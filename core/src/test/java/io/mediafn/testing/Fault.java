package io.mediafn.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** What {@link WireProxy} does to a request or its answer. Positions count a body's bytes, without chunks' framing. */
public sealed interface Fault {
    /** Answers in the upstream's place, once the request's body is read; the upstream hears nothing. */
    record Answer(WireAnswer answer) implements Fault {}

    record ResetBeforeBody() implements Fault {}

    record ResetInRequest(long after) implements Fault {}

    record ResetBeforeAnswer() implements Fault {}

    record ResetInAnswer(long after) implements Fault {}

    record LoseAnswer() implements Fault {}

    record Truncate(long after) implements Fault {}

    record Stall() implements Fault {}

    record StallAfter(long after) implements Fault {}

    record Drip(Duration pause) implements Fault {}

    record Delay(Duration time) implements Fault {}

    record FlipRequest(Flip flip) implements Fault {}

    record FlipAnswer(Flip flip) implements Fault {}

    record Rewrite(UnaryOperator<WireAnswer> change) implements Fault {}

    record RequestHeaders(UnaryOperator<WireHeaders> change) implements Fault {}

    record AnswerHeaders(UnaryOperator<WireHeaders> change) implements Fault {}

    /** Which bit of a body of some length, or of unknown length (-1). */
    @FunctionalInterface
    interface Flip {
        long bit(long length);
    }

    static Fault answer(int status, String body, String... headers) {
        return answer(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static Fault answer(int status, byte[] body, String... headers) {
        return new Answer(new WireAnswer(status, WireHeaders.of(headers), body));
    }

    /** Resets the connection when the request's head came, with its body unread. */
    static Fault resetBeforeBody() {
        return new ResetBeforeBody();
    }

    /** Resets both connections after some bytes of the request's body were passed on. */
    static Fault resetInRequest(long after) {
        return new ResetInRequest(after);
    }

    /** Reads the whole request, and resets the connection; the upstream hears nothing. */
    static Fault resetBeforeAnswer() {
        return new ResetBeforeAnswer();
    }

    /** Resets the connection after some bytes of the answer's body; with 0, behind its head. */
    static Fault resetInAnswer(long after) {
        return new ResetInAnswer(after);
    }

    /** The upstream does its work and answers, and the connection is reset in place of the answer. */
    static Fault loseAnswer() {
        return new LoseAnswer();
    }

    /** Closes the connection in order after some bytes of the answer's body, whatever length it promised. */
    static Fault truncate(long after) {
        return new Truncate(after);
    }

    /** Takes what comes and never answers, until the client or the proxy closes; the upstream hears nothing. */
    static Fault stall() {
        return new Stall();
    }

    /** Falls silent after some bytes of the answer's body, until the client or the proxy closes. */
    static Fault stallAfter(long after) {
        return new StallAfter(after);
    }

    /** Gives the answer's body a byte at a time, with a pause behind each. */
    static Fault drip(Duration pause) {
        return new Drip(pause);
    }

    /** Waits before the upstream is asked. */
    static Fault delay(Duration time) {
        return new Delay(time);
    }

    /** Flips one bit of the request's body on its way to the upstream: bit 8 is the lowest of the second byte. */
    static Fault flipRequestBit(long bit) {
        return new FlipRequest(length -> bit);
    }

    /** Flips one bit of the answer's body: bit 8 is the lowest of the second byte. */
    static Fault flipAnswerBit(long bit) {
        return new FlipAnswer(length -> bit);
    }

    /** Flips a bit of the request's body somewhere, or in its first byte if its length is unknown. */
    static Fault flipSomeRequestBit(long seed) {
        return new FlipRequest(somewhere(seed));
    }

    /** Flips a bit of the answer's body somewhere, or in its first byte if its length is unknown. */
    static Fault flipSomeAnswerBit(long seed) {
        return new FlipAnswer(somewhere(seed));
    }

    private static Flip somewhere(long seed) {
        return length -> new java.util.Random(seed).nextLong(8 * Math.max(1, length));
    }

    /** Changes an answer of up to 1 MiB as a whole; a longer one is a problem of the test. */
    static Fault rewriteAnswer(UnaryOperator<WireAnswer> change) {
        return new Rewrite(change);
    }

    static Fault setRequestHeader(String name, String value) {
        return new RequestHeaders(headers -> headers.with(name, value));
    }

    static Fault dropRequestHeader(String name) {
        return new RequestHeaders(headers -> headers.without(name));
    }

    /** Also {@code Content-Length}, which then is a lie. */
    static Fault setAnswerHeader(String name, String value) {
        return new AnswerHeaders(headers -> headers.with(name, value));
    }

    static Fault dropAnswerHeader(String name) {
        return new AnswerHeaders(headers -> headers.without(name));
    }
}
