/** What a file is, by its name and by its first bytes. */
@NullMarked
package io.mediafn.media.format;

import org.jspecify.annotations.NullMarked;
