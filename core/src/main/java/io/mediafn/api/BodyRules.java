package io.mediafn.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a request must be before its body is read. */
final class BodyRules {
    private static final String JSON = "application/json";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private BodyRules() {}

    /** @throws ProblemException if the body is too large, or is said to be something else than JSON */
    static void check(ApiRequest request, int largest) {
        if (request.body().length > largest) {
            throw new ProblemException(
                    Problem.of(413, "too-large", "Request too large", "a body may have at most " + largest + " bytes"));
        }
        request.header("Content-Type").ifPresent(type -> {
            String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            if (!essence.equals(JSON)) {
                throw new ProblemException(Problem.of(
                        415, "not-json", "Not JSON", "Content-Type: must be " + JSON + " (is " + essence + ")"));
            }
        });
        request.header("Content-Encoding").ifPresent(encoding -> {
            throw new ProblemException(Problem.of(
                    415, "encoded", "Encoded body", "Content-Encoding: must be absent (is " + encoding + ")"));
        });
    }

    /**
     * The body as the text that it is. A platform that brings text and one that brings bytes must come to the same, so
     * it is UTF-8 (RFC 8259, 8.1) whatever the parser could guess; a byte order mark is ignored.
     *
     * @throws ProblemException if it is something else
     */
    static String text(ApiRequest request) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.body()))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ProblemException(Problem.of(400, "not-json", "Not JSON", "a body is UTF-8; this one is not"));
        }
    }
}
