package io.mediafn.api;

import java.util.Locale;

/** What a request must be before its body is read. */
final class BodyRules {
    private static final String JSON = "application/json";

    private BodyRules() {}

    /** @throws ProblemException if the body is too large, or is said to be something else than JSON */
    static void check(ApiRequest request, int largest) {
        if (request.body().length > largest) {
            throw new ProblemException(Problem.of(
                    413,
                    "too-large",
                    "Request too large",
                    // Not how large it is: an entry may have stopped reading.
                    "a body may have at most " + largest + " bytes"));
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
}
