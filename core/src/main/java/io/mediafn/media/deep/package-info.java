/** What is known only after every byte of a file was read: the frames of a video, the pixels of an image. */
@NullMarked
package io.mediafn.media.deep;

import org.jspecify.annotations.NullMarked;
