package io.mediafn.storage;

import io.mediafn.location.Location;
import java.time.Instant;
import java.util.Optional;

/**
 * An upload in parts that was neither completed nor aborted; its parts cost money.
 *
 * @param location where its object would be
 * @param id the store's own name for it
 * @param own whether mediafn began it, as far as can be told; only such uploads are aborted without being asked for
 * @param started absent where the store does not say
 */
public record UnfinishedUpload(Location location, String id, boolean own, Optional<Instant> started) {}
