/**
 * What media is: sizes and properties read from the headers of a file by a few ranged reads. Knows no store: it reads
 * through a {@link io.mediafn.media.read.RangeSource}.
 */
@NullMarked
package io.mediafn.media;

import org.jspecify.annotations.NullMarked;
