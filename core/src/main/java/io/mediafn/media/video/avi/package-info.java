/** AVI (Audio Video Interleave, with the OpenDML extensions), by the rules of ffprobe's demuxer. */
@NullMarked
package io.mediafn.media.video.avi;

import org.jspecify.annotations.NullMarked;
