package io.mediafn.operation.copy;

import io.mediafn.location.Location;

/** A medium that is to be copied, and where to. */
public record MediaPair(Location in, Location out) {}
