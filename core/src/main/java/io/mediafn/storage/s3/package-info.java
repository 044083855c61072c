/**
 * Amazon S3, and what speaks its protocol, over signed HTTP/1.1 connections of our own; the AWS SDK finds credentials and
 * regions, and is known to this package alone.
 */
@NullMarked
package io.mediafn.storage.s3;

import org.jspecify.annotations.NullMarked;
