/** The headers of images, by Pillow's rules. */
@NullMarked
package io.mediafn.media.image;

import org.jspecify.annotations.NullMarked;
