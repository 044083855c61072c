package io.mediafn.testing;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A request that {@link WireProxy} saw. Its head is there from the start; what is known of bodies and the answer grows
 * until it is over. Thread-safe.
 */
public final class WireRequest {
    private final int connection;
    private final String method;
    private final String target;
    private final WireHeaders headers;
    private final byte[] bodyStart;
    private int bodyKept;
    private long bodyLength;
    private int status;
    private long answerLength;
    private boolean faulted;

    WireRequest(int connection, String method, String target, WireHeaders headers, int bodyBytesToKeep) {
        this.connection = connection;
        this.method = method;
        this.target = target;
        this.headers = headers;
        long declared = headers.contentLength();
        this.bodyStart = new byte[declared < 0 ? bodyBytesToKeep : (int) Math.min(declared, bodyBytesToKeep)];
    }

    /** All requests. */
    public static Predicate<WireRequest> any() {
        return request -> true;
    }

    /** Requests that have one of these methods. */
    public static Predicate<WireRequest> method(String... methods) {
        return request -> Arrays.asList(methods).contains(request.method());
    }

    /** Requests whose path and query, as they are on the wire, contain some text. */
    public static Predicate<WireRequest> target(String part) {
        return request -> request.target().contains(part);
    }

    /** The number of the client's connection that it came by, from 1. */
    public int connection() {
        return connection;
    }

    public String method() {
        return method;
    }

    /** Path and query as they are on the wire, still encoded. */
    public String target() {
        return target;
    }

    /** The target up to its question mark. */
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** What follows the target's question mark; empty if there is none. */
    public String query() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    /** As the client sent them. */
    public WireHeaders headers() {
        return headers;
    }

    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** How many bytes of its body came so far; chunks count without their framing. */
    public synchronized long bodyLength() {
        return bodyLength;
    }

    /** The first bytes of its body, as the client sent them: 8 KiB, unless the proxy was told otherwise. */
    public synchronized byte[] bodyStart() {
        return Arrays.copyOf(bodyStart, bodyKept);
    }

    /** What the upstream, or a fault in its place, answered; also where the client did not get to see it. */
    public synchronized OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** How many bytes of the answer's body went to the client. */
    public synchronized long answerLength() {
        return answerLength;
    }

    /** Whether a fault did something to it: one behind the end of a body, for example, does nothing. */
    public synchronized boolean faulted() {
        return faulted;
    }

    synchronized void body(byte[] bytes, int offset, int length) {
        int kept = Math.min(length, bodyStart.length - bodyKept);
        System.arraycopy(bytes, offset, bodyStart, bodyKept, kept);
        bodyKept += kept;
        bodyLength += length;
    }

    synchronized void status(int value) {
        status = value;
    }

    synchronized void answer(long bytes) {
        answerLength += bytes;
    }

    synchronized void hit() {
        faulted = true;
    }

    @Override
    public synchronized String toString() {
        return method + " " + target + " -> " + (status == 0 ? "no answer" : status);
    }
}
