/**
 * The videos that only ffprobe reads: it runs as a process of its own and takes the bytes that it wants from a web
 * server on the loopback interface, which reads them from the object by ranges. Nothing is written to disk.
 */
@NullMarked
package io.mediafn.media.ffprobe;

import org.jspecify.annotations.NullMarked;
