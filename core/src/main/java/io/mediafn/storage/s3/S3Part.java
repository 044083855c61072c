package io.mediafn.storage.s3;

import io.mediafn.checksum.Checksum;
import java.util.Optional;

/**
 * A part that S3 has.
 *
 * @param number from 1 on, as S3 counts
 * @param checksum in the algorithm of its upload
 */
record S3Part(int number, String etag, long size, Optional<Checksum> checksum) {}
