/** Uploads the media of a dataset below one prefix, as FiftyOne's {@code upload_media} does. */
@NullMarked
package io.mediafn.operation.upload;

import org.jspecify.annotations.NullMarked;
