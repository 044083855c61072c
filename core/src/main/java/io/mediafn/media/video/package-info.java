/** The headers of videos, by ffprobe's rules. */
@NullMarked
package io.mediafn.media.video;

import org.jspecify.annotations.NullMarked;
