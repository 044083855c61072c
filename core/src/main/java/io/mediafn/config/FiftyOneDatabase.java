package io.mediafn.config;

/**
 * Where FiftyOne's datasets are kept.
 *
 * @param uri MongoDB's, which may hold a password, or the ARN of a secret with it
 * @param name of the database
 */
public record FiftyOneDatabase(Secret uri, String name) {}
