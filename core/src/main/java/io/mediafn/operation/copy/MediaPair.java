package io.mediafn.operation.copy;

import io.mediafn.location.Location;

/**
 * A medium that is to be copied.
 *
 * @param overwrite what happens where something stands at its target
 */
public record MediaPair(Location in, Location out, Overwrite overwrite) {}
