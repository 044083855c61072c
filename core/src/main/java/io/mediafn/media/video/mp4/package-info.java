/** The headers of ISO base media files (MP4, QuickTime, 3GPP), whole or in fragments, by ffprobe's rules. */
@NullMarked
package io.mediafn.media.video.mp4;

import org.jspecify.annotations.NullMarked;
