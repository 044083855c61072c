/** The content encodings of stored objects, undone and applied while bytes pass, in memory that does not grow. */
@NullMarked
package io.mediafn.encoding;

import org.jspecify.annotations.NullMarked;
