package io.mediafn.export;

/**
 * The body of one request to a labelling tool.
 *
 * @param folder where it is kept below that of all payloads: with a slash at its end, or empty
 * @param json the body
 */
public record Payload(String folder, String json) {}
