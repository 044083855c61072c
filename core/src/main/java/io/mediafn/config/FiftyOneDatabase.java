package io.mediafn.config;

/**
 * Where FiftyOne's datasets are kept.
 *
 * @param uri MongoDB's, which may hold a password
 * @param name of the database
 */
public record FiftyOneDatabase(Secret uri, String name) {}
