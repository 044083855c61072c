package io.mediafn.operation.delete;

import io.mediafn.location.Location;
import java.util.OptionalLong;

/**
 * An object to delete.
 *
 * @param size in bytes, where a listing told it
 */
record DeleteTarget(Location at, OptionalLong size) {}
