/** Matroska and WebM (RFC 9559), by the rules of ffprobe's demuxer. */
@NullMarked
package io.mediafn.media.video.matroska;

import org.jspecify.annotations.NullMarked;
