/** The bytes of one object, read by ranges within limits. */
@NullMarked
package io.mediafn.media.read;

import org.jspecify.annotations.NullMarked;
