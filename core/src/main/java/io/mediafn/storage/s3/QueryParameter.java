package io.mediafn.storage.s3;

/** A parameter of a query, not encoded. */
record QueryParameter(String name, String value) {}
